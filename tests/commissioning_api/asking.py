"""The requests that many tests of packages begin with."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt

from tests.commissioning_api.assessed import finding_of

LINE: dict[str, Any] = {
    "menu_item_code": "anxiety-training", "domain": "mental_health", "hours": 3, "starts_on": "2025-10-01",
    "ends_on": "2025-10-31", "reason": "Its lowest score was for mental health.", "adds": None,
}  # fmt: skip
HOUR_PENCE = 40_000
HEAD = {"agreement": "Head teacher"}
# Many digits in a name would seem to point to a person.
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
NOT_THERE = {"available": False}


async def an_offer(client: httpx.AsyncClient, menu_item_code: str, **more: Any) -> str:
    """An offer of an item by the calling board: the one that is there, or a new one that has room for everything."""
    query = {"menu_item_code": menu_item_code, "status": "active", "sort": "-id"}
    there = (await client.get("/v1/local-offers", params=query)).json()["items"]
    boards = {each["icb_code"]: str(each["id"]) for each in there}
    code = _board_of(client)
    if code in boards and not more:
        return boards[code]
    provider = {
        "name": f"Support {uuid4().hex.translate(_LETTERS)}", "kind": "charity", "professions": ["counselling"],
        "la_codes": ["383", "380", "373", "382"],
    }  # fmt: skip
    made = (await client.post("/v1/providers", json=provider)).json()
    offer = {
        "provider_id": made["id"], "programme_year": "2025-26", "menu_item_code": menu_item_code, "unit": "hour",
        "hours_per_unit": 1, "unit_cost_pence": HOUR_PENCE, "capacity_hours_per_month": 10_000, "lead_time_days": 0,
        "la_codes": provider["la_codes"], "exists_locally": False,
    }  # fmt: skip
    answer = await client.post("/v1/local-offers", json=offer | more)
    # What is off the menu cannot be offered: such a line names an offer that is not there.
    return str(answer.json()["id"]) if answer.status_code == 201 else str(uuid4())


async def a_line(client: httpx.AsyncClient, participation_id: UUID | str, **more: Any) -> dict[str, Any]:
    """What a board sends to propose a line: an offer of its item, and the school's own finding."""
    line = LINE | more
    line.setdefault("finding_ids", [str(finding_of(participation_id, line["domain"]))])
    if "local_offer_id" not in line:
        line["local_offer_id"] = await an_offer(client, line["menu_item_code"])
    return line


async def propose(client: httpx.AsyncClient, participation_id: UUID | str, **more: Any) -> httpx.Response:
    line = await a_line(client, participation_id, **more)
    return await client.post(f"/v1/participations/{participation_id}/package-lines", json=line)


async def proposed(client: httpx.AsyncClient, participation_id: UUID | str, **more: Any) -> dict[str, Any]:
    answer = await propose(client, participation_id, **more)
    assert answer.status_code == 201, answer.text
    line: dict[str, Any] = answer.json()
    return line


async def consider(
    client: httpx.AsyncClient, participation_id: UUID | str, source: str, said: dict[str, Any], version: int = 0
) -> httpx.Response:
    headers = {"If-Match": f'"{version}"'} if version else {"If-None-Match": "*"}
    path = f"/v1/participations/{participation_id}/considerations/{source}"
    return await client.put(path, json=said, headers=headers)


async def considered(client: httpx.AsyncClient, participation_id: UUID | str) -> None:
    """Neither the survey nor children's voice was there at the time."""
    for source in ("survey", "voice"):
        answer = await consider(client, participation_id, source, NOT_THERE)
        assert answer.status_code == 201, answer.text


async def agreed(client: httpx.AsyncClient, participation_id: UUID | str, **more: Any) -> dict[str, Any]:
    """A line that the board records as agreed. What was considered is recorded by the test."""
    line = await proposed(client, participation_id, **more)
    answer = await move(client, line["id"], "agreement", 1, HEAD)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def move(
    client: httpx.AsyncClient, line_id: str, step: str, version: int, body: dict[str, Any] | None = None
) -> httpx.Response:
    return await client.post(f"/v1/package-lines/{line_id}/{step}", json=body, headers={"If-Match": f'"{version}"'})


async def change(client: httpx.AsyncClient, line_id: str, version: int, **values: Any) -> httpx.Response:
    return await client.patch(f"/v1/package-lines/{line_id}", json=values, headers={"If-Match": f'"{version}"'})


def problem(answer: httpx.Response) -> str:
    """The kind of problem an answer tells of: `not-on-the-menu`."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return str(answer.json()["type"]).rsplit("/", 1)[-1]


def _board_of(client: httpx.AsyncClient) -> str:
    token = client.headers["Authorization"].removeprefix("Bearer ")
    return str(jwt.decode(token, options={"verify_signature": False})["org"]).partition(":")[2]
