"""Selecting many schools from one upload: decided on what is read once for all of them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.projects import service as projects
from shared.contracts.bulk import BulkOutcome
from shared.contracts.partnership.participations import ParticipationSelected
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.bulk import Done, Received, Upload, take
from shared.kit.columns import new_id

from . import errors, schemas
from .ground import survey
from .models import Participation
from .service import decide

UPLOAD = Upload(
    things="selections",
    row=schemas.Selection,
    example={
        "urn": "107866",
        "cohort": "new",
        "offer": "full",
        "rationale": "Absence is twice that of its neighbours.",
    },
    # The others are about the school.
    cells={errors.OfferDoesNotFit: "offer", errors.OverrideNeeded: "override_reason"},
    column="urn",
)


async def select_schools(
    session: AsyncSession,
    project_id: UUID,
    received: Received[schemas.Selection],
    how: schemas.SelectionsQuery,
    actor: Actor,
) -> schemas.BulkSelection:
    """Take the schools of an upload into a project, and say what became of each row."""
    project = await projects.open_project(session, project_id, actor)
    ground = await survey(session, project, {entry.value.urn for entry in received.entries})
    chosen: list[Participation] = []

    async def select(rows: Sequence[schemas.Selection]) -> Done:
        participation = decide(ground, rows[0])
        participation.id = new_id()
        chosen.append(participation)
        return Done(BulkOutcome.CREATED, participation.id)

    async def keep() -> None:
        session.add_all(chosen)
        await outbox.announce_each(session, ParticipationSelected, chosen, actor)

    result = await take(session, received, how.as_everywhere(), select, finish=keep)
    former = {"read": result.rows, "selected": result.created, "rejected": result.refused}
    return schemas.BulkSelection(**dict(result), **former)
