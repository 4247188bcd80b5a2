"""Self-assessments over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.assessment_api.neighbours import Partnership
from services.assessment_api.participations.errors import ASKED, NotYourSchool
from shared.contracts.assessment import self_assessments as contract
from shared.contracts.page import Page
from shared.kit import bulk
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, queries, schemas, scores, service
from .bulk import UPLOAD, save_many
from .queries import SELF_ASSESSMENTS

router = APIRouter(prefix="/v1", tags=["Self-assessments"], route_class=Route)

_CHANGE = (errors.SelfAssessmentNotFound, NotYourSchool, StaleVersion, PreconditionMissing)


@router.post(
    "/participations/{participation_id}/self-assessments",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.SelfAssessment,
    responses=problems(
        *ASKED,
        errors.PointDoesNotFit,
        errors.BaselineMissing,
        errors.InstrumentMissing,
        errors.AlreadyOpened,
    ),
)
async def open_self_assessment(
    participation_id: UUID,
    new: schemas.NewSelfAssessment,
    neighbour: Partnership,
    request: Request,
    session: Session,
    actor: Caller,
) -> Response:
    """Open a school's self-assessment at a point of its participation.

    `baseline` and, once that is submitted, `follow_up` for a new school; `embedding_review` for an existing one.
    """
    opened = await service.open_at(session, neighbour, participation_id, new, actor)
    return await created(session, contract.SelfAssessment, opened, request, f"/v1/self-assessments/{opened.id}")


@router.get(
    "/self-assessments",
    response_model=Page[contract.SelfAssessment],
    responses=problems(CursorRefused),
)
async def list_self_assessments(query: Annotated[schemas.SelfAssessmentQuery, Query()], read: Reading) -> Response:
    """List the self-assessments you may see."""
    return await read.page(SELF_ASSESSMENTS, query)


@router.get(
    "/self-assessments/{assessment_id}",
    response_model=contract.SelfAssessment,
    responses=problems(errors.SelfAssessmentNotFound),
)
async def get_self_assessment(assessment_id: UUID, read: Reading) -> Response:
    """Get one self-assessment with its answers and, once it is submitted, its scores."""
    return await read.one(SELF_ASSESSMENTS, assessment_id, errors.SelfAssessmentNotFound)


@router.get(
    "/self-assessments/{assessment_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.SelfAssessmentNotFound, CursorRefused),
)
async def get_self_assessment_history(
    assessment_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who changed a self-assessment, when, and what."""
    return await history(
        read,
        SELF_ASSESSMENTS,
        assessment_id,
        "assessment.self-assessment",
        query,
        errors.SelfAssessmentNotFound,
    )


@router.get(
    "/participations/{participation_id}/assessment-change",
    response_model=contract.AssessmentChange,
    responses=problems(errors.NothingToCompare, errors.ChangeNotThereYet),
)
async def get_assessment_change(participation_id: UUID, read: Reading, actor: Caller) -> contract.AssessmentChange:
    """How a school's scores changed from its baseline to its follow-up, domain by domain."""
    async with read.database.reading() as connection:
        there = await queries.of_participation(connection, participation_id, actor)
    return scores.change_of(there)


@router.patch(
    "/self-assessments/{assessment_id}",
    response_model=contract.SelfAssessment,
    responses=problems(errors.AssessmentSubmitted, *_CHANGE),
)
async def change_self_assessment(
    assessment_id: UUID, wanted: schemas.SelfAssessmentChange, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Put right who contributed and who of the delivery team helped, while the self-assessment is open."""
    assessment = await service.change(session, assessment_id, wanted, version, actor)
    return await written(session, contract.SelfAssessment, assessment)


@router.put(
    "/self-assessments/{assessment_id}/answers",
    response_model=contract.SelfAssessment,
    responses=problems(errors.AssessmentSubmitted, errors.AnswersRefused, *_CHANGE),
)
async def save_answers(
    assessment_id: UUID, given: schemas.AnswersToSave, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Save some or all answers; those on other questions stay as they are.

    A rating is a value of the instrument's scale, or null where the statement does not apply. Evidence that the
    instrument asks for may follow later, but before the submission.
    """
    assessment = await service.save_answers(session, assessment_id, given, version, actor)
    return await written(session, contract.SelfAssessment, assessment)


@router.post("/self-assessment-answers/bulk", **bulk.route(UPLOAD))
async def save_many_answers(how: bulk.Bulk, request: Request, session: Session, actor: Caller) -> Response:
    """Save answers of many questions, of one self-assessment or of many, from a CSV file or a JSON array.

    Each replaces what was said before on its question; what is not in the upload stays.
    """
    received = await bulk.received(UPLOAD, request)
    return bulk.answer(request, await save_many(session, received, how, actor))


@router.get("/self-assessment-answers/bulk/template", **bulk.template_route(UPLOAD))
async def get_answers_template() -> Response:
    """A CSV file to fill with answers: the names of the columns and a row that shows them."""
    return bulk.template(UPLOAD)


@router.post(
    "/self-assessments/{assessment_id}/submission",
    response_model=contract.SelfAssessment,
    responses=problems(errors.AssessmentSubmitted, errors.AnswersMissing, *_CHANGE),
)
async def submit_self_assessment(assessment_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Hand a self-assessment over whole, so that its domains are scored.

    Refused with everything that is left to do while a required question has no answer or a rating lacks its evidence.
    """
    assessment = await service.submit(session, assessment_id, version, actor)
    return await written(session, contract.SelfAssessment, assessment)


@router.post(
    "/self-assessments/{assessment_id}/reopening",
    response_model=contract.SelfAssessment,
    responses=problems(errors.AssessmentNotSubmitted, *_CHANGE),
)
async def reopen_self_assessment(
    assessment_id: UUID, reopening: schemas.Reopening, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Open a submitted self-assessment again, with a reason."""
    assessment = await service.reopen(session, assessment_id, reopening, version, actor)
    return await written(session, contract.SelfAssessment, assessment)
