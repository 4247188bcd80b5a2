"""The worker: it runs beside the answering in each replica, one run at a time.

HiGHS lets Python go on while it works, so a thread is enough: the event loop answers, tells of the progress once a
second, and hears of cancellations. A worker that is stopped hands its run back; one that is killed lets its lease run
out.
"""

import asyncio
import time

from shared.kit.db import Database
from shared.kit.settings import Settings
from shared.kit.working import keep_working, tell_until_done

from . import jobs, snapshots
from .optimiser.outcome import Effort, Outcome, Progress

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
    """Work for as long as the service runs."""
    await keep_working(lambda: work_once(database), "proposal_failed")


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
    from .optimiser.best_plan import best_plan  # noqa: PLC0415 (who looks for no plan need not hold the solver)

    return best_plan(snapshots.read(job.problem), Effort(job.seconds), watched.look)


async def _tell_until_solved(
    database: Database, job: jobs.Job, watched: Watched, solving: "asyncio.Task[Outcome]"
) -> None:
    async def tell() -> bool:
        async with database.transaction() as session:
            goes_on = await jobs.tell(session, job, watched.progress)
        watched.stopped = watched.stopped or not goes_on
        return goes_on

    await tell_until_done(solving, tell, "proposal_progress_not_written")
