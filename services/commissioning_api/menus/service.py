"""Publishing menus, and finding what is on the one in force."""

from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from shared.clients import partnership
from shared.contracts.commissioning import menus as contract
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.http_client import Neighbour

from . import errors, rules
from .models import Menu, MenuItem
from .schemas import NewMenu


async def publish(session: AsyncSession, neighbour: Neighbour, new: NewMenu, actor: Actor) -> Menu:
    """Publish a new edition of a menu, once every fault in it is named and mended."""
    year = await partnership.programme_year(neighbour, actor.token, new.programme_year, errors.ProgrammeYearUnknown)
    known = {domain.code for domain in year.domains}
    if found := [*rules.faults(new), *rules.unknown_domains(new, known)]:
        raise errors.MenuFaulty("Nothing was published. See errors for each place.", errors=found)
    await one_at_a_time(session)
    in_force = await menu_in_force(session, new.programme_year)
    if in_force is not None and says(in_force, new):
        raise errors.MenuUnchanged
    return await put_in_force(session, new, actor)


async def one_at_a_time(session: AsyncSession) -> None:
    """Hold other publications back until the transaction ends: two at once would make the same edition."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("menus", 0))))


async def menu_in_force(session: AsyncSession, programme_year: str) -> Menu | None:
    """The menu that decides what may be commissioned in a year (R29), with its items."""
    found: Menu | None = await session.scalar(
        select(Menu).where(Menu.programme_year == programme_year, Menu.is_current).options(selectinload(Menu.items))
    )
    return found


def says(edition: Menu, new: NewMenu) -> bool:
    """Whether an edition, with its items loaded, holds exactly this."""
    shown = contract.Menu.model_validate(edition).model_dump()
    return {name: shown[name] for name in NewMenu.model_fields} == new.model_dump()


async def put_in_force(session: AsyncSession, new: NewMenu, actor: Actor | str) -> Menu:
    """Add the next edition; the menu that was in force for its programme year no longer is."""
    latest = await session.scalar(select(func.max(Menu.version)).where(Menu.code == new.code))
    await session.execute(update(Menu).where(Menu.programme_year == new.programme_year).values(is_current=False))
    menu = Menu(
        **new.model_dump(exclude={"items"}),
        version=(latest or 0) + 1,
        is_current=True,
        items=[MenuItem(place=place, **item.model_dump()) for place, item in enumerate(new.items)],
    )
    session.add(menu)
    await outbox.announce(session, contract.MenuPublished, menu, actor)
    return menu


async def item_in_force(session: AsyncSession, programme_year: str, code: str) -> MenuItem | None:
    """The item of this code on the menu in force for a year, if there is one."""
    found: MenuItem | None = await session.scalar(
        select(MenuItem)
        .join(Menu, Menu.id == MenuItem.menu_id)
        .where(Menu.programme_year == programme_year, Menu.is_current, MenuItem.code == code)
    )
    return found


async def domains_of(session: AsyncSession, menu_id: UUID, code: str) -> list[str]:
    """The domains that an item of one edition answers."""
    statement = select(MenuItem.domains).where(MenuItem.menu_id == menu_id, MenuItem.code == code)
    return list((await session.execute(statement)).scalar_one())


async def professions_of(session: AsyncSession, menu_id: UUID, code: str) -> list[str]:
    """The professions that may give an item of one edition; empty where it names none."""
    statement = select(MenuItem.professions).where(MenuItem.menu_id == menu_id, MenuItem.code == code)
    return list((await session.execute(statement)).scalar_one())
