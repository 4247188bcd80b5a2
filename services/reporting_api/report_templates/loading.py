"""Loading the templates that come with the service."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from . import schemas, service
from .models import ReportTemplate


async def load(session: AsyncSession, shipped: Mapping[str, schemas.TemplateContent]) -> int:
    """Publish those that are new; how many. A real template that the national team published is never replaced."""
    await service.wait_for_turn(session)
    published = 0
    for year, content in shipped.items():
        editions = (await session.scalars(select(ReportTemplate).where(ReportTemplate.programme_year == year))).all()
        current = next((edition for edition in editions if edition.is_current), None)
        real = current is not None and not current.illustrative
        if real or any(service.content_of(edition) == content.model_dump() for edition in editions):
            continue
        service.must_fit_together(content)
        await service.add_edition(session, year, content, current, "service:reporting")
        published += 1
    return published
