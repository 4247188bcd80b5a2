"""The requests that many tests of engagement begin with."""

from typing import Any
from uuid import UUID

import httpx

MEETING: dict[str, Any] = {
    "kind": "meeting", "held_on": "2025-10-09", "what": "The autumn meeting.", "parent_carers": 4, "senior_leaders": 2,
}  # fmt: skip
ACTIVITY: dict[str, Any] = {"kind": "activity", "held_on": "2026-01-15", "what": "A coffee morning."}
CHANGE: dict[str, Any] = {
    "kind": "change", "held_on": "2025-12-01", "what": "A quiet entrance.",
    "led_to": "Parent carers said that mornings were too loud, and a second door is open now.",
}  # fmt: skip
FORMED: dict[str, Any] = {"state": "formed", "since": "2025-09-22", "members": 7}
AIM: dict[str, Any] = {"progress": "emerging", "evidence": "Staff ask families first.", "reviewed_on": "2025-11-03"}


async def record(client: httpx.AsyncClient, participation_id: UUID, entry: dict[str, Any]) -> httpx.Response:
    return await client.post(f"/v1/participations/{participation_id}/engagement-entries", json=entry)


async def recorded(client: httpx.AsyncClient, participation_id: UUID, entry: dict[str, Any]) -> dict[str, Any]:
    answer = await record(client, participation_id, entry)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def change(client: httpx.AsyncClient, entry_id: str, version: int, **values: Any) -> httpx.Response:
    headers = {"If-Match": f'"{version}"'}
    return await client.patch(f"/v1/engagement-entries/{entry_id}", json=values, headers=headers)


async def withdraw(client: httpx.AsyncClient, entry_id: str, version: int) -> httpx.Response:
    headers = {"If-Match": f'"{version}"'}
    path = f"/v1/engagement-entries/{entry_id}/withdrawal"
    return await client.post(path, json={"reason": "It was another school's."}, headers=headers)


async def put_group(
    client: httpx.AsyncClient, participation_id: UUID, version: int = 0, **values: Any
) -> httpx.Response:
    path = f"/v1/participations/{participation_id}/parent-carer-group"
    return await client.put(path, json=values or FORMED, headers=_upsert(version))


async def put_aim(
    client: httpx.AsyncClient, participation_id: UUID, aim: str, version: int = 0, **values: Any
) -> httpx.Response:
    path = f"/v1/participations/{participation_id}/embedding-aims/{aim}"
    return await client.put(path, json=AIM | values, headers=_upsert(version))


def _upsert(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'} if version else {"If-None-Match": "*"}
