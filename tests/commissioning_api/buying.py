"""Lines that are bought, straight in the database: how a line gets there is tested with packages."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from services.commissioning_api.ledger import service
from services.commissioning_api.ledger.rules import Said
from services.commissioning_api.packages.models import PackageLine
from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.packages import LineStatus
from tests.commissioning_api.ledger.money import BOARD, SUPPORT, Money, no_less
from tests.commissioning_api.participations.said import apply
from tests.support.serving import Served

PROVIDER = UUID("0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b70")


async def funded(commissioning: Served, money: Money, pence: int = 100_000) -> Money:
    """A project with this much released for each of the two strands."""
    await apply(commissioning, money.allotted(tailored_support=pence, parent_carer_engagement=pence))
    await apply(commissioning, money.released(2 * pence))
    return money


async def bought(commissioning: Served, money: Money, pence: int, said: Said | None = None, **more: Any) -> UUID:
    """A commissioned line of this cost, its money committed as far as the owner's word lets it."""
    async with commissioning.database.transaction() as session:
        menu_id = await session.scalar(text("select id from menus limit 1"))
        values: dict[str, Any] = {
            "id": uuid4(), "participation_id": uuid4(), "project_id": money.project_id, "icb_code": money.icb_code,
            "la_code": "383", "urn": "107866", "programme_year": money.programme_year, "menu_id": menu_id,
            "menu_item_code": "anxiety-training", "menu_item_title": "Anxiety", "strand": Strand.TAILORED_SUPPORT,
            "domain": "mental_health", "finding_ids": [], "provider_id": PROVIDER, "provider_name": "Leeds Minds",
            "hours": 3, "starts_on": date(2025, 10, 1), "ends_on": date(2025, 10, 31), "units": 1,
            "hours_per_unit": 3, "unit_cost_pence": pence, "cost_pence": pence, "funding_strand": SUPPORT,
            "reason": "Low.", "status": LineStatus.COMMISSIONED,
        }  # fmt: skip
        line = PackageLine(**(values | more))
        session.add(line)
        await session.flush()
        if line.status is not LineStatus.PROPOSED:
            await service.commit(
                session, line, line.funding_strand, pence, line_id=line.id, said=said or no_less(), actor=BOARD
            )
        return line.id
