"""Report templates: published by the national team, edition by edition."""

from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.reporting import report_templates as contract
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.errors import StaleVersion

from . import errors, rules, schemas
from .models import ReportTemplate


async def publish(
    session: AsyncSession, programme_year: str, content: schemas.TemplateContent, version: int, actor: Actor
) -> tuple[ReportTemplate, bool]:
    """The current edition after publishing, and whether it is new. `version` 0 means that there must be none yet."""
    must_fit_together(content)
    await wait_for_turn(session)
    current = await current_of(session, programme_year)
    if version != (current.version if current else 0):
        raise StaleVersion("Another edition is in use than the one you are replacing. Read the template again.")
    if current is not None and content_of(current) == content.model_dump():
        return current, False
    return await add_edition(session, programme_year, content, current, actor), True


def must_fit_together(content: schemas.TemplateContent) -> None:
    """Refuse a template whose sections cannot be told apart."""
    if faults := rules.faults_of_codes([section.code for section in content.sections]):
        raise errors.ReportTemplateFaulty(errors=faults)


async def wait_for_turn(session: AsyncSession) -> None:
    """Publish one at a time: the number of an edition depends on those before it. Reads go on beside it."""
    await session.execute(text("lock table report_templates in share row exclusive mode"))


async def current_of(session: AsyncSession, programme_year: str) -> ReportTemplate | None:
    """The edition that counts now, if the year has one."""
    found: ReportTemplate | None = await session.scalar(
        select(ReportTemplate).where(ReportTemplate.programme_year == programme_year, ReportTemplate.is_current)
    )
    return found


def content_of(edition: ReportTemplate) -> dict[str, Any]:
    """What an edition says, in the form of a published content, for comparing the two."""
    said = contract.ReportTemplate.model_validate(edition).model_dump()
    return {name: said[name] for name in schemas.TemplateContent.model_fields}


async def add_edition(
    session: AsyncSession,
    programme_year: str,
    content: schemas.TemplateContent,
    current: ReportTemplate | None,
    actor: Actor | str,
) -> ReportTemplate:
    """Put a new edition in the place of the current one, which stays for the reports that were made ready with it."""
    if current is not None:
        await session.execute(update(ReportTemplate).where(ReportTemplate.id == current.id).values(is_current=False))
    number = current.version + 1 if current else 1
    edition = ReportTemplate(programme_year=programme_year, version=number, **content.model_dump())
    session.add(edition)
    await outbox.announce(session, contract.ReportTemplatePublished, edition, actor)
    return edition
