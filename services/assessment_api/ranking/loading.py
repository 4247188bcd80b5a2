"""Loading the weights that come with the service."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from . import schemas, service
from .models import RankingRule


async def load(session: AsyncSession, shipped: Sequence[schemas.NewRankingRule]) -> int:
    """Publish those that are new; how many. Real weights that the national team published are never replaced."""
    await service.wait_for_turn(session)
    published = 0
    for new in shipped:
        editions = (
            await session.scalars(select(RankingRule).where(RankingRule.programme_year == new.programme_year))
        ).all()
        real = any(edition.is_current and not edition.illustrative for edition in editions)
        if real or any(service.says(edition, new) for edition in editions):
            continue
        await service.add_edition(session, new, "service:assessment")
        published += 1
    return published
