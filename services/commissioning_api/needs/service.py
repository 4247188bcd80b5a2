"""Following assessment_api: each event carries the whole resource, so the newest version wins."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.participations.service import keep_newest
from shared.contracts.assessment import findings, priorities
from shared.contracts.event import CloudEvent

from .models import KnownFinding, KnownPrioritySet

_OF_A_FINDING = (
    "participation_id", "project_id", "source", "occasion", "scope", "domain", "question", "need", "status",
    "statement",
)  # fmt: skip
_OF_A_SET = ("participation_id", "project_id", "number", "status", "agreed_at")


async def follow_finding(session: AsyncSession, event: CloudEvent) -> None:
    """Something was found, or stands no longer."""
    said = findings.Finding.model_validate(event.data)
    values = {"finding_id": said.id} | {name: getattr(said, name) for name in _OF_A_FINDING}
    await keep_newest(session, KnownFinding, "finding_id", values, said.version)


async def follow_priorities(session: AsyncSession, event: CloudEvent) -> None:
    """Priorities were proposed, agreed, or replaced by others."""
    said = priorities.PrioritySet.model_validate(event.data)
    values = {"set_id": said.id} | {name: getattr(said, name) for name in _OF_A_SET}
    values["priorities"] = sorted(
        (each.model_dump(mode="json") for each in said.priorities), key=lambda priority: priority["rank"]
    )
    await keep_newest(session, KnownPrioritySet, "set_id", values, said.version)
