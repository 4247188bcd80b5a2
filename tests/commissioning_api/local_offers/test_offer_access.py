"""Who sees which providers and offers, and who may do what with them."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.commissioning_api.asking import problem
from tests.commissioning_api.offering import OFFER, PROVIDER, change, end, offer, offered, registered
from tests.commissioning_api.participations.said import GROUP
from tests.support.serving import Served

UNKNOWN = "0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6c"
EVERYTHING = ("here", "there")


@pytest.fixture
async def made(commissioning: Served) -> dict[str, dict[str, Any]]:
    """A provider and its offer in West Yorkshire, and of each another in South Yorkshire."""
    found: dict[str, dict[str, Any]] = {}
    for place, board, la_code in (("here", "icb:QWO", "383"), ("there", "icb:QF7", "373")):
        client = commissioning.as_(board)
        found[f"providers {place}"] = await registered(client, la_codes=[la_code])
        found[f"local-offers {place}"] = await offered(client, found[f"providers {place}"]["id"], la_codes=[la_code])
    return found


SEEN = {
    **dict.fromkeys(
        ("icb:QWO", "icb:QHM", "la:383", "la:370", "school:107866", GROUP, "national:nhse", "service:reporting"),
        EVERYTHING,
    ),
    "provider": ("here",), f"provider:{UNKNOWN}": (), f"provider:{'-' * 36}": (), "evaluator:iff": (),
}  # fmt: skip


@pytest.mark.parametrize("organisation", SEEN)
@pytest.mark.parametrize("thing", ["providers", "local-offers"])
async def test_each_caller_sees_what_it_plans_with_and_a_provider_its_own(
    commissioning: Served, made: dict[str, dict[str, Any]], organisation: str, thing: str
):
    if organisation == "provider":
        client = commissioning.as_(f"provider:{made['providers here']['id']}")
    else:
        client = commissioning.as_(organisation)
    listed = (await client.get(f"/v1/{thing}")).json()["items"]
    seen = SEEN[organisation]
    assert {each["id"] for each in listed} == {made[f"{thing} {place}"]["id"] for place in seen}
    for place in EVERYTHING:
        for path in ("", "/history"):
            answer = await client.get(f"/v1/{thing}/{made[f'{thing} {place}']['id']}{path}")
            assert answer.status_code == (200 if place in seen else 404), path


async def test_another_boards_provider_and_offer_are_read_and_not_changed(
    commissioning: Served, made: dict[str, dict[str, Any]]
):
    board = commissioning.as_("icb:QWO")
    provider, offer_made = (f"{thing}/{made[f'{thing} there']['id']}" for thing in ("providers", "local-offers"))
    for answer, kind in (
        (await change(board, provider, 1, name="Ours"), "not-your-provider"),
        (await end(board, f"{provider}/closure", 1), "not-your-provider"),
        (await change(board, offer_made, 1, unit_cost_pence=1), "not-your-offer"),
        (await end(board, f"{offer_made}/withdrawal", 1), "not-your-offer"),
    ):
        assert (answer.status_code, problem(answer)) == (403, kind)


async def test_to_a_provider_a_foreign_offer_is_as_if_it_were_not_there(
    commissioning: Served, made: dict[str, dict[str, Any]]
):
    itself = commissioning.as_(f"provider:{made['providers here']['id']}")
    for offer_id in (made["local-offers there"]["id"], UNKNOWN):
        for answer in (
            await change(itself, f"local-offers/{offer_id}", 1, unit_cost_pence=1),
            await end(itself, f"local-offers/{offer_id}/withdrawal", 1),
        ):
            assert (answer.status_code, problem(answer)) == (404, "local-offer-not-found")
    for provider_id in (made["providers there"]["id"], UNKNOWN):
        answer = await offer(itself, provider_id)
        assert (answer.status_code, problem(answer)) == (404, "provider-not-found")


async def test_a_provider_does_what_another_boards_offer_of_it_needs(
    commissioning: Served, made: dict[str, dict[str, Any]]
):
    provider = await registered(commissioning.as_("icb:QWO"), name="Both", la_codes=["383", "373"])
    foreign = await offered(commissioning.as_("icb:QF7"), provider["id"], la_codes=["373"])
    itself = commissioning.as_(f"provider:{provider['id']}")
    answer = await change(itself, f"local-offers/{foreign['id']}", 1, capacity_hours_per_month=10)
    assert answer.status_code == 200
    # It was registered by one board, which does not make the other's price its own to change.
    refused = await change(commissioning.as_("icb:QWO"), f"local-offers/{foreign['id']}", 2, unit_cost_pence=1)
    assert refused.status_code == 403


def _writes(client: httpx.AsyncClient, made: dict[str, dict[str, Any]]) -> Iterator[tuple[str, httpx.Request]]:
    provider, offer_made = (f"/v1/{thing}/{made[f'{thing} here']['id']}" for thing in ("providers", "local-offers"))
    headers, reason = {"If-Match": '"1"'}, {"reason": "No."}
    new = OFFER | {"provider_id": made["providers here"]["id"], "menu_item_code": "sensory-audit"}
    yield "offer", client.build_request("POST", "/v1/local-offers", json=new)
    yield "change offer", client.build_request("PATCH", offer_made, json={"lead_time_days": 1}, headers=headers)
    yield (
        "withdraw",
        client.build_request("POST", f"{offer_made}/withdrawal", json=reason, headers={"If-Match": '"2"'}),
    )
    yield "register", client.build_request("POST", "/v1/providers", json=PROVIDER | {"name": "New"})
    yield "change provider", client.build_request("PATCH", provider, json={"professions": []}, headers=headers)
    yield "close", client.build_request("POST", f"{provider}/closure", json=reason, headers={"If-Match": '"2"'})


MAY = {
    "icb:QWO": {"offer", "change offer", "withdraw", "register", "change provider", "close"},
    "provider": {"offer", "change offer", "withdraw"},
    **dict.fromkeys(
        ("la:383", "school:107866", GROUP, "national:dfe", "service:reporting", "evaluator:iff"), frozenset[str]()
    ),
}  # fmt: skip


@pytest.mark.parametrize("organisation", MAY)
async def test_each_kind_may_do_what_the_matrix_says(
    commissioning: Served, made: dict[str, dict[str, Any]], organisation: str
):
    its_own = f"provider:{made['providers here']['id']}" if organisation == "provider" else organisation
    client = commissioning.as_(its_own)
    done = set()
    for name, request in _writes(client, made):
        answer = await client.send(request)
        assert answer.status_code in (200, 201, 403), (name, answer.text)
        if answer.status_code != 403:
            done.add(name)
    assert done == MAY[organisation]


async def test_reading_alone_changes_nothing(commissioning: Served, made: dict[str, dict[str, Any]]):
    client = commissioning.as_("icb:QWO", "partnership:read commissioning:read")
    for name, request in _writes(client, made):
        assert (await client.send(request)).status_code == 403, name
