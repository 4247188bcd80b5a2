"""Proposing, changing, agreeing, delivering and cancelling the lines of a school's package."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.ledger import service as ledger
from services.commissioning_api.menus import service as menus
from services.commissioning_api.menus.models import MenuItem
from services.commissioning_api.participations import service as participations
from shared.contracts.commissioning import packages as contract
from shared.contracts.commissioning.packages import LineStatus
from shared.contracts.partnership.participations import Participation
from shared.contracts.problem import FieldError
from shared.contracts.roles import Kind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.concurrency import found, locked
from shared.kit.errors import StaleVersion
from shared.kit.http_client import Neighbour

from . import asking, errors, rules, schemas, taking
from .asking import Owners
from .models import Consideration, PackageLine
from .queries import PACKAGE_LINES


async def propose(
    session: AsyncSession, owners: Owners, participation_id: UUID, new: schemas.NewPackageLine, actor: Actor
) -> PackageLine:
    """Propose an item of the menu to a school, from a local offer."""
    school = await participations.taking_part(owners.partnership, participation_id, actor)
    place = await asking.place_of(owners.partnership, school, actor)
    year = await asking.year(owners.partnership, school.programme_year, actor)
    rules.days_must_fall_inside(new.starts_on, new.ends_on, year.starts_on, year.ends_on)
    item = await menus.item_in_force(session, school.programme_year, new.menu_item_code)
    if item is None:
        raise errors.NotOnTheMenu("The menu in force for this programme year has no item of this code (R29).")
    rules.item_must_be_for(school.offer, item.offers)
    rules.item_must_answer(new.domain, item.domains)
    findings = await asking.findings(owners.assessment, participation_id, new.finding_ids, actor)
    rules.findings_must_answer(new.finding_ids, findings, participation_id, new.domain)
    # The feed will say the same in a moment; kept here already, the package shows its own line at once, and the row's
    # lock makes those who add to one package wait for each other.
    await participations.remember(session, school)
    await taking.must_have_room(session, participation_id)
    line = _line(school, item, new)
    await taking.take(session, line, new.local_offer_id, place, new_start=True)
    session.add(line)
    await outbox.announce(session, contract.PackageLineProposed, line, actor)
    return line


def _line(school: Participation, item: MenuItem, new: schemas.NewPackageLine) -> PackageLine:
    return PackageLine(
        **new.model_dump(exclude={"local_offer_id"}),
        **participations.place_of(school),
        menu_id=item.menu_id,
        menu_item_title=item.title,
        strand=item.strand,
        funding_strand=rules.paid_from(item.strand, school.offer),
    )


async def change(
    session: AsyncSession,
    owners: Owners,
    line_id: UUID,
    wanted: schemas.PackageLineChange,
    version: int,
    actor: Actor,
) -> PackageLine:
    """Change a line that is not agreed yet. It is held against the same rules again."""
    seen = await as_read(session, line_id, version, actor)
    seen.must_be_proposed()
    given = wanted.model_dump(exclude_unset=True)
    values = {name: value for name, value in given.items() if value is not None or name == "adds"}
    school = await participations.taking_part(owners.partnership, seen.participation_id, actor)
    place = await asking.place_of(owners.partnership, school, actor)
    year = await asking.year(owners.partnership, seen.programme_year, actor)
    cited = values.get("finding_ids", seen.finding_ids)
    findings = await asking.findings(owners.assessment, school.id, cited, actor)
    await participations.remember(session, school)
    line = await to_change(session, line_id, version, actor)
    offer_id = values.pop("local_offer_id", line.local_offer_id)
    if offer_id is None:
        raise errors.LineWithoutOffer
    line.say(values)
    rules.days_must_fall_inside(line.starts_on, line.ends_on, year.starts_on, year.ends_on)
    rules.item_must_answer(line.domain, await menus.domains_of(session, line.menu_id, line.menu_item_code))
    rules.findings_must_answer(line.finding_ids, findings, line.participation_id, line.domain)
    await taking.take(session, line, offer_id, place, new_start="starts_on" in values or "local_offer_id" in given)
    await outbox.announce_change(session, contract.PackageLineChanged, line, actor, since=version)
    return line


async def agree(
    session: AsyncSession, owner: Neighbour, line_id: UUID, said: schemas.Agreement, version: int, actor: Actor
) -> PackageLine:
    """The school agrees to a line, or its board records that it did and whose agreement it was (R27)."""
    seen = await as_read(session, line_id, version, actor)
    seen.must_be_proposed()
    _must_say_whose(said, actor)
    await participations.taking_part(owner, seen.participation_id, actor)
    line = await to_change(session, line_id, version, actor)
    considered = select(Consideration.source).where(Consideration.participation_id == line.participation_id)
    rules.both_must_be_considered(set(await session.scalars(considered)))
    line.agree(utc_now())
    line.agreed_by, line.agreement = actor.organisation, said.agreement
    await outbox.announce(session, contract.PackageLineAgreed, line, actor)
    return line


def _must_say_whose(said: schemas.Agreement, actor: Actor) -> None:
    if actor.kind is Kind.ICB and said.agreement is None:
        detail = "Say whose agreement you record: a role at the school, not a person's name (R27)."
        wrong = FieldError(pointer="/agreement", code="missing", detail=detail)
    elif actor.kind is not Kind.ICB and said.agreement is not None:
        detail = "Leave it out: a school that agrees itself is recorded as having agreed."
        wrong = FieldError(pointer="/agreement", code="not_recorded_for_another", detail=detail)
    else:
        return
    raise errors.AgreementMissing("Nothing was agreed. See errors for the place.", errors=[wrong])


async def cancel(session: AsyncSession, line_id: UUID, reason: str, version: int, actor: Actor) -> PackageLine:
    """Take a line off. Nobody is asked: it must be possible for a school that has withdrawn.

    What was committed for it and not invoiced is free again.
    """
    seen = await as_read(session, line_id, version, actor)
    seen.must_be_to_cancel()
    if seen.is_bought:
        await ledger.hold(session, seen.project_id)
    line = await to_change(session, line_id, version, actor)
    if line.is_bought:
        await ledger.give_back(session, line, line.funding_strand, line_id=line.id, actor=actor)
    line.cancel(reason, utc_now())
    await outbox.announce(session, contract.PackageLineCancelled, line, actor)
    return line


async def complete_as_board(session: AsyncSession, line_id: UUID, version: int, actor: Actor) -> PackageLine:
    """Say that a line was given whole. Its cost stays committed: what is not to be paid is varied off it before."""
    line = await to_change(session, line_id, version, actor)
    await complete(session, line, actor)
    return line


async def held(session: AsyncSession, line_id: UUID) -> PackageLine:
    """A line that is known to exist, locked until the transaction ends, for those who deliver it."""
    statement = select(PackageLine).where(PackageLine.id == line_id).with_for_update()
    line: PackageLine = (await session.execute(statement.execution_options(populate_existing=True))).scalar_one()
    return line


async def start(session: AsyncSession, line: PackageLine, actor: Actor | str) -> None:
    """The first session of a line that its caller has locked was held. Of one that is being delivered: nothing new."""
    line.must_be_bought()
    if line.status is LineStatus.COMMISSIONED:
        line.begin()
        await outbox.announce(session, contract.PackageLineStarted, line, actor)


async def complete(session: AsyncSession, line: PackageLine, actor: Actor | str) -> None:
    """A line that its caller has locked was given whole."""
    line.complete(utc_now())
    await outbox.announce(session, contract.PackageLineCompleted, line, actor)


async def as_read(session: AsyncSession, line_id: UUID, version: int, actor: Actor) -> PackageLine:
    """A line as it was when the caller read it: what is asked of the owners follows from it."""
    line: PackageLine = await found(session, PACKAGE_LINES, line_id, actor, missing=errors.PackageLineNotFound)
    if line.version != version:
        raise StaleVersion("This was changed after you read it. Read it again before you change it.")
    await participations.must_lead(session, line.project_id, line.icb_code, actor, errors.NotYourProject)
    return line


async def to_change(session: AsyncSession, line_id: UUID, version: int, actor: Actor) -> PackageLine:
    """A line of the calling board's or school's own, locked until the transaction ends."""
    line: PackageLine = await locked(
        session, PACKAGE_LINES, line_id, actor, version=version, missing=errors.PackageLineNotFound
    )
    await participations.must_lead(session, line.project_id, line.icb_code, actor, errors.NotYourProject)
    return line
