"""Themes over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.assessment_api.neighbours import Partnership
from services.assessment_api.participations.errors import ASKED, NotYourSchool
from shared.contracts.assessment import themes as contract
from shared.contracts.page import Page
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import THEMES

router = APIRouter(prefix="/v1", tags=["Themes"], route_class=Route)

_CHANGE = (errors.ThemeNotFound, errors.ThemeIsWithdrawn, NotYourSchool, StaleVersion, PreconditionMissing)
_SAID = (errors.DomainsMissing, errors.DomainUnknown, errors.ThemeSaidAlready)


@router.post(
    "/participations/{participation_id}/themes",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Theme,
    responses=problems(*ASKED, *_SAID, errors.SourceUnknown, errors.SourceWithdrawn),
)
async def record_theme(
    participation_id: UUID,
    new: schemas.NewTheme,
    neighbour: Partnership,
    request: Request,
    session: Session,
    actor: Caller,
) -> Response:
    """Record a theme: what was said, in one sentence, by how many, and where it was heard. Never by whom."""
    theme = await service.record(session, neighbour, participation_id, new, actor)
    return await created(session, contract.Theme, theme, request, f"/v1/themes/{theme.id}")


@router.get("/themes", response_model=Page[contract.Theme], responses=problems(CursorRefused))
async def list_themes(query: Annotated[schemas.ThemeQuery, Query()], read: Reading) -> Response:
    """List the themes you may see."""
    return await read.page(THEMES, query)


@router.get("/themes/{theme_id}", response_model=contract.Theme, responses=problems(errors.ThemeNotFound))
async def get_theme(theme_id: UUID, read: Reading) -> Response:
    """Get one theme."""
    return await read.one(THEMES, theme_id, errors.ThemeNotFound)


@router.get(
    "/themes/{theme_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.ThemeNotFound, CursorRefused),
)
async def get_theme_history(
    theme_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who changed a theme, when, and what."""
    return await history(read, THEMES, theme_id, "assessment.theme", query, errors.ThemeNotFound)


@router.patch(
    "/themes/{theme_id}",
    response_model=contract.Theme,
    responses=problems(*_SAID, *_CHANGE),
)
async def change_theme(
    theme_id: UUID, wanted: schemas.ThemeChange, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Put a theme into other words, or say how widely it is held after all."""
    theme = await service.change(session, theme_id, wanted, version, actor)
    return await written(session, contract.Theme, theme)


@router.post("/themes/{theme_id}/withdrawal", response_model=contract.Theme, responses=problems(*_CHANGE))
async def withdraw_theme(
    theme_id: UUID, said: schemas.Withdrawal, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Withdraw a theme that was recorded by mistake, with the reason."""
    theme = await service.withdraw(session, theme_id, said, version, actor)
    return await written(session, contract.Theme, theme)
