"""Requests that tests of what a school has beside PINS begin with."""

from typing import Any
from uuid import UUID

import httpx

SERVICE_LIKE_ITEM: dict[str, Any] = {
    "kind": "service", "title": "Anxiety clinic", "menu_item_code": "anxiety-training", "domains": ["mental_health"],
    "until": None,
}  # fmt: skip
PROGRAMME: dict[str, Any] = {
    "kind": "programme", "title": "Talk first", "menu_item_code": None, "domains": ["communication"],
    "until": "2025-12-31",
}  # fmt: skip


async def put_support(
    client: httpx.AsyncClient, participation_id: UUID, support: list[dict[str, Any]], version: int = 0
) -> httpx.Response:
    headers = {"If-Match": f'"{version}"'} if version else {"If-None-Match": "*"}
    path = f"/v1/participations/{participation_id}/existing-support"
    return await client.put(path, json={"support": support}, headers=headers)
