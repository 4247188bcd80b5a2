"""The requests that many tests of packages begin with."""

from typing import Any
from uuid import UUID

import httpx

LINE = {
    "menu_item_code": "anxiety-training", "domain": "mental_health", "hours": 3, "starts_on": "2025-10-01",
    "ends_on": "2025-10-31", "cost_pence": 120000, "reason": "Its lowest score was for mental health.", "adds": None,
}  # fmt: skip


async def propose(client: httpx.AsyncClient, participation_id: UUID, **more: Any) -> httpx.Response:
    return await client.post(f"/v1/participations/{participation_id}/package-lines", json=LINE | more)


async def proposed(client: httpx.AsyncClient, participation_id: UUID, **more: Any) -> dict[str, Any]:
    answer = await propose(client, participation_id, **more)
    assert answer.status_code == 201, answer.text
    line: dict[str, Any] = answer.json()
    return line


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
