"""Providers over HTTP. Changing and closing one concerns its offers too: see `local_offers`."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from shared.contracts.commissioning import providers as contract
from shared.contracts.page import Page
from shared.kit.answers import created
from shared.kit.errors import CursorRefused
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import PROVIDERS

router = APIRouter(prefix="/v1/providers", tags=["Providers"], route_class=Route)


@router.get("", response_model=Page[contract.Provider], responses=problems(CursorRefused))
async def list_providers(query: Annotated[schemas.ProviderQuery, Query()], read: Reading) -> Response:
    """List who gives support, closed providers included."""
    return await read.page(PROVIDERS, query)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Provider,
    responses=problems(errors.ProviderFaulty, errors.ProviderExists),
)
async def register_provider(new: schemas.NewProvider, request: Request, session: Session, actor: Caller) -> Response:
    """Register a provider: what sort it is, which professions it has and which authorities it covers."""
    provider = await service.register(session, new, actor)
    return await created(session, contract.Provider, provider, request, f"/v1/providers/{provider.id}")


@router.get("/{provider_id}", response_model=contract.Provider, responses=problems(errors.ProviderNotFound))
async def get_provider(provider_id: UUID, read: Reading) -> Response:
    """Get one provider."""
    return await read.one(PROVIDERS, provider_id, errors.ProviderNotFound)


@router.get(
    "/{provider_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.ProviderNotFound, CursorRefused),
)
async def get_provider_history(
    provider_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who registered, changed and closed a provider, and when."""
    return await history(read, PROVIDERS, provider_id, "commissioning.provider", query, errors.ProviderNotFound)
