"""Asking for a file, stopping it, and opening its link."""

from collections.abc import AsyncIterator
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.reporting import exports as contract
from shared.contracts.reporting.exports import ExportForm, ExportStatus
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.concurrency import locked
from shared.kit.db import Database
from shared.kit.errors import StaleVersion

from . import errors, links
from .contents import Asked
from .models import AT_WORK, Export, ExportPiece
from .queries import EXPORTS


class File(NamedTuple):
    """A file that is there."""

    id: UUID
    name: str
    form: ExportForm
    size_bytes: int
    pieces: int


async def ask(session: AsyncSession, asked: Asked, most_at_once: int, actor: Actor) -> Export:
    """Ask for a file. An organisation has no more than some under way at once."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"exports:{actor.organisation}", 0))))
    under_way = select(func.count()).where(Export.organisation == actor.organisation, Export.status.in_(AT_WORK))
    if (await session.scalar(under_way) or 0) >= most_at_once:
        raise errors.TooManyExports(f"It may have {most_at_once} waiting or being written.")
    export = Export(
        organisation=actor.organisation,
        table=asked.table.name,
        form=asked.form,
        filters={name: list(values) for name, values in asked.filters.items()},
    )
    session.add(export)
    await outbox.announce(session, contract.ExportRequested, export, actor)
    return export


async def cancel(session: AsyncSession, export_id: UUID, version: int, actor: Actor) -> Export:
    """Stop writing a file. Progress is nobody's change: any version read since the status last changed will do."""
    export: Export = await locked(session, EXPORTS, export_id, actor, version=None, missing=errors.ExportNotFound)
    if not export.status_version <= version <= export.version:
        raise StaleVersion("This was changed after you read it. Read it again before you change it.")
    export.cancel(utc_now())
    await session.execute(delete(ExportPiece).where(ExportPiece.export_id == export.id))
    await outbox.announce(session, contract.ExportEnded, export, actor)
    return export


async def opened(database: Database, export_id: UUID, expires: str, signature: str) -> File:
    """The file of a link. Whoever has a link that holds may have it; of others nothing is said."""
    async with database.transaction() as session:
        export = await session.get(Export, export_id)
        if export is None or not links.is_signed(export.id, export.link_key, expires, signature):
            raise errors.FileNotFound
        if export.expires_at is None or export.status is not ExportStatus.DONE or export.expires_at <= utc_now():
            raise errors.FileExpired
        pieces = await session.scalar(select(func.count()).where(ExportPiece.export_id == export_id))
    return File(export.id, f"{export.table}.{export.form}", export.form, export.size_bytes or 0, pieces or 0)


async def pieces_of(database: Database, file: File) -> AsyncIterator[bytes]:
    """What is in a file, piece by piece: a slow reader holds no connection of the database."""
    for number in range(1, file.pieces + 1):
        async with database.transaction() as session:
            piece = ExportPiece.export_id == file.id, ExportPiece.number == number
            content = await session.scalar(select(ExportPiece.content).where(*piece))
        if content is None:  # it expired while it was read: half a file must not be taken for a whole one
            raise errors.FileExpired
        yield content
