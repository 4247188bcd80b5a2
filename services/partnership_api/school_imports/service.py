"""Importing the files of the register, and letting the schools that take part go on under their new numbers."""

from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.school_selection import conversions
from services.partnership_api.schools import service as schools
from services.partnership_api.schools.schemas import SchoolImport, SchoolLinkImport
from shared.kit.auth import Actor


async def import_schools(
    session: AsyncSession, chunks: AsyncIterable[bytes], actor: Actor, *, dry_run: bool
) -> SchoolImport:
    """Take over what a file says of schools."""
    async with _undone(session, dry_run=dry_run):
        counts = await schools.import_schools(session, chunks, actor)
        converted = await conversions.follow_register(session, actor)
    return SchoolImport(dry_run=dry_run, converted=converted, **counts)


async def import_links(
    session: AsyncSession, chunks: AsyncIterable[bytes], actor: Actor, *, dry_run: bool
) -> SchoolLinkImport:
    """Take over what a file says of which school followed which."""
    async with _undone(session, dry_run=dry_run):
        counts = await schools.import_links(session, chunks)
        converted = await conversions.follow_register(session, actor)
    return SchoolLinkImport(dry_run=dry_run, converted=converted, **counts)


@asynccontextmanager
async def _undone(session: AsyncSession, *, dry_run: bool) -> AsyncIterator[None]:
    async with session.begin_nested() as savepoint:
        yield
        if dry_run:
            await savepoint.rollback()
