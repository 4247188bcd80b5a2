"""Runs as jobs on the table (shared/kit/leases.py): claimed, told of while they go on, and ended once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.commissioning import proposals as contract
from shared.contracts.commissioning.proposals import ProposalStatus
from shared.kit import leases, outbox
from shared.kit.clock import utc_now

from .models import SupportProposal
from .optimiser.outcome import Outcome, Progress, gap_between

SOLVER = "service:commissioning"
_LOST = "The run was begun three times and never came to an end. Ask again with fewer schools or other terms."
_NO_TIME = "No plan was found in the time there was. Ask again with more time, or loosen the terms."


@dataclass(frozen=True)
class Job:
    """A run that this worker holds."""

    id: UUID
    lease: UUID
    problem: dict[str, Any]
    seconds: int


async def claim(session: AsyncSession) -> Job | None:
    """The oldest run that waits, or whose worker was lost; held from now on. None: there is nothing to do."""
    now = utc_now()
    found: SupportProposal | None = await leases.next_in_line(session, SupportProposal, now)
    if found is None:
        return None
    if found.lost_too_often:
        found.failure = _LOST
        await _end(session, found, ProposalStatus.FAILED)
        return None
    if found.status is ProposalStatus.QUEUED:
        found.becomes(ProposalStatus.RUNNING, now)
    lease = found.hold(now)
    problem = await session.scalar(select(SupportProposal.problem).where(SupportProposal.id == found.id))
    return Job(found.id, lease, problem or {}, int(found.terms["time_limit_seconds"]))


async def tell(session: AsyncSession, job: Job, progress: Progress) -> bool:
    """Write how far a run is and hold it longer. False: it was cancelled, or another worker has it."""
    gap = None
    if progress.objective is not None and progress.bound is not None:
        gap = gap_between(progress.objective, progress.bound)
    return await leases.tell(
        session,
        SupportProposal,
        job,
        objective=progress.objective,
        bound=progress.bound,
        gap=gap,
        seconds=progress.seconds,
    )


async def finish(session: AsyncSession, job: Job, outcome: Outcome, seconds: float) -> bool:
    """End a run with what was found. A run that was cancelled meanwhile stays so, and keeps the best plan so far."""
    row = await _held(session, job)
    if row is None:
        return False
    row.objective, row.bound, row.gap, row.seconds = outcome.objective, outcome.bound, outcome.gap, seconds
    row.lines = [line.model_dump(mode="json") for line in outcome.lines]
    row.plans = [plan.model_dump(mode="json") for plan in outcome.plans]
    row.binding = [each.model_dump(mode="json") for each in outcome.binding]
    row.conflicts = outcome.conflicts
    if row.status is ProposalStatus.CANCELLED:
        status = ProposalStatus.CANCELLED
    elif outcome.impossible:
        status = ProposalStatus.INFEASIBLE
    elif outcome.objective is None:
        status, row.failure = ProposalStatus.FAILED, _NO_TIME
    else:
        status = ProposalStatus.FOUND
    await _end(session, row, status)
    return True


async def fail(session: AsyncSession, job: Job, why: str) -> None:
    """End a run that something went wrong with."""
    row = await _held(session, job)
    if row is not None and row.status is ProposalStatus.RUNNING:
        row.failure = why
        await _end(session, row, ProposalStatus.FAILED)


async def hand_back(session: AsyncSession, job: Job) -> None:
    """Let another worker have a run that this one cannot go on with. It does not count as an attempt."""
    row = await _held(session, job)
    if row is not None and row.status is ProposalStatus.RUNNING:
        row.becomes(ProposalStatus.QUEUED, utc_now())
        row.hand_back()


async def _held(session: AsyncSession, job: Job) -> SupportProposal | None:
    found: SupportProposal | None = await leases.held(session, SupportProposal, job)
    return found


async def _end(session: AsyncSession, row: SupportProposal, status: ProposalStatus) -> None:
    row.becomes(status, row.ended_at or utc_now())
    row.let_go()
    await outbox.announce(session, contract.ProposalEnded, row, SOLVER)
