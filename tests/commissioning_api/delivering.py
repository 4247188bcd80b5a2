"""The requests that many tests of delivery begin with."""

from typing import Any

import httpx

from shared.contracts.partnership.participations import Participation
from tests.commissioning_api.asking import agreed, considered, move
from tests.commissioning_api.ledger.money import Money
from tests.commissioning_api.participations.said import apply
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.serving import Served

SESSION: dict[str, Any] = {
    "held_on": "2025-10-06", "hours": 1, "profession": "Educational psychologist", "mode": "in_person",
}  # fmt: skip
HOLDING: dict[str, Any] = {
    "staff_reached": [{"role": "Teacher", "count": 9}, {"role": "Teaching assistant", "count": 4}]
}


async def funded(served: Served, partnership: PartnershipStandIn, school: Participation) -> None:
    """The school's project has more money than any test spends."""
    if school.project_id not in partnership.released:
        money = Money(project_id=school.project_id, icb_code=school.icb_code)
        partnership.released[school.project_id] = 40_000_000
        profile = dict.fromkeys(("tailored_support", "parent_carer_engagement"), 20_000_000)
        await apply(served, money.allotted(**profile), money.released(40_000_000))


async def bought(served: Served, partnership: PartnershipStandIn, school: Participation, **more: Any) -> dict[str, Any]:
    """A line of a school that was commissioned: by default three hours in October 2025."""
    client = served.as_(f"icb:{school.icb_code}")
    await funded(served, partnership, school)
    there = await client.get("/v1/considerations", params={"participation_id": str(school.id)})
    if not there.json()["items"]:
        await considered(client, school.id)
    line = await agreed(client, school.id, **more)
    decision = {"decision_id": str(partnership.decides(school).id)}
    answer = await move(client, line["id"], "commissioning", line["version"], decision)
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def plan(client: httpx.AsyncClient, line_id: str, **more: Any) -> httpx.Response:
    return await client.post(f"/v1/package-lines/{line_id}/sessions", json=SESSION | more)


async def planned(client: httpx.AsyncClient, line_id: str, **more: Any) -> dict[str, Any]:
    answer = await plan(client, line_id, **more)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def change(client: httpx.AsyncClient, session_id: str, version: int, **values: Any) -> httpx.Response:
    return await client.patch(f"/v1/sessions/{session_id}", json=values, headers={"If-Match": f'"{version}"'})


async def hold(client: httpx.AsyncClient, session_id: str, version: int = 1, **values: Any) -> httpx.Response:
    path = f"/v1/sessions/{session_id}/holding"
    return await client.post(path, json=HOLDING | values, headers={"If-Match": f'"{version}"'})


async def reopen(client: httpx.AsyncClient, session_id: str, version: int) -> httpx.Response:
    return await client.post(f"/v1/sessions/{session_id}/reopening", headers={"If-Match": f'"{version}"'})


async def cancel(client: httpx.AsyncClient, session_id: str, version: int = 1) -> httpx.Response:
    path = f"/v1/sessions/{session_id}/cancellation"
    return await client.post(path, json={"reason": "The speaker is ill."}, headers={"If-Match": f'"{version}"'})


async def deliveries(client: httpx.AsyncClient, **query: Any) -> list[dict[str, Any]]:
    answer = await client.get("/v1/line-deliveries", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found
