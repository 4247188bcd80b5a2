"""The schools of projects over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.partnership_api.projects.errors import NotTheLead, ProjectClosed, ProjectNotFound
from shared.contracts.page import Page
from shared.contracts.partnership import participations as contract
from shared.kit import bulk
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import conversions, errors, schemas, service
from .bulk import UPLOAD, select_schools as select_many
from .queries import PARTICIPATIONS

router = APIRouter(prefix="/v1", tags=["Participations"], route_class=Route)


@router.post(
    "/projects/{project_id}/participations",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Participation,
    responses=problems(
        ProjectNotFound,
        ProjectClosed,
        NotTheLead,
        *errors.SELECTION_REFUSALS,
    ),
)
async def select_school(
    project_id: UUID, chosen: schemas.Selection, request: Request, session: Session, actor: Caller
) -> Response:
    """Select a school for a project, with the evidence for it."""
    selected = await service.select_school(session, project_id, chosen, actor)
    return await created(session, contract.Participation, selected, request, f"/v1/participations/{selected.id}")


@router.post(
    "/projects/{project_id}/selections",
    **bulk.route(UPLOAD, ProjectNotFound, ProjectClosed, NotTheLead, answers=schemas.BulkSelection),
)
async def select_schools(
    project_id: UUID,
    how: Annotated[schemas.SelectionsQuery, Query()],
    request: Request,
    session: Session,
    actor: Caller,
) -> Response:
    """Select many schools, from a CSV file or a JSON array of what selects one.

    With `mode=per-row` each school is selected that can be; else one that cannot be keeps all of them back.
    """
    received = await bulk.received(UPLOAD, request)
    return bulk.answer(request, await select_many(session, project_id, received, how, actor))


@router.get(
    "/projects/{project_id}/selections/template",
    **bulk.template_route(UPLOAD),
)
async def get_selections_template(project_id: UUID) -> Response:  # noqa: ARG001 (the address of the upload, continued)
    """A CSV file to fill with selections: the names of the columns and a row that shows them."""
    return bulk.template(UPLOAD)


@router.get("/participations", response_model=Page[contract.Participation], responses=problems(CursorRefused))
async def list_participations(query: Annotated[schemas.ParticipationQuery, Query()], read: Reading) -> Response:
    """List the schools that take part, or took part, in projects."""
    return await read.page(PARTICIPATIONS, query)


@router.get(
    "/participations/{participation_id}",
    response_model=contract.Participation,
    responses=problems(errors.ParticipationNotFound),
)
async def get_participation(participation_id: UUID, read: Reading) -> Response:
    """Get one participation."""
    return await read.one(PARTICIPATIONS, participation_id, errors.ParticipationNotFound)


@router.post(
    "/participations/{participation_id}/confirmation",
    response_model=contract.Participation,
    responses=problems(
        errors.ParticipationNotFound,
        ProjectClosed,
        NotTheLead,
        errors.NotSelected,
        errors.NotConsulted,
        errors.AgreementNotNamed,
        errors.AgreementNotRecorded,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def confirm_participation(
    participation_id: UUID, said: schemas.Confirmation, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Confirm that the school takes part: by the school itself, or by its board with who agreed."""
    confirmed = await service.confirm(session, participation_id, said, version, actor)
    return await written(session, contract.Participation, confirmed)


@router.patch(
    "/participations/{participation_id}",
    response_model=contract.Participation,
    responses=problems(
        errors.ParticipationNotFound,
        ProjectClosed,
        NotTheLead,
        errors.NotSelected,
        errors.OfferDoesNotFit,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def change_participation(
    participation_id: UUID, wanted: schemas.ParticipationChange, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Change a selected school's offer or rationale, before the school has confirmed."""
    changed = await service.change(session, participation_id, wanted, version, actor)
    return await written(session, contract.Participation, changed)


@router.post(
    "/participations/{participation_id}/conversion",
    response_model=contract.Participation,
    responses=problems(
        errors.ParticipationNotFound,
        ProjectClosed,
        NotTheLead,
        errors.NotTheSuccessor,
        errors.SchoolSelectedAlready,
        errors.SchoolTakenElsewhere,
        errors.WithdrawnAlready,
        StaleVersion,
        PreconditionMissing,
    ),
)
async def convert_participation(
    participation_id: UUID, said: schemas.Conversion, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Let a participation go on with the school's successor: an academy conversion closes one URN and opens another."""
    converted = await conversions.convert(session, participation_id, said.successor_urn, version, actor)
    return await written(session, contract.Participation, converted)


@router.get(
    "/participations/{participation_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.ParticipationNotFound, CursorRefused),
)
async def get_participation_history(
    participation_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who changed a participation, when, and what."""
    return await history(
        read, PARTICIPATIONS, participation_id, "partnership.participation", query, errors.ParticipationNotFound
    )
