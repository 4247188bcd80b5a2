"""Surveys over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status

from services.assessment_api.heard import ThemesRestOnIt
from services.assessment_api.neighbours import Partnership
from services.assessment_api.participations.errors import ASKED
from services.assessment_api.threshold import Threshold
from shared.contracts.assessment import surveys as contract
from shared.contracts.page import Page
from shared.kit import bulk
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch, UpsertVersion, etag
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session
from shared.kit.uploads import UPLOAD_REFUSALS, csv_body, csv_chunks

from . import errors, schemas, service
from .bulk import UPLOAD, put_many
from .queries import shown_to, surveys_for

router = APIRouter(prefix="/v1", tags=["Surveys"], route_class=Route)

# A million responses to fifty questions, with their labels written out, are less than this.
_GREATEST_FILE = 250_000_000
_RESPONSES = """leadership-1,leadership-2,mental-health-1,SEND
Agree,Strongly agree,4,Yes
Disagree,Don't know,2,No
"""
_PUT = (*ASKED, errors.SurveyInstrumentMissing, StaleVersion, PreconditionMissing)
_REPLACED: dict[int | str, dict[str, Any]] = {
    200: {"model": contract.Survey, "description": "The survey as it now is."}
}
DryRun = Annotated[bool, Query(description="Read and count, but change nothing.")]


async def _occasion(
    participation_id: UUID, term: contract.Term, version: UpsertVersion, neighbour: Partnership, actor: Caller
) -> service.Occasion:
    return await service.occasion(neighbour, participation_id, term, version, actor)


Occasion = Annotated[service.Occasion, Depends(_occasion)]


@router.put(
    "/participations/{participation_id}/surveys/{term}",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Survey,
    responses=_REPLACED | problems(*_PUT, errors.CountsRefused),
)
async def put_survey(
    of: Occasion,
    given: schemas.SurveyGiven,
    threshold: Threshold,
    request: Request,
    session: Session,
    actor: Caller,
) -> Response:
    """Record what the parent carers of a school answered in a term, or replace all its counts.

    Send `If-None-Match: *` the first time, and `If-Match` with the ETag that was read to replace them.
    """
    survey = await service.put(session, of, given, threshold, actor)
    shown = shown_to(actor.kind, survey)
    if of.version == 0:
        return await created(session, contract.Survey, shown, request, f"/v1/surveys/{survey.id}")
    return await written(session, contract.Survey, shown)


@router.put(
    "/participations/{participation_id}/surveys/{term}/responses",
    response_model=schemas.SurveyImport,
    responses=problems(*_PUT, errors.ResponsesRefused, *UPLOAD_REFUSALS),
    openapi_extra=csv_body(_RESPONSES),
    max_body_size=_GREATEST_FILE,
)
async def import_survey_responses(
    of: Occasion,
    threshold: Threshold,
    request: Request,
    read: Reading,
    session: Session,
    actor: Caller,
    dry_run: DryRun = False,
) -> Response:
    """Count the responses that a survey tool exported, and record the counts, or replace all of them.

    The file is the body itself. A column whose name is the code or the text of a question holds answers: values or
    labels of the scale, `n/a`, or nothing. A column `send` says whether the child has SEND, yes or no. All other
    columns are passed over unread and named in the answer; the rows are counted and not kept.

    With `dry_run=true` the answer is 200 even where rows cannot be used: `rejected` and `errors` say so. The
    preconditions are those of putting counts: `If-None-Match: *` the first time, `If-Match` to replace.
    """
    counted, instrument = await service.count_responses(read.database, of, csv_chunks(request))
    report = counted.report(dry_run=dry_run)
    if dry_run:
        return Response(report.model_dump_json(), media_type="application/json")
    survey = await service.record_responses(session, of, counted, instrument, threshold, actor)
    report = report.model_copy(update={"survey": shown_to(actor.kind, survey)})
    headers = {"ETag": etag(survey.version), "Content-Location": f"/v1/surveys/{survey.id}"}
    return Response(report.model_dump_json(), headers=headers, media_type="application/json")


@router.post("/surveys/bulk", **bulk.route(UPLOAD))
async def put_surveys(
    how: bulk.Bulk,
    neighbour: Partnership,
    threshold: Threshold,
    request: Request,
    session: Session,
    actor: Caller,
) -> Response:
    """Record the counts of many surveys, or replace them, from a CSV file or a JSON array.

    A row of the file is one count; those of one school and term make up its survey, and are kept together or not at
    all. An object of the array is a whole survey, as it is put alone.
    """
    received = await bulk.received(UPLOAD, request)
    return bulk.answer(request, await put_many(session, neighbour, received, how, threshold, actor))


@router.get("/surveys/bulk/template", **bulk.template_route(UPLOAD))
async def get_surveys_template() -> Response:
    """A CSV file to fill with the counts of surveys: the names of the columns and a row that shows them."""
    return bulk.template(UPLOAD)


@router.get("/surveys", response_model=Page[contract.Survey], responses=problems(CursorRefused))
async def list_surveys(query: Annotated[schemas.SurveyQuery, Query()], read: Reading, actor: Caller) -> Response:
    """List the surveys you may see, with small counts hidden unless you are the school or its parent carer group."""
    return await read.page(surveys_for(actor.kind), query)


@router.get("/surveys/{survey_id}", response_model=contract.Survey, responses=problems(errors.SurveyNotFound))
async def get_survey(survey_id: UUID, read: Reading, actor: Caller) -> Response:
    """Get the counts of one survey, with small ones hidden unless you are the school or its parent carer group."""
    return await read.one(surveys_for(actor.kind), survey_id, errors.SurveyNotFound)


@router.get(
    "/surveys/{survey_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.SurveyNotFound, CursorRefused),
)
async def get_survey_history(
    survey_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading, actor: Caller
) -> Page[HistoryEntry]:
    """Who recorded and changed a survey, when, and what; small counts are hidden from everybody here."""
    view = surveys_for(actor.kind)
    return await history(read, view, survey_id, "assessment.survey", query, errors.SurveyNotFound)


@router.delete(
    "/surveys/{survey_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(errors.SurveyNotFound, ThemesRestOnIt, StaleVersion, PreconditionMissing),
)
async def withdraw_survey(survey_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Take a survey back, after the themes that were heard in it.

    Its counts are erased, and what was found from them is superseded.
    """
    await service.withdraw(session, survey_id, version, actor)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
