"""Commissioning lines, and varying what was agreed: where a package meets the project's money (R18)."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.ledger import service as ledger
from services.commissioning_api.participations import service as participations
from shared.contracts.commissioning import packages as contract
from shared.contracts.problem import FieldError
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.http_client import Neighbour

from . import asking, errors, rules, schemas, taking
from .models import PackageLine
from .service import as_read, to_change

_VARIED = ("hours", "starts_on", "ends_on", "unit_cost_pence")


async def commission(
    session: AsyncSession, owner: Neighbour, line_id: UUID, decision_id: UUID, version: int, actor: Actor
) -> PackageLine:
    """Buy an agreed line by a decision of the partnership: its cost is committed, as the year's rule lets it (R18)."""
    seen = await as_read(session, line_id, version, actor)
    seen.must_be_agreed()
    if seen.local_offer_id is None:
        raise errors.LineWithoutOffer
    school = await participations.taking_part(owner, seen.participation_id, actor)
    await asking.place_of(owner, school, actor)
    await asking.decision(owner, decision_id, seen.project_id, actor)
    year = await asking.year(owner, seen.programme_year, actor)
    said = await asking.money(owner, year, seen.project_id, actor)
    await ledger.hold(session, seen.project_id)
    line = await to_change(session, line_id, version, actor)
    line.must_be_agreed()
    line.commission(decision_id, utc_now())
    await ledger.commit(session, line, line.funding_strand, line.cost_pence, line_id=line.id, said=said, actor=actor)
    await outbox.announce(session, contract.PackageLineCommissioned, line, actor)
    return line


async def vary(
    session: AsyncSession, owner: Neighbour, line_id: UUID, wanted: schemas.Variation, version: int, actor: Actor
) -> PackageLine:
    """Let a line be otherwise than it was agreed, with a reason and the school's agreement.

    What it costs more is committed too, and what it costs less is free again, where it was commissioned.
    """
    values = {name: value for name in _VARIED if (value := getattr(wanted, name)) is not None}
    if not values:
        detail = f"Say at least one of {', '.join(_VARIED)}."
        raise errors.NothingVaried(errors=[FieldError(pointer="", code="nothing_varied", detail=detail)])
    seen = await as_read(session, line_id, version, actor)
    seen.must_be_to_vary()
    school = await participations.taking_part(owner, seen.participation_id, actor)
    await asking.place_of(owner, school, actor)
    year = await asking.year(owner, seen.programme_year, actor)
    said = await asking.money(owner, year, seen.project_id, actor) if seen.is_bought else None
    if said:
        await ledger.hold(session, seen.project_id)
    await participations.remember(session, school)
    line = await to_change(session, line_id, version, actor)
    cost_before = line.cost_pence
    line.say(values)
    rules.days_must_fall_inside(line.starts_on, line.ends_on, year.starts_on, year.ends_on)
    await taking.take_differently(session, line, new_start="starts_on" in values)
    line.variation_reason, line.agreement = wanted.reason, wanted.agreement
    if said and line.cost_pence != cost_before:
        more = line.cost_pence - cost_before
        await ledger.vary(session, line, line.funding_strand, more, line_id=line.id, said=said, actor=actor)
    await outbox.announce(session, contract.PackageLineVaried, line, actor)
    return line
