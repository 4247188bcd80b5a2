"""Extracts over HTTP."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status

from services.reporting_api.evaluation.errors import EvaluationNotFound, OutsideEvaluation
from services.reporting_api.settings import ReportingSettings
from shared.contracts.page import Page
from shared.contracts.reporting import extracts as contract
from shared.contracts.reporting.extracts import ExtractForm
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import CSV, NDJSON, PARQUET, Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .dictionary import dictionary
from .queries import EXTRACT_DOWNLOADS, EXTRACTS

router = APIRouter(prefix="/v1", tags=["Extracts"], route_class=Route)

_ON_AN_UNDECIDED_ONE = (errors.ExtractNotFound, errors.ExtractDecided, StaleVersion, PreconditionMissing)
_MEDIA_TYPES = {ExtractForm.CSV: CSV, ExtractForm.NDJSON: NDJSON, ExtractForm.PARQUET: PARQUET}
_TEXT = {"type": "string", "format": "binary"}
_AS_CSV = {"schema": _TEXT, "example": "pseudonym,cohort,offer\ns-4f0c9a,new,full\n"}
_AS_NDJSON = {"schema": _TEXT, "example": '{"pseudonym": "s-4f0c9a", "cohort": "new", "offer": "full"}\n'}
_AS_PARQUET = {"schema": _TEXT}
_A_TABLE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The table.", "content": {"text/csv": _AS_CSV, NDJSON: _AS_NDJSON, PARQUET: _AS_PARQUET}}
}


async def _safeguards(request: Request) -> service.Safeguards:
    settings: ReportingSettings = request.app.state.settings
    secret = settings.pseudonym_secret
    return service.Safeguards(secret.get_secret_value() if secret else None, settings.smallest_extract_cell)


Safeguards = Annotated[service.Safeguards, Depends(_safeguards)]


@router.get("/extract-dictionary", response_model=contract.DataDictionary)
async def get_extract_dictionary() -> contract.DataDictionary:
    """Get the data dictionary: every column that an extract can have."""
    return dictionary()


@router.post(
    "/evaluations/{evaluation_id}/extracts",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.EvaluationExtract,
    responses=problems(EvaluationNotFound, OutsideEvaluation),
)
async def request_extract(
    evaluation_id: UUID, new: schemas.NewExtract, request: Request, session: Session, actor: Caller
) -> Response:
    """Ask for tables about the schools of your evaluation, and say what for."""
    made = await service.ask(session, evaluation_id, new, actor)
    return await created(session, contract.EvaluationExtract, made, request, f"/v1/extracts/{made.id}")


@router.get("/extracts", response_model=Page[contract.EvaluationExtract], responses=problems(CursorRefused))
async def list_extracts(query: Annotated[schemas.ExtractQuery, Query()], read: Reading) -> Response:
    """List extracts, with what their checks found; an evaluator sees its own."""
    return await read.page(EXTRACTS, query)


@router.get(
    "/extracts/{extract_id}", response_model=contract.EvaluationExtract, responses=problems(errors.ExtractNotFound)
)
async def get_extract(extract_id: UUID, read: Reading) -> Response:
    """Get one extract with what its check found, not its rows."""
    return await read.one(EXTRACTS, extract_id, errors.ExtractNotFound)


@router.post(
    "/extracts/{extract_id}/check",
    response_model=contract.EvaluationExtract,
    responses=problems(
        *_ON_AN_UNDECIDED_ONE, errors.ThresholdTooLow, errors.PseudonymsWouldDiffer, errors.NoPseudonymSecret
    ),
)
async def check_extract(
    extract_id: UUID, how: schemas.NewCheck, version: IfMatch, session: Session, actor: Caller, by: Safeguards
) -> Response:
    """Prepare an extract and have it checked for disclosure. Cells that are too small are generalised or left out.

    It can be checked again, with another treatment, until it is released or refused.
    """
    checked = await service.check(session, extract_id, how, version, by, actor)
    return await written(session, contract.EvaluationExtract, checked)


@router.post(
    "/extracts/{extract_id}/release",
    response_model=contract.EvaluationExtract,
    responses=problems(
        *_ON_AN_UNDECIDED_ONE, errors.ExtractNotChecked, errors.DisclosureCheckFails, errors.ReleasedSince
    ),
)
async def release_extract(extract_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Release an extract whose check passes: the evaluator can download exactly what was checked."""
    return await written(
        session, contract.EvaluationExtract, await service.release(session, extract_id, version, actor)
    )


@router.post(
    "/extracts/{extract_id}/refusal",
    response_model=contract.EvaluationExtract,
    responses=problems(*_ON_AN_UNDECIDED_ONE),
)
async def refuse_extract(
    extract_id: UUID, said: schemas.Refusal, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Refuse an extract, with the reason."""
    return await written(
        session, contract.EvaluationExtract, await service.refuse(session, extract_id, said, version, actor)
    )


@router.post(
    "/extracts/{extract_id}/downloads",
    response_class=Response,
    responses=_A_TABLE
    | problems(
        errors.ExtractNotFound,
        errors.ExtractNotReleased,
        errors.TableNotInExtract,
        EvaluationNotFound,
        OutsideEvaluation,
    ),
)
async def download_extract(extract_id: UUID, wanted: schemas.NewDownload, session: Session, actor: Caller) -> Response:
    """Download a table of your extract as CSV, NDJSON or Parquet. Each download is kept: what, to whom, when."""
    given = await service.download(session, extract_id, wanted, actor)
    return Response(
        given.content,
        media_type=_MEDIA_TYPES[wanted.form],
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{wanted.table}.{wanted.form}"',
        },
    )


@router.get("/extract-downloads", response_model=Page[contract.ExtractDownload], responses=problems(CursorRefused))
async def list_extract_downloads(query: Annotated[schemas.ExtractDownloadQuery, Query()], read: Reading) -> Response:
    """List what was given to whom, and when; an evaluator sees its own."""
    return await read.page(EXTRACT_DOWNLOADS, query)


@router.get(
    "/extract-downloads/{download_id}",
    response_model=contract.ExtractDownload,
    responses=problems(errors.ExtractDownloadNotFound),
)
async def get_extract_download(download_id: UUID, read: Reading) -> Response:
    """Get one download."""
    return await read.one(EXTRACT_DOWNLOADS, download_id, errors.ExtractDownloadNotFound)


@router.get(
    "/extracts/{extract_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.ExtractNotFound, CursorRefused),
)
async def get_extract_history(
    extract_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """When an extract was asked for, checked, released or refused, and by whom."""
    return await history(read, EXTRACTS, extract_id, "reporting.extract", query, errors.ExtractNotFound)
