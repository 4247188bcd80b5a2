"""The worker: it runs beside the answering in each replica, one run at a time.

HiGHS lets Python go on while it works, so a thread is enough: the event loop answers, tells of the progress once a
second, and hears of cancellations. A worker that is stopped hands its run back; one that is killed lets its lease run
out.
"""

import asyncio
import time

import structlog

from shared.kit.db import Database
from shared.kit.settings import Settings

from . import jobs, snapshots
from .optimiser.best_plan import Outcome, best_plan
from .optimiser.solving import Effort, Progress

log = structlog.get_logger()

_IDLE_SECONDS = 1.0
_TELL_SECONDS = 1.0
_BROKE = "Something went wrong while the plan was looked for. Nothing was bought; ask again."


class Watched:
    """What the solver's thread and the event loop tell each other."""

    def __init__(self) -> None:
        self.progress = Progress(None, None, 0.0)
        self.stopped = False

    def look(self, progress: Progress) -> bool:
        """Called on the solver's thread."""
        self.progress = progress
        return not self.stopped


async def look_for_plans(database: Database, _settings: Settings) -> None:
    """Work for as long as the service runs. What fails is logged, and the next run is taken up."""
    while True:
        try:
            worked = await work_once(database)
        except Exception as error:  # noqa: BLE001 (a failed run must never end the worker)
            log.warning("proposal_failed", error=type(error).__name__)
            worked = False
        if not worked:
            await asyncio.sleep(_IDLE_SECONDS)


async def work_once(database: Database) -> bool:
    """Claim a run and bring it to its end. False: there was none."""
    async with database.transaction() as session:
        job = await jobs.claim(session)
    if job is None:
        return False
    watched, began = Watched(), time.monotonic()
    solving = asyncio.create_task(asyncio.to_thread(_solve, job, watched))
    try:
        await _tell_until_solved(database, job, watched, solving)
        outcome = await solving
    except asyncio.CancelledError:
        watched.stopped = True
        async with database.transaction() as session:
            await jobs.hand_back(session, job)
        raise
    except Exception:
        async with database.transaction() as session:
            await jobs.fail(session, job, _BROKE)
        raise
    async with database.transaction() as session:
        await jobs.finish(session, job, outcome, round(time.monotonic() - began, 3))
    return True


def _solve(job: jobs.Job, watched: Watched) -> Outcome:
    return best_plan(snapshots.read(job.problem), Effort(job.seconds), watched.look)


async def _tell_until_solved(
    database: Database, job: jobs.Job, watched: Watched, solving: "asyncio.Task[Outcome]"
) -> None:
    while not (await asyncio.wait({solving}, timeout=_TELL_SECONDS))[0]:
        try:
            async with database.transaction() as session:
                goes_on = await jobs.tell(session, job, watched.progress)
        except Exception as error:  # noqa: BLE001 (the database may be away for a moment; the lease is longer)
            log.warning("proposal_progress_not_written", error=type(error).__name__)
            continue
        if not goes_on:
            watched.stopped = True
