"""Money for a project, and lines that are bought with it."""

from typing import Any

import httpx

from shared.contracts.partnership.participations import Participation
from tests.commissioning_api.asking import agreed, considered, move
from tests.commissioning_api.ledger.money import Money
from tests.commissioning_api.participations.said import apply
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.serving import Served


async def funded(
    commissioning: Served, partnership: PartnershipStandIn, school: Participation, released: int, **profile: int
) -> None:
    """The project has an allocation for tailored support, of which so much is released."""
    money = Money(project_id=school.project_id)
    allotted = profile or {"tailored_support": 10_000_000}
    partnership.allocated[school.project_id] = sum(allotted.values())
    partnership.released[school.project_id] = released
    await apply(commissioning, money.allotted(**allotted))
    if released:
        await apply(commissioning, money.released(released))


async def bought(
    commissioning: Served, partnership: PartnershipStandIn, school: Participation, **more: Any
) -> dict[str, Any]:
    """A line of three hours at 40,000 pence each, agreed and commissioned."""
    board = commissioning.as_(f"icb:{school.icb_code}")
    await considered(board, school.id)
    line = await agreed(board, school.id, **more)
    answer = await commission(board, line, str(partnership.decides(school).id))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def commission(client: httpx.AsyncClient, line: dict[str, Any], decision_id: str) -> httpx.Response:
    return await move(client, line["id"], "commissioning", line["version"], {"decision_id": decision_id})


async def position(client: httpx.AsyncClient, school: Participation) -> dict[str, Any]:
    answer = await client.get(f"/v1/projects/{school.project_id}/position")
    assert answer.status_code == 200, answer.text
    total: dict[str, Any] = answer.json()["total"]
    return total
