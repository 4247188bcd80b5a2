"""Making many local offers from one upload, of which the owner is asked once for all of them."""

from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.providers import errors as of_providers
from shared.clients import partnership
from shared.contracts.bulk import BulkOutcome, BulkQuery, BulkResult
from shared.kit.auth import Actor
from shared.kit.bulk import Done, Received, Upload, known_of, take
from shared.kit.http_client import Neighbour

from . import errors, schemas, service

# As many as one question may name.
_AT_ONCE = 100

UPLOAD = Upload(
    things="local offers",
    row=schemas.NewLocalOffer,
    example={
        "provider_id": "0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a",
        "programme_year": "2025-26",
        "menu_item_code": "anxiety-training",
        "unit": "half_day",
        "hours_per_unit": 3,
        "unit_cost_pence": 48000,
        "capacity_hours_per_month": 30,
        "lead_time_days": 14,
        "la_codes": ["383", "380"],
        "exists_locally": False,
        "available_from": "2025-09-01",
        "available_until": "2026-03-31",
    },
    # Each offer holds its provider's row.
    order=("provider_id", "programme_year", "menu_item_code"),
    cells={
        of_providers.ProviderNotFound: "provider_id",
        of_providers.ProviderIsClosed: "provider_id",
        errors.ProgrammeYearUnknown: "programme_year",
        errors.LocalOfferExists: "menu_item_code",
    },
)


async def make_many(
    session: AsyncSession,
    neighbour: Neighbour,
    received: Received[schemas.NewLocalOffer],
    how: BulkQuery,
    actor: Actor,
) -> BulkResult:
    """Make the offers of an upload, and say what became of each row."""
    rows = [entry.value for entry in received.entries]
    by_provider = {row.provider_id: row for row in rows}
    provider_of = await known_of(by_provider, lambda key: service.provider_of(session, by_provider[key], actor))
    years = [row.programme_year for row in rows]
    window_of = await known_of(years, lambda year: service.window_of(neighbour, year, actor), at_once=4)
    boards = await _boards(neighbour, {code for row in rows for code in row.la_codes}, actor)

    async def make(given: Sequence[schemas.NewLocalOffer]) -> Done:
        new = given[0]
        provider = provider_of(new.provider_id)
        icb_code = service.offered_to(provider, actor)
        within = {code for code in new.la_codes if icb_code in boards.get(code, ())}
        area = None if provider.icb_code == icb_code else within
        asked = service.Asked(icb_code, window_of(new.programme_year), area)
        return Done(BulkOutcome.CREATED, (await service.make_as_asked(session, asked, new, actor)).id)

    return await take(session, received, how, make)


async def _boards(neighbour: Neighbour, la_codes: Collection[str], actor: Actor) -> dict[str, list[str]]:
    """In which boards' areas each authority lies."""
    codes = sorted(la_codes)
    pieces = [codes[start : start + _AT_ONCE] for start in range(0, len(codes), _AT_ONCE)]
    known = [await partnership.local_authorities(neighbour, actor.token, piece) for piece in pieces]
    return {each.la_code: each.icb_codes for authorities in known for each in authorities}
