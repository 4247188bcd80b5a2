"""Local offers over HTTP, and what is done to a provider together with its offers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from services.commissioning_api.neighbours import Partnership
from services.commissioning_api.providers import errors as of_providers, schemas as providers
from shared.contracts.commissioning import local_offers as contract
from shared.contracts.commissioning.providers import Provider
from shared.contracts.page import Page
from shared.kit import bulk
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, of_provider, schemas, service
from .bulk import UPLOAD, make_many
from .queries import LOCAL_OFFERS

router = APIRouter(prefix="/v1/local-offers", tags=["Local offers"], route_class=Route)
provider_router = APIRouter(prefix="/v1/providers", tags=["Providers"], route_class=Route)

_OFFER = (
    errors.LocalOfferNotFound,
    errors.NotYourOffer,
    errors.LocalOfferIsWithdrawn,
    StaleVersion,
    PreconditionMissing,
)
_PROVIDER = (
    of_providers.ProviderNotFound,
    of_providers.NotYourProvider,
    of_providers.ProviderIsClosed,
    StaleVersion,
    PreconditionMissing,
)


@router.get("", response_model=Page[contract.LocalOffer], responses=problems(CursorRefused))
async def list_local_offers(query: Annotated[schemas.LocalOfferQuery, Query()], read: Reading) -> Response:
    """List what of the menu can be had, from whom and at what price, withdrawn offers included."""
    return await read.page(LOCAL_OFFERS, query)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.LocalOffer,
    responses=problems(
        of_providers.ProviderNotFound,
        of_providers.ProviderIsClosed,
        errors.ProgrammeYearUnknown,
        errors.LocalOfferFaulty,
        errors.LocalOfferExists,
    ),
)
async def make_local_offer(
    new: schemas.NewLocalOffer, request: Request, session: Session, actor: Caller, partnership: Partnership
) -> Response:
    """Offer an item of the menu, as a board for a provider of its area, or as the provider itself."""
    offer = await service.make(session, partnership, new, actor)
    return await created(session, contract.LocalOffer, offer, request, f"/v1/local-offers/{offer.id}")


@router.post("/bulk", **bulk.route(UPLOAD))
async def make_local_offers(
    how: bulk.Bulk, request: Request, session: Session, actor: Caller, partnership: Partnership
) -> Response:
    """Make many local offers, from a CSV file or a JSON array of what makes one."""
    received = await bulk.received(UPLOAD, request)
    return bulk.answer(request, await make_many(session, partnership, received, how, actor))


@router.get("/bulk/template", **bulk.template_route(UPLOAD))
async def get_local_offers_template() -> Response:
    """A CSV file to fill with local offers: the names of the columns and a row that shows them."""
    return bulk.template(UPLOAD)


@router.get("/{offer_id}", response_model=contract.LocalOffer, responses=problems(errors.LocalOfferNotFound))
async def get_local_offer(offer_id: UUID, read: Reading) -> Response:
    """Get one local offer."""
    return await read.one(LOCAL_OFFERS, offer_id, errors.LocalOfferNotFound)


@router.get(
    "/{offer_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.LocalOfferNotFound, CursorRefused),
)
async def get_local_offer_history(
    offer_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who made, changed and withdrew an offer, when, and what it said before."""
    return await history(read, LOCAL_OFFERS, offer_id, "commissioning.local-offer", query, errors.LocalOfferNotFound)


@router.patch(
    "/{offer_id}",
    response_model=contract.LocalOffer,
    responses=problems(*_OFFER, of_providers.ProviderIsClosed, errors.ProgrammeYearUnknown, errors.LocalOfferFaulty),
)
async def change_local_offer(
    offer_id: UUID,
    change: schemas.LocalOfferChange,
    version: IfMatch,
    session: Session,
    actor: Caller,
    partnership: Partnership,
) -> Response:
    """Change an offer's price, capacity, days or area. Lines that were taken from it stay as they are."""
    offer = await service.change(session, partnership, offer_id, change, version, actor)
    return await written(session, contract.LocalOffer, offer)


@router.post("/{offer_id}/withdrawal", response_model=contract.LocalOffer, responses=problems(*_OFFER))
async def withdraw_local_offer(
    offer_id: UUID, withdrawal: schemas.OfferWithdrawal, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Withdraw an offer, with a reason. Lines that were taken from it stand."""
    offer = await service.withdraw(session, offer_id, withdrawal.reason, version, actor)
    return await written(session, contract.LocalOffer, offer)


@provider_router.patch(
    "/{provider_id}",
    response_model=Provider,
    responses=problems(
        *_PROVIDER, of_providers.ProviderFaulty, of_providers.ProviderExists, errors.OffersOutsideTheArea
    ),
)
async def change_provider(
    provider_id: UUID, change: providers.ProviderChange, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Change what is known of a provider. Its active offers take its new name with it."""
    return await written(session, Provider, await of_provider.change(session, provider_id, change, version, actor))


@provider_router.post("/{provider_id}/closure", response_model=Provider, responses=problems(*_PROVIDER))
async def close_provider(
    provider_id: UUID, closure: providers.Closure, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Close a provider, with a reason: every active offer of it is withdrawn for that reason too."""
    provider = await of_provider.close(session, provider_id, closure.reason, version, actor)
    return await written(session, Provider, provider)
