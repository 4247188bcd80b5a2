"""How a project's money is read: by those who see the project, its schools excepted."""

from uuid import UUID

from services.partnership_api.projects.queries import partners_visible
from shared.contracts.partnership import funding as contract
from shared.contracts.partnership.projects import ProjectStatus
from shared.kit.db import Connection
from shared.kit.reads import View

from . import rules
from .models import Allocation, Recovery, Release

ALLOCATIONS = View(
    Allocation,
    contract.Allocation,
    partners_visible(Allocation.project_id, Allocation.icb_code),
    key="project_id",
    sorts=("project_id", "updated_at"),
)
RELEASES = View(
    Release,
    contract.Release,
    partners_visible(Release.project_id, Release.icb_code),
    sorts=("id", "planned_on", "updated_at"),
)
RECOVERIES = View(
    Recovery, contract.Recovery, partners_visible(Recovery.project_id, Recovery.icb_code), sorts=("id", "updated_at")
)

_FIGURES = """
select p.status, a.amount_pence, coalesce(a.planned_pence, 0) as planned_pence,
       coalesce(a.released_pence, 0) as released_pence,
       (select coalesce(sum(recovered_pence), 0)::bigint from releases where project_id = p.id) as recovered_pence
from projects p left join allocations a on a.project_id = p.id
where p.id = $1
"""


async def figures_of(connection: Connection, project_id: UUID) -> contract.ProjectFunding:
    """A project's money at a glance, and whether more may be released today."""
    row = await connection.fetchrow(_FIGURES, project_id)
    allocated = row["amount_pence"]
    why_not = rules.why_not_released(ProjectStatus(row["status"]))
    if allocated is None:
        why_not.insert(0, "Nothing is allotted to the project yet.")
    return contract.ProjectFunding(
        project_id=project_id,
        allocated_pence=allocated,
        planned_pence=row["planned_pence"],
        released_pence=row["released_pence"],
        recovered_pence=row["recovered_pence"],
        available_pence=(allocated or 0) - row["planned_pence"] - row["released_pence"],
        may_release=not why_not,
        why_not=why_not,
    )
