"""Exports as jobs on the table: claimed with a lease, told of while they go on, and ended once.

Everything here is one short transaction. Whoever holds the lease is the only one who writes; a worker whose lease was
taken over finds that its updates change nothing, and stops. So no file has a piece of two workers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.reporting import exports as contract
from shared.contracts.reporting.exports import ExportForm, ExportStatus
from shared.kit import outbox
from shared.kit.clock import utc_now

from . import links
from .models import Export, ExportPiece

LEASE_SECONDS = 30.0
MOST_ATTEMPTS = 3
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
    lost = and_(Export.status == ExportStatus.RUNNING, Export.lease_until < now)
    statement = select(Export).where(or_(Export.status == ExportStatus.QUEUED, lost)).order_by(Export.created_at)
    found = await session.scalar(statement.limit(1).with_for_update(skip_locked=True))
    if found is None:
        return None
    await _drop(session, found.id)
    found.attempts += 1
    if found.attempts > MOST_ATTEMPTS:
        await _fail(session, found, _LOST)
        return None
    if found.status is ExportStatus.QUEUED:
        found.becomes(ExportStatus.RUNNING, now)
    found.lease, found.lease_until = uuid4(), now + timedelta(seconds=LEASE_SECONDS)
    found.started_at, found.rows_written = found.started_at or now, 0
    return Job(found.id, found.lease, found.organisation, found.table, found.form, found.filters)


async def tell(session: AsyncSession, job: Job, **told: Any) -> bool:
    """Write how far an export is and hold it longer. False: it was cancelled, or another worker has it."""
    now = utc_now()
    changed = await session.execute(
        update(Export)
        .where(Export.id == job.id, Export.lease == job.lease, Export.status == ExportStatus.RUNNING)
        .values(lease_until=now + timedelta(seconds=LEASE_SECONDS), version=Export.version + 1, updated_at=now, **told)
        .returning(Export.id)
    )
    return changed.scalar_one_or_none() is not None


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
        row.lease, row.lease_until = None, None
        row.attempts -= 1


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
    statement = select(Export).where(
        Export.id == job.id, Export.lease == job.lease, Export.status == ExportStatus.RUNNING
    )
    found: Export | None = await session.scalar(statement.with_for_update().execution_options(populate_existing=True))
    return found


async def _drop(session: AsyncSession, export_id: UUID) -> None:
    await session.execute(delete(ExportPiece).where(ExportPiece.export_id == export_id))


async def _fail(session: AsyncSession, row: Export, why: str) -> None:
    row.failure = why
    row.becomes(ExportStatus.FAILED, utc_now())
    await outbox.announce(session, contract.ExportEnded, row, WRITER)
