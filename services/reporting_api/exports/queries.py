"""How exports are read: by the organisation that asked for them, and by nobody else."""

from sqlalchemy import Text, and_, case, cast, func

from shared.contracts.reporting import exports as contract
from shared.contracts.reporting.exports import ExportStatus
from shared.contracts.roles import Kind
from shared.kit.leases import waiting
from shared.kit.reads import View, caller_organisation

from .models import Export

# The sweep may be some minutes late, and a file is not given for longer than it was promised.
_IS_OVER = and_(Export.status == ExportStatus.DONE, Export.expires_at <= func.clock_timestamp())
EXPORTS = View(
    Export,
    contract.Export,
    {kind: Export.organisation == caller_organisation() for kind in Kind},
    sorts=("id", "updated_at"),
    columns={
        "status": case((_IS_OVER, ExportStatus.EXPIRED.value), else_=cast(Export.status, Text)),
        "link": case((_IS_OVER, None), else_=Export.link),
    },
)
JOBS = waiting(Export, "export")
