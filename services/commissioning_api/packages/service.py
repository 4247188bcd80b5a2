"""Proposing, changing, agreeing and cancelling the lines of a school's package."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.menus import service as menus
from services.commissioning_api.menus.models import MenuItem
from services.commissioning_api.participations import service as participations
from shared.clients import partnership
from shared.contracts.commissioning import packages as contract
from shared.contracts.partnership.participations import Participation
from shared.contracts.partnership.programmes import ProgrammeYear
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.concurrency import found, locked
from shared.kit.http_client import Neighbour

from . import errors, rules, schemas
from .models import PackageLine
from .queries import PACKAGE_LINES


async def propose(
    session: AsyncSession, neighbour: Neighbour, participation_id: UUID, new: schemas.NewPackageLine, actor: Actor
) -> PackageLine:
    """Propose an item of the menu to a school."""
    school = await _school_taking_part(neighbour, participation_id, actor)
    project = await partnership.project(neighbour, actor.token, school.project_id, errors.ParticipationNotFound)
    if project.lead_icb_code != actor.code:
        raise errors.NotYourProject
    year = await _year(neighbour, school.programme_year, actor)
    rules.days_must_fall_inside(new.starts_on, new.ends_on, year.starts_on, year.ends_on)
    item = await menus.item_in_force(session, school.programme_year, new.menu_item_code)
    if item is None:
        raise errors.NotOnTheMenu("The menu in force for this programme year has no item of this code.")
    rules.item_must_be_for(school.offer, item.offers)
    rules.item_must_answer(new.domain, item.domains)
    # The feed will say the same in a moment; kept here already, the package shows its own line at once, and the row's
    # lock makes those who add to one package wait for each other.
    await participations.remember(session, school)
    await _must_have_room(session, participation_id)
    line = _line(school, item, new)
    session.add(line)
    await outbox.announce(session, contract.PackageLineProposed, line, actor)
    return line


def _line(school: Participation, item: MenuItem, new: schemas.NewPackageLine) -> PackageLine:
    return PackageLine(
        **new.model_dump(),
        participation_id=school.id,
        project_id=school.project_id,
        icb_code=school.icb_code,
        la_code=school.la_code,
        urn=school.urn,
        programme_year=school.programme_year,
        menu_id=item.menu_id,
        menu_item_title=item.title,
        strand=item.strand,
    )


async def change(
    session: AsyncSession,
    neighbour: Neighbour,
    line_id: UUID,
    wanted: schemas.PackageLineChange,
    version: int,
    actor: Actor,
) -> PackageLine:
    """Change a line that is not agreed yet."""
    seen: PackageLine = await found(session, PACKAGE_LINES, line_id, actor, missing=errors.PackageLineNotFound)
    await _school_taking_part(neighbour, seen.participation_id, actor)
    year = await _year(neighbour, seen.programme_year, actor)
    line = await _to_change(session, line_id, version, actor)
    given = wanted.model_dump(exclude_unset=True)
    values = {name: value for name, value in given.items() if value is not None or name == "adds"}
    line.change(values)
    rules.days_must_fall_inside(line.starts_on, line.ends_on, year.starts_on, year.ends_on)
    rules.item_must_answer(line.domain, await menus.domains_of(session, line.menu_id, line.menu_item_code))
    await outbox.announce(session, contract.PackageLineChanged, line, actor)
    return line


async def agree(session: AsyncSession, neighbour: Neighbour, line_id: UUID, version: int, actor: Actor) -> PackageLine:
    """The school agrees to a line, or its board records that it did."""
    seen: PackageLine = await found(session, PACKAGE_LINES, line_id, actor, missing=errors.PackageLineNotFound)
    await _school_taking_part(neighbour, seen.participation_id, actor)
    line = await _to_change(session, line_id, version, actor)
    line.agree(utc_now())
    await outbox.announce(session, contract.PackageLineAgreed, line, actor)
    return line


async def cancel(session: AsyncSession, line_id: UUID, reason: str, version: int, actor: Actor) -> PackageLine:
    """Take a line off. Nobody is asked: it must be possible for a school that has withdrawn."""
    line = await _to_change(session, line_id, version, actor)
    line.cancel(utc_now(), reason)
    await outbox.announce(session, contract.PackageLineCancelled, line, actor)
    return line


async def _to_change(session: AsyncSession, line_id: UUID, version: int, actor: Actor) -> PackageLine:
    line: PackageLine = await locked(
        session, PACKAGE_LINES, line_id, actor, version=version, missing=errors.PackageLineNotFound
    )
    await participations.must_lead(session, line.project_id, line.icb_code, actor, errors.NotYourProject)
    return line


async def _school_taking_part(neighbour: Neighbour, participation_id: UUID, actor: Actor) -> Participation:
    school = await partnership.participation(neighbour, actor.token, participation_id, errors.ParticipationNotFound)
    rules.school_must_take_part(school.status)
    return school


async def _year(neighbour: Neighbour, code: str, actor: Actor) -> ProgrammeYear:
    return await partnership.programme_year(neighbour, actor.token, code, errors.ProgrammeYearMissing)


async def _must_have_room(session: AsyncSession, participation_id: UUID) -> None:
    lines = await session.scalar(
        select(func.count()).where(
            PackageLine.participation_id == participation_id,
            PackageLine.status != contract.LineStatus.CANCELLED,
        )
    )
    if (lines or 0) >= contract.GREATEST_PACKAGE:
        raise errors.PackageFull(f"A package has at most {contract.GREATEST_PACKAGE} lines.")
