"""Arranging and holding many sessions from one upload."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.bulk import BulkOutcome, BulkQuery, BulkResult
from shared.kit.auth import Actor
from shared.kit.bulk import Done, Received, Upload, take
from shared.kit.errors import Refusal

from . import errors, schemas, service
from .models import DeliverySession

_FITS: dict[type[Refusal], str] = {
    errors.OutsideTheLine: "held_on",
    errors.NotThisProfession: "profession",
    errors.MoreThanBought: "hours",
    errors.NotHeldYet: "held_on",
}
_SESSION = {
    "held_on": "2025-10-06",
    "hours": 1.5,
    "profession": "Educational psychologist",
    "mode": "in_person",
    "package_line_id": "0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a",
}
_REACHED = {"staff_reached": [{"role": "Teacher", "count": 9}, {"role": "Teaching assistant", "count": 4}]}

TO_PLAN = Upload(
    things="sessions",
    row=schemas.SessionRow,
    example=_SESSION | _REACHED,
    # Each session holds its line's row.
    order=("package_line_id",),
    cells=_FITS,
    column="package_line_id",
)
TO_HOLD = Upload(
    things="session holdings",
    row=schemas.HoldingRow,
    example={"session_id": "0199c0de-6f20-7b66-9b4d-2a3b4c5d6e7f", "hours": 1.5} | _REACHED,
    cells=_FITS,
    column="session_id",
)


async def plan_many(
    session: AsyncSession, received: Received[schemas.SessionRow], how: BulkQuery, actor: Actor
) -> BulkResult:
    """Arrange the sessions of an upload, hold those that were held, and say what became of each row."""

    async def arrange(given: Sequence[schemas.SessionRow]) -> Done:
        row = given[0]
        new = schemas.NewSession(**row.model_dump(include=set(schemas.NewSession.model_fields)))
        arranged = await service.plan(session, row.package_line_id, new, actor)
        if row.staff_reached is not None:
            holding = schemas.Holding(staff_reached=row.staff_reached)
            await service.hold(session, arranged.id, holding, None, actor)
        return Done(BulkOutcome.CREATED, arranged.id)

    return await take(session, received, how, arrange)


async def hold_many(
    session: AsyncSession, received: Received[schemas.HoldingRow], how: BulkQuery, actor: Actor
) -> BulkResult:
    """Say that the sessions of an upload were held, and say what became of each row."""
    wanted = {entry.value.session_id for entry in received.entries}
    of_lines = select(DeliverySession.id, DeliverySession.package_line_id).where(DeliverySession.id.in_(wanted))
    line_of: dict[UUID, UUID] = {row.id: row.package_line_id for row in await session.execute(of_lines)}

    async def hold(given: Sequence[schemas.HoldingRow]) -> Done:
        row = given[0]
        held = await service.hold(session, row.session_id, row, row.version, actor)
        return Done(BulkOutcome.CHANGED, held.id)

    # Each holds its line's row before its own; a session that is not there holds nothing.
    def rank(row: schemas.HoldingRow) -> tuple[str, str]:
        return str(line_of.get(row.session_id, "")), str(row.session_id)

    return await take(session, received, how, hold, rank=rank)
