"""Programme years: published by the national team, edition by edition."""

from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.partnership import programmes as contract
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.errors import StaleVersion

from . import errors, rules, schemas
from .models import ProgrammeYear


async def publish(
    session: AsyncSession, code: str, content: schemas.YearContent, version: int, actor: Actor
) -> tuple[ProgrammeYear, bool]:
    """The current edition after publishing, and whether it is new. `version` 0 means that there must be none yet."""
    must_fit_together(content)
    await _alone(session)
    current = await current_edition(session, code)
    if version != (current.version if current else 0):
        raise StaleVersion(
            "This year has been published: send If-Match with the ETag of the edition you are replacing."
            if version == 0
            else "The edition you are replacing is not the current one. Read the year again."
        )
    if current and content_of(current) == content.model_dump():
        return current, False
    return await add_edition(session, code, content, current, actor), True


async def add_edition(
    session: AsyncSession, code: str, content: schemas.YearContent, current: ProgrammeYear | None, actor: Actor | str
) -> ProgrammeYear:
    """Put a new edition in the place of the current one, which stays for the projects that started under it."""
    if current:
        await session.execute(update(ProgrammeYear).where(ProgrammeYear.id == current.id).values(is_current=False))
    edition = ProgrammeYear(code=code, version=current.version + 1 if current else 1, **_stored(content))
    session.add(edition)
    await outbox.announce(session, contract.ProgrammeYearPublished, edition, actor)
    return edition


async def current_edition(session: AsyncSession, code: str) -> ProgrammeYear | None:
    """The edition that counts now, if the year has been published."""
    return await session.scalar(select(ProgrammeYear).where(ProgrammeYear.code == code, ProgrammeYear.is_current))


def must_fit_together(content: schemas.YearContent) -> None:
    """Refuse a year that contradicts itself, with every fault named."""
    faults = [
        *rules.faults_of_window(content.starts_on, content.ends_on, content.evaluation_ends_on),
        *rules.faults_of_quarters(content.quarters, content.starts_on, content.ends_on),
        *rules.faults_of_domains(content.domains),
        *rules.faults_of_partners(content.required_partner_kinds),
    ]
    if faults:
        raise errors.ProgrammeYearFaulty(errors=faults)


def content_of(edition: ProgrammeYear) -> dict[str, Any]:
    """What an edition says, in the form of a published content, for comparing the two."""
    said = contract.ProgrammeYear.model_validate(edition).model_dump()
    return {name: said[name] for name in schemas.YearContent.model_fields}


def _stored(content: schemas.YearContent) -> dict[str, Any]:
    nested = content.model_dump(mode="json", include={"domains", "quarters"})
    return content.model_dump() | nested


async def _alone(session: AsyncSession) -> None:
    # Publishing is rare: one lock on the table keeps two first editions from meeting. Reads go on beside it.
    await session.execute(text("lock table programme_years in share row exclusive mode"))
