"""Menus over HTTP."""

import csv
import io
from typing import Any

import httpx
import pytest

from services.commissioning_api.main import SERVICE
from shared.contracts.commissioning import menus as contract
from tests.commissioning_api.asking import problem
from tests.commissioning_api.menus.items import ITEM, OTHER
from tests.support.network import Network
from tests.support.serving import Served

MENU = {
    "code": "national", "title": "The menu", "illustrative": False, "programme_year": "2025-26",
    "items": [ITEM, OTHER],
}  # fmt: skip


async def items(client: httpx.AsyncClient, **filters: str) -> list[dict[str, Any]]:
    answer = await client.get("/v1/menu-items", params={"limit": "500", **filters})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_the_illustrative_menu_is_there_and_says_what_it_is(commissioning: Served):
    [menu] = (await commissioning.as_("school:107866").get("/v1/menus")).json()["items"]
    assert menu["illustrative"] is True
    assert menu["title"].startswith("Illustrative")
    assert contract.Menu.model_validate(menu).model_dump(mode="json") == menu


async def test_every_item_in_force_is_a_row_as_its_contract_says(commissioning: Served):
    [first, *rest] = await items(commissioning.as_("la:383"))
    assert len(rest) == 25
    assert contract.CurrentMenuItem.model_validate(first).model_dump(mode="json") == first


@pytest.mark.parametrize(
    ("name", "value", "field"), [("domain", "environment", "domains"), ("offer", "training", "offers")]
)
async def test_items_are_found_by_one_of_several_values(commissioning: Served, name: str, value: str, field: str):
    client = commissioning.as_("icb:QWO")
    found, everything = await items(client, **{name: value}), await items(client)
    assert found == [item for item in everything if value in item[field]]
    assert 0 < len(found) < len(everything)


async def test_items_are_found_by_strand_and_by_menu(commissioning: Served):
    client = commissioning.as_("icb:QWO")
    engagement = await items(client, strand="parent_carer_engagement")
    assert {item["strand"] for item in engagement} == {"parent_carer_engagement"}
    assert await items(client, menu_id=engagement[0]["menu_id"]) == await items(client)
    assert await items(client, menu_id="0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a") == []


async def test_the_items_are_a_table_with_one_item_a_row(commissioning: Served):
    answer = await commissioning.as_("icb:QWO").get("/v1/menu-items?format=csv&sort=code")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert list(rows[0]) == list(contract.CurrentMenuItem.model_fields)
    assert (rows[0]["code"], rows[0]["offers"]) == ("adaptive-teaching-training", "full|training")


async def test_a_published_menu_is_in_force_and_the_one_before_is_kept(commissioning: Served):
    national = commissioning.as_("national:dfe")
    answer = await national.post("/v1/menus", json=MENU)
    assert answer.status_code == 201, answer.text
    menu = answer.json()
    assert answer.headers["ETag"] == '"1"'
    assert (await national.get(answer.headers["Location"])).json() == menu
    assert [item["code"] for item in await items(national)] == ["one", "two"]
    former = (await national.get("/v1/menus?is_current=false")).json()["items"]
    assert [each["code"] for each in former] == ["pins-menu-illustrative"]


async def test_each_publication_of_a_code_is_its_next_edition(commissioning: Served):
    national = commissioning.as_("national:dfe")
    answers = [await national.post("/v1/menus", json=MENU | {"title": title}) for title in ("A", "B", "A")]
    assert [answer.json()["version"] for answer in answers] == [1, 2, 3]
    [in_force] = (await national.get("/v1/menus?is_current=true")).json()["items"]
    assert in_force == answers[2].json()


async def test_what_is_in_force_already_makes_no_new_edition(commissioning: Served):
    national = commissioning.as_("national:dfe")
    answers = [await national.post("/v1/menus", json=MENU) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 409]
    assert problem(answers[1]) == "menu-unchanged"


@pytest.mark.parametrize("code", ["national", "pins-menu-illustrative"])
async def test_loading_again_leaves_what_the_national_team_published(commissioning: Served, code: str):
    national = commissioning.as_("national:dfe")
    await national.post("/v1/menus", json=MENU | {"code": code})
    assert SERVICE.load_reference
    assert await SERVICE.load_reference(commissioning.app.state.database, commissioning.app.state.settings) == (
        "Reference data of the commissioning service: 0 menus published."
    )
    assert [item["code"] for item in await items(national)] == ["one", "two"]


async def test_all_faults_of_a_menu_are_answered_at_once(commissioning: Served):
    faulty = MENU | {"items": [ITEM, ITEM | {"domains": ["sport"]}]}
    answer = await commissioning.as_("national:dfe").post("/v1/menus", json=faulty)
    assert (answer.status_code, problem(answer)) == (422, "menu-faulty")
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/items/1/code", "/items", "/items/1/domains/0"]
    assert "sport" not in answer.text


async def test_a_menu_for_a_year_nobody_published_is_refused(commissioning: Served):
    answer = await commissioning.as_("national:dfe").post("/v1/menus", json=MENU | {"programme_year": "2031-32"})
    assert (answer.status_code, problem(answer)) == (409, "programme-year-unknown")


async def test_nothing_is_published_while_the_owner_of_the_years_is_away(commissioning: Served, network: Network):
    network.away.add("partnership.test")
    national = commissioning.as_("national:dfe")
    answer = await national.post("/v1/menus", json=MENU)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert len((await national.get("/v1/menus")).json()["items"]) == 1


async def test_an_unknown_menu_is_not_found(commissioning: Served):
    answer = await commissioning.as_("la:383").get("/v1/menus/0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a")
    assert (answer.status_code, problem(answer)) == (404, "menu-not-found")


@pytest.mark.parametrize("organisation", ["icb:QWO", "la:383", "school:107866", "service:reporting"])
async def test_only_the_national_team_publishes(commissioning: Served, organisation: str):
    answer = await commissioning.as_(organisation).post("/v1/menus", json=MENU)
    assert (answer.status_code, problem(answer)) == (403, "forbidden")
