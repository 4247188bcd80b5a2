"""Exports as jobs on the table (shared/kit/leases.py): claimed, told of while they go on, and ended once.

Only who holds the lease writes, so no file has a piece of two workers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.reporting import exports as contract
from shared.contracts.reporting.exports import ExportForm, ExportStatus
from shared.kit import leases, outbox
from shared.kit.clock import utc_now

from . import links
from .models import Export, ExportPiece

MOST_FILES = 20
"""How many files of an organisation are kept: the oldest goes when one more is done."""

WRITER = "service:reporting"
_LOST = "The file was begun three times and never came to its end. Ask again with fewer rows."


@dataclass(frozen=True)
class Job:
    """An export that this worker holds."""

    id: UUID
    lease: UUID
    organisation: str
    table: str
    form: ExportForm
    filters: dict[str, list[str]]


@dataclass(frozen=True)
class Written:
    """A file that came to its end."""

    rows: int
    size_bytes: int
    sha256: str


async def claim(session: AsyncSession) -> Job | None:
    """The oldest export that waits, or whose worker was lost; held from now on. What the lost one wrote is dropped."""
    now = utc_now()
    found: Export | None = await leases.next_in_line(session, Export, now)
    if found is None:
        return None
    await _drop(session, found.id)
    if found.lost_too_often:
        await _fail(session, found, _LOST)
        return None
    if found.status is ExportStatus.QUEUED:
        found.becomes(ExportStatus.RUNNING, now)
    lease, found.rows_written = found.hold(now), 0
    return Job(found.id, lease, found.organisation, found.table, found.form, found.filters)


async def tell(session: AsyncSession, job: Job, **told: Any) -> bool:
    """Write how far an export is and hold it longer. False: it was cancelled, or another worker has it."""
    return await leases.tell(session, Export, job, **told)


async def keep(session: AsyncSession, job: Job, number: int, content: bytes, rows: int) -> bool:
    """Keep a piece of the file. False: it is not this worker's any more, and nothing is kept."""
    if not await tell(session, job, rows_written=rows):
        return False
    await session.execute(insert(ExportPiece).values(export_id=job.id, number=number, content=content))
    return True


async def finish(session: AsyncSession, job: Job, written: Written, base_url: str, hours: float) -> bool:
    """End an export whose file is whole, and give it its link."""
    row = await _held(session, job)
    if row is None:
        return False
    now = utc_now()
    row.rows_written = row.rows_in_all = written.rows
    row.size_bytes, row.sha256 = written.size_bytes, written.sha256
    # A link names whole seconds, and is good for as long as the export says.
    row.expires_at = (now + timedelta(hours=hours)).replace(microsecond=0)
    row.link = links.link(base_url, row.id, row.link_key, row.expires_at)
    row.becomes(ExportStatus.DONE, now)
    await outbox.announce(session, contract.ExportEnded, row, WRITER)
    await _keep_the_newest(session, row.organisation)
    return True


async def fail(session: AsyncSession, job: Job, why: str) -> None:
    """End an export that something went wrong with."""
    row = await _held(session, job)
    if row is not None:
        await _drop(session, row.id)
        await _fail(session, row, why)


async def hand_back(session: AsyncSession, job: Job) -> None:
    """Let another worker have an export that this one cannot go on with. It does not count as an attempt."""
    row = await _held(session, job)
    if row is not None:
        row.becomes(ExportStatus.QUEUED, utc_now())
        row.hand_back()


async def expire(session: AsyncSession) -> int:
    """Delete the files that are kept no longer; how many there were."""
    over = select(Export.id).where(Export.status == ExportStatus.DONE, Export.expires_at <= utc_now())
    return await _end(session, (await session.scalars(over.with_for_update())).all())


async def _keep_the_newest(session: AsyncSession, organisation: str) -> None:
    mine = select(Export.id).where(Export.organisation == organisation, Export.status == ExportStatus.DONE)
    newest_first = mine.order_by(Export.ended_at.desc(), Export.id.desc())
    await _end(session, (await session.scalars(newest_first.offset(MOST_FILES))).all())


async def _end(session: AsyncSession, ids: Sequence[UUID]) -> int:
    now = utc_now()
    await session.execute(
        update(Export)
        .where(Export.id.in_(ids), Export.status == ExportStatus.DONE)
        .values(
            status=ExportStatus.EXPIRED,
            link=None,
            expires_at=func.least(Export.expires_at, now),
            version=Export.version + 1,
            updated_at=now,
        )
        .execution_options(synchronize_session=False)
    )
    await session.execute(delete(ExportPiece).where(ExportPiece.export_id.in_(ids)))
    return len(ids)


async def _held(session: AsyncSession, job: Job) -> Export | None:
    found: Export | None = await leases.held(session, Export, job)
    return found if found is not None and found.status is ExportStatus.RUNNING else None


async def _drop(session: AsyncSession, export_id: UUID) -> None:
    await session.execute(delete(ExportPiece).where(ExportPiece.export_id == export_id))


async def _fail(session: AsyncSession, row: Export, why: str) -> None:
    row.failure = why
    row.becomes(ExportStatus.FAILED, utc_now())
    await outbox.announce(session, contract.ExportEnded, row, WRITER)
