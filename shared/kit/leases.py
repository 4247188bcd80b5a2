"""Jobs of a table that workers take one at a time: claimed with a lease, held while they go on, ended once.

Everything here is part of one short transaction. Whoever holds the lease is the only one who writes; a worker whose
lease was taken over finds that its updates change nothing, and stops. One that is killed lets its lease run out.
"""

from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID, uuid4

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shared.kit.clock import utc_now
from shared.kit.columns import Versioned
from shared.kit.metrics import Gauge

MOST_ATTEMPTS = 3
_LEASE = timedelta(seconds=30)
_QUEUED, _RUNNING = "queued", "running"


class Held(Protocol):
    """A job as its worker knows it."""

    @property
    def id(self) -> UUID:
        """Of its row."""

    @property
    def lease(self) -> UUID:
        """Of this worker alone."""


class Leased(Versioned):
    """What a table of jobs has beside their matter. Its `status` goes from `queued` to `running` to how it ended."""

    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[UUID | None]
    lease_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @property
    def lost_too_often(self) -> bool:
        """Whether it was begun as often as can be and never came to an end."""
        return self.attempts > MOST_ATTEMPTS

    def hold(self, now: datetime) -> UUID:
        """Give it to a worker, whose lease this is."""
        self.lease, self.lease_until = uuid4(), now + _LEASE
        self.started_at = self.started_at or now
        return self.lease

    def let_go(self) -> None:
        """Nobody works on it."""
        self.lease, self.lease_until = None, None

    def hand_back(self) -> None:
        """Let another worker have it. It does not count as an attempt."""
        self.let_go()
        self.attempts -= 1


async def next_in_line(session: AsyncSession, model: Any, now: datetime) -> Any:
    """The oldest job that waits, or whose worker was lost, with this attempt counted. None: there is nothing to do."""
    waiting = or_(model.status == _QUEUED, and_(model.status == _RUNNING, model.lease_until < now))
    statement = select(model).where(waiting).order_by(model.created_at).limit(1)
    found = await session.scalar(statement.with_for_update(skip_locked=True))
    if found is not None:
        found.attempts += 1
    return found


async def tell(session: AsyncSession, model: Any, job: Held, **told: Any) -> bool:
    """Write how far a job is and hold it longer. False: it was cancelled, or another worker has it."""
    now = utc_now()
    changed = await session.execute(
        update(model)
        .where(model.id == job.id, model.lease == job.lease, model.status == _RUNNING)
        .values(lease_until=now + _LEASE, version=model.version + 1, updated_at=now, **told)
        .returning(model.id)
    )
    return changed.scalar_one_or_none() is not None


async def held(session: AsyncSession, model: Any, job: Held) -> Any:
    """The row of a job that is this worker's still, locked; cancelled perhaps. None: another has it."""
    statement = select(model).where(model.id == job.id, model.lease == job.lease).with_for_update()
    return await session.scalar(statement.execution_options(populate_existing=True))


def waiting(model: Any, kind: str) -> Gauge:
    """How long a job of this table has had no worker: of the one that waits longest."""
    return Gauge(
        "pins_jobs_waiting_seconds",
        "Time that the job which waits longest has had no worker; 0 when none waits.",
        "kind",
        f"""
        select '{kind}', coalesce(max(extract(epoch from clock_timestamp() - coalesce(lease_until, created_at))), 0)
        from {model.__tablename__}
        where status in ('{_QUEUED}', '{_RUNNING}') and (lease_until is null or lease_until < clock_timestamp())
        """,  # noqa: S608 (both names are our own)
    )
