"""Arranging, holding and cancelling the sessions of a line.

The line's row is locked before its sessions' rows, everywhere: so hours are counted by one at a time.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.ledger import service as ledger
from services.commissioning_api.menus import service as menus
from services.commissioning_api.packages import buying, service as packages
from services.commissioning_api.packages.models import PackageLine
from services.commissioning_api.packages.schemas import Variation
from services.commissioning_api.participations import service as participations
from services.commissioning_api.tables import PLACE
from shared.contracts.commissioning import delivery as contract
from shared.contracts.commissioning.delivery import SessionStatus
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import today
from shared.kit.concurrency import found, locked
from shared.kit.http_client import Neighbour

from . import errors, rules, schemas
from .models import DeliverySession
from .queries import LINES_TO_GIVE, SESSIONS


async def plan(session: AsyncSession, line_id: UUID, new: schemas.NewSession, actor: Actor) -> DeliverySession:
    """Arrange a session of a line that was commissioned."""
    line: PackageLine = await locked(session, LINES_TO_GIVE, line_id, actor, version=None, missing=errors.LineNotFound)
    await _must_give(session, line, actor)
    arranged = DeliverySession(
        **new.model_dump(),
        **{name: getattr(line, name) for name in PLACE},
        package_line_id=line.id,
        provider_id=line.provider_id,
        staff_reached=[],
    )
    await _must_fit(session, line, arranged)
    session.add(arranged)
    await outbox.announce(session, contract.SessionPlanned, arranged, actor)
    return arranged


async def change(
    session: AsyncSession, session_id: UUID, wanted: schemas.SessionChange, version: int, actor: Actor
) -> DeliverySession:
    """Arrange a session otherwise."""
    line, arranged = await _to_change(session, session_id, version, actor)
    await _must_give(session, line, actor)
    arranged.change(wanted.model_dump(exclude_unset=True, exclude_none=True))
    await _must_fit(session, line, arranged)
    await outbox.announce_change(session, contract.SessionChanged, arranged, actor, since=version)
    return arranged


async def hold(
    session: AsyncSession, session_id: UUID, holding: schemas.Holding, version: int | None, actor: Actor
) -> DeliverySession:
    """Say that a session was held, and whom it reached. The first one starts its line."""
    if wrong := rules.roles_named_twice([staff.role for staff in holding.staff_reached]):
        raise errors.StaffNamedTwice("Nothing was recorded. See errors for each place.", errors=wrong)
    line, arranged = await _to_change(session, session_id, version, actor)
    await _must_give(session, line, actor)
    rules.day_must_have_come(arranged.held_on, today())
    arranged.hold(holding.hours or arranged.hours, [staff.model_dump() for staff in holding.staff_reached])
    await _must_fit(session, line, arranged)
    await packages.start(session, line, actor)
    await outbox.announce(session, contract.SessionHeld, arranged, actor)
    return arranged


async def reopen(session: AsyncSession, session_id: UUID, version: int, actor: Actor) -> DeliverySession:
    """Plan a session again that was wrongly said to be held: it is held anew, moved or cancelled then."""
    line, arranged = await _of_line(session, session_id, version, actor)
    await _must_give(session, line, actor)
    arranged.reopen()
    await outbox.announce(session, contract.SessionReopened, arranged, actor)
    return arranged


async def cancel(session: AsyncSession, session_id: UUID, reason: str, version: int, actor: Actor) -> DeliverySession:
    """Say that a session is not going to be held. Its hours are left again, and its line may be over already."""
    _, arranged = await _to_change(session, session_id, version, actor)
    arranged.cancel(reason)
    await outbox.announce(session, contract.SessionCancelled, arranged, actor)
    return arranged


async def vary_line(
    session: AsyncSession, owner: Neighbour, line_id: UUID, wanted: Variation, version: int, actor: Actor
) -> PackageLine:
    """Vary a line, which is locked then, and refuse it after all when its sessions would have no room in it."""
    line = await buying.vary(session, owner, line_id, wanted, version, actor)
    arranged = select(DeliverySession.held_on, DeliverySession.hours).where(_standing(line))
    sessions = [(row.held_on, row.hours) for row in await session.execute(arranged)]
    rules.sessions_must_stay(sessions, line.starts_on, line.ends_on, line.hours)
    return line


async def complete_line(session: AsyncSession, line_id: UUID, version: int, actor: Actor) -> PackageLine:
    """Say that a line was given whole, of which nothing is planned any more."""
    line = await packages.complete_as_board(session, line_id, version, actor)
    if planned := len(await _planned(session, line)):
        raise errors.SessionsStillPlanned(f"Sessions still planned: {planned}.")
    return line


async def cancel_line(session: AsyncSession, line_id: UUID, reason: str, version: int, actor: Actor) -> PackageLine:
    """Take a line off, and what is planned of it with it, for the same reason; not what was given and not invoiced."""
    line = await packages.cancel(session, line_id, reason, version, actor)
    given = rules.given_pence(line.cost_pence, line.hours, await _hours_held(session, line), completed=False)
    rules.given_must_be_invoiced(given, await ledger.invoiced_pence(session, line.id))
    sessions = await _planned(session, line)
    for each in sessions:
        each.cancel(reason)
    await outbox.announce_each(session, contract.SessionCancelled, sessions, actor)
    return line


async def _hours_held(session: AsyncSession, line: PackageLine) -> float:
    held = select(func.coalesce(func.sum(DeliverySession.hours), 0.0)).where(
        DeliverySession.package_line_id == line.id, DeliverySession.status == SessionStatus.HELD
    )
    return (await session.scalar(held)) or 0.0


async def _planned(session: AsyncSession, line: PackageLine) -> list[DeliverySession]:
    # The line is locked, so that nobody plans or holds one meanwhile.
    planned = select(DeliverySession).where(
        DeliverySession.package_line_id == line.id, DeliverySession.status == SessionStatus.PLANNED
    )
    ordered = planned.order_by(DeliverySession.id).with_for_update().execution_options(populate_existing=True)
    return list(await session.scalars(ordered))


async def _to_change(
    session: AsyncSession, session_id: UUID, version: int | None, actor: Actor
) -> tuple[PackageLine, DeliverySession]:
    line, arranged = await _of_line(session, session_id, version, actor)
    arranged.must_be_planned()
    return line, arranged


async def _of_line(
    session: AsyncSession, session_id: UUID, version: int | None, actor: Actor
) -> tuple[PackageLine, DeliverySession]:
    seen: DeliverySession = await found(session, SESSIONS, session_id, actor, missing=errors.SessionNotFound)
    line = await packages.held(session, seen.package_line_id)
    arranged: DeliverySession = await locked(
        session, SESSIONS, session_id, actor, version=version, missing=errors.SessionNotFound
    )
    await participations.must_lead(session, arranged.project_id, arranged.icb_code, actor, errors.NotYourDelivery)
    return line, arranged


async def _must_give(session: AsyncSession, line: PackageLine, actor: Actor) -> None:
    await participations.must_lead(session, line.project_id, line.icb_code, actor, errors.NotYourDelivery)
    if not line.is_bought:
        raise errors.LineNotBeingGiven(f"This line is {line.status}.")


async def _must_fit(session: AsyncSession, line: PackageLine, arranged: DeliverySession) -> None:
    rules.day_must_be_in_line(arranged.held_on, line.starts_on, line.ends_on)
    professions = await menus.professions_of(session, line.menu_id, line.menu_item_code)
    rules.profession_must_give(arranged.profession, professions)
    others = select(func.coalesce(func.sum(DeliverySession.hours), 0.0)).where(_standing(line))
    if arranged.id is not None:
        others = others.where(DeliverySession.id != arranged.id)
    rules.hours_must_be_left(arranged.hours, (await session.scalar(others)) or 0.0, line.hours)


def _standing(line: PackageLine) -> ColumnElement[bool]:
    return and_(DeliverySession.package_line_id == line.id, DeliverySession.status != SessionStatus.CANCELLED)
