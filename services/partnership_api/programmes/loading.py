"""Loading the programme years that come with the service."""

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api import reference

from . import schemas, service
from .models import ProgrammeYear

_ACTOR = "service:partnership"


async def load(session: AsyncSession) -> int:
    """Publish each year that no edition says already; how many editions are new.

    Compared with every edition and not only with the current one: what the national team has published since must
    not be put back to what the file says.
    """
    published = 0
    for year in reference.programme_years():
        said = asdict(year)
        code = said.pop("code")
        content = schemas.YearContent.model_validate(said)
        editions = list(await session.scalars(select(ProgrammeYear).where(ProgrammeYear.code == code)))
        if any(service.content_of(edition) == content.model_dump() for edition in editions):
            continue
        service.must_fit_together(content)
        current = next((edition for edition in editions if edition.is_current), None)
        await service.add_edition(session, code, content, current, _ACTOR)
        published += 1
    return published
