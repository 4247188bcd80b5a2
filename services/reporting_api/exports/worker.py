"""The worker: it writes files beside the answering in each replica, one at a time.

A worker that is stopped hands its export back; one that is killed lets its lease run out. Either way another worker
begins it anew: what was written by then is dropped.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from hashlib import sha256
from time import monotonic
from typing import Any, cast

from services.reporting_api.settings import ReportingSettings
from shared.kit.db import Database
from shared.kit.housekeeping import repeatedly
from shared.kit.settings import Settings
from shared.kit.working import keep_working, tell_until_done

from . import asking, contents, jobs
from .files import LARGEST, PIECE
from .tables import TABLES

_TELL_SECONDS = 1.0
_SWEEP_SECONDS = 60.0
_BROKE = "Something went wrong while the file was written. Ask again."
_NO_ROOM = "The table has more rows than a sheet of Excel can hold. Filter it, or take CSV, NDJSON or Parquet."


async def write_exports(database: Database, settings: Settings) -> None:
    """Work for as long as the service runs."""
    own = cast("ReportingSettings", settings)
    await keep_working(lambda: work_once(database, own), "export_failed")


async def forget_exports(database: Database, settings: Settings) -> None:
    """Delete files that are kept no longer, for as long as the service runs."""
    await repeatedly(sweep, _SWEEP_SECONDS, database, settings)


async def sweep(database: Database, _settings: Settings) -> None:
    """One sweep."""
    async with database.transaction() as session:
        await jobs.expire(session)


async def work_once(database: Database, settings: ReportingSettings) -> bool:
    """Claim an export and bring it to its end. False: there was none."""
    async with database.transaction() as session:
        job = await jobs.claim(session)
    if job is None:
        return False
    try:
        written = await _write(_Writing(database, job))
    except asyncio.CancelledError:
        async with database.transaction() as session:
            await jobs.hand_back(session, job)
        raise
    except _CannotHold:
        await _fail(database, job, _NO_ROOM)
        return True
    except Exception:
        await _fail(database, job, _BROKE)
        raise
    if written is not None:
        async with database.transaction() as session:
            await jobs.finish(session, job, written, settings.base_url, settings.export_hours)
    return True


class _CannotHold(Exception):
    """The form has no room for so many rows."""


async def _fail(database: Database, job: jobs.Job, why: str) -> None:
    async with database.transaction() as session:
        await jobs.fail(session, job, why)


@dataclass
class _Writing:
    """A file while it is written: what is not kept yet is less than two pieces."""

    database: Database
    job: jobs.Job
    kept: int = 0
    size: int = 0
    rows: int = 0
    digest: Any = field(default_factory=sha256)
    waiting: bytearray = field(default_factory=bytearray)
    told_at: float = field(default_factory=monotonic)

    async def take(self, piece: contents.Piece) -> bool:
        """Further bytes. False: the export is not this worker's any more."""
        self.rows = piece.rows
        self.waiting += piece.content
        while len(self.waiting) >= PIECE:
            if not await self.keep():
                return False
        if monotonic() - self.told_at > _TELL_SECONDS:
            return await self.tell(rows_written=self.rows)
        return True

    async def keep(self) -> bool:
        """Keep what is waiting, up to a piece of it."""
        content = bytes(self.waiting[:PIECE])
        del self.waiting[:PIECE]
        self.kept += 1
        self.size += len(content)
        self.digest.update(content)
        self.told_at = monotonic()
        async with self.database.transaction() as session:
            return await jobs.keep(session, self.job, self.kept, content, self.rows)

    async def tell(self, **told: Any) -> bool:
        """Say how far it is."""
        self.told_at = monotonic()
        async with self.database.transaction() as session:
            return await jobs.tell(session, self.job, **told)


async def _write(writing: _Writing) -> jobs.Written | None:
    """Write a file to its end. None: it was cancelled, or another worker has it."""
    database, job = writing.database, writing.job
    asked = asking.kept(TABLES[job.table], job.form, job.filters, job.organisation)
    as_of, rows = await contents.read_until(database), await contents.counted(database, asked)
    if rows > LARGEST.get(job.form, rows):
        raise _CannotHold
    if not await writing.tell(rows_in_all=rows, as_of=as_of):
        return None
    async with aclosing(contents.pieces(database, asked, as_of)) as pieces:
        while (piece := await _next(writing, pieces)) is not None:
            if not await writing.take(piece):
                return None
    if writing.waiting and not await writing.keep():
        return None
    return jobs.Written(writing.rows, writing.size, writing.digest.hexdigest())


async def _next(writing: _Writing, pieces: AsyncIterator[contents.Piece]) -> contents.Piece | None:
    # The end of a workbook takes long to write, and the export is held meanwhile.
    async def following() -> contents.Piece | None:
        return await anext(pieces, None)

    step = asyncio.create_task(following())
    try:
        await tell_until_done(step, lambda: writing.tell(rows_written=writing.rows), "export_progress_not_written")
        return await step
    finally:
        if not step.done():
            step.cancel()
            await asyncio.gather(step, return_exceptions=True)
