"""How self-assessments are read: by the school, its board, its authority, and its project's parent carer groups."""

from uuid import UUID

from services.assessment_api.participations.queries import seen_by_partners
from shared.contracts.assessment import self_assessments as contract
from shared.kit import reads
from shared.kit.auth import Actor
from shared.kit.db import Connection
from shared.kit.reads import Selection, View

from .models import SelfAssessment

SELF_ASSESSMENTS = View(
    SelfAssessment, contract.SelfAssessment, seen_by_partners(SelfAssessment), sorts=("id", "updated_at")
)


async def of_participation(
    connection: Connection, participation_id: UUID, actor: Actor
) -> dict[contract.Point, contract.SelfAssessment]:
    """What a school said at each point of one participation, as far as the caller may see it."""
    selection = Selection(equal=("participation_id",))
    statement = reads.compiled(
        (SELF_ASSESSMENTS, actor.kind, selection, "bodies"),
        lambda: reads.filtered(SELF_ASSESSMENTS, actor.kind, selection, reads.json_row(SELF_ASSESSMENTS)),
    )
    values = {"f_participation_id": participation_id, **reads.caller_values(actor)}
    rows = await connection.fetch(statement.sql, *statement.values(values))
    found = [contract.SelfAssessment.model_validate_json(row["body"]) for row in rows]
    return {assessment.point: assessment for assessment in found}
