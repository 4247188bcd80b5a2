"""How delivery plans are read: by those who see the project, its schools excepted."""

import json
from typing import Any
from uuid import UUID

from services.partnership_api.projects.queries import partners_visible
from shared.contracts.partnership import delivery_plans as contract
from shared.kit.db import Connection
from shared.kit.reads import View

from . import errors, rules
from .models import DeliveryPlan

DELIVERY_PLANS = View(
    DeliveryPlan,
    contract.DeliveryPlan,
    partners_visible(DeliveryPlan.project_id, DeliveryPlan.icb_code),
    sorts=("id", "updated_at"),
)

_VERSIONS = """
select newer.version_number as number, older.version_number as against,
       to_jsonb(newer)::text as after, to_jsonb(older)::text as before
from delivery_plans newer
left join delivery_plans older on older.project_id = newer.project_id
      and older.version_number = coalesce($2, newer.version_number - 1)
where newer.id = $1
"""


async def changes_of(connection: Connection, plan_id: UUID, against: int | None) -> contract.PlanChanges:
    """How a version differs from another, or from the one before it."""
    row = await connection.fetchrow(_VERSIONS, plan_id, against)
    if row["against"] is None:
        raise errors.VersionUnknown
    before: dict[str, Any] = json.loads(row["before"])
    return contract.PlanChanges(
        delivery_plan_id=plan_id,
        version_number=row["number"],
        against_version_number=row["against"],
        changes=rules.changes(before, json.loads(row["after"])),
    )
