"""The requests that many tests of providers and offers begin with."""

from typing import Any

import httpx

PROVIDER: dict[str, Any] = {
    "name": "Leeds Minds", "kind": "charity", "professions": ["counselling"], "la_codes": ["383", "380"],
}  # fmt: skip
OFFER: dict[str, Any] = {
    "programme_year": "2025-26", "menu_item_code": "anxiety-training", "unit": "half_day", "hours_per_unit": 3,
    "unit_cost_pence": 48_000, "capacity_hours_per_month": 30, "lead_time_days": 14, "la_codes": ["383"],
    "exists_locally": False,
}  # fmt: skip


async def registered(client: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    return _made(await client.post("/v1/providers", json=PROVIDER | more))


async def offer(client: httpx.AsyncClient, provider_id: str, **more: Any) -> httpx.Response:
    return await client.post("/v1/local-offers", json=OFFER | {"provider_id": provider_id} | more)


async def offered(client: httpx.AsyncClient, provider_id: str, **more: Any) -> dict[str, Any]:
    return _made(await offer(client, provider_id, **more))


async def change(client: httpx.AsyncClient, path: str, version: int, **values: Any) -> httpx.Response:
    return await client.patch(f"/v1/{path}", json=values, headers={"If-Match": f'"{version}"'})


async def end(client: httpx.AsyncClient, path: str, version: int, reason: str = "No staff.") -> httpx.Response:
    """Withdraw an offer (`local-offers/<id>/withdrawal`) or close a provider (`providers/<id>/closure`)."""
    return await client.post(f"/v1/{path}", json={"reason": reason}, headers={"If-Match": f'"{version}"'})


def places(answer: httpx.Response) -> list[tuple[str, str]]:
    """Where an answer finds fault, and of what kind."""
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


def _made(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made
