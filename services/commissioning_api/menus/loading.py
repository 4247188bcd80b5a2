"""Loading the menus that come with the service; what the national team published is left alone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from . import rules, service
from .models import Menu
from .schemas import NewMenu

_ACTOR = "service:commissioning"


async def load(session: AsyncSession, menus: Sequence[dict[str, Any]]) -> int:
    """Publish each menu that is new to this database; how many that were."""
    await service.one_at_a_time(session)
    published = 0
    for each in menus:
        new = NewMenu.model_validate(each)
        if found := rules.faults(new):
            raise ValueError(f"the menu {new.code} has faults: {found}")
        if await _may_be_published(session, new):
            await service.put_in_force(session, new, _ACTOR)
            published += 1
    return published


async def _may_be_published(session: AsyncSession, new: NewMenu) -> bool:
    in_force = await service.menu_in_force(session, new.programme_year)
    if in_force is not None and (in_force.code != new.code or not in_force.illustrative):
        return False
    editions = await session.scalars(select(Menu).where(Menu.code == new.code).options(selectinload(Menu.items)))
    return not any(service.says(edition, new) for edition in editions)
