"""Local offers over HTTP: made, found, changed and withdrawn, and what is refused."""

from typing import Any

import pytest

from tests.commissioning_api.asking import problem
from tests.commissioning_api.offering import OFFER, change, end, offer, offered, places, registered
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.network import Network
from tests.support.serving import Served


async def test_a_board_offers_an_item_of_the_menu(commissioning: Served):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    answer = await offer(board, provider["id"])
    made = answer.json()
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    assert made == made | OFFER | {
        "icb_code": "QWO", "provider_id": provider["id"], "provider_name": "Leeds Minds", "strand": "tailored_support",
        "exists_for": None, "available_from": "2025-04-01", "available_until": "2026-03-31", "status": "active",
        "withdrawn_reason": None, "version": 1,
    }  # fmt: skip
    assert made["menu_item_title"]
    assert answer.headers["Location"].endswith(f"/v1/local-offers/{made['id']}")
    assert (await board.get(f"/v1/local-offers/{made['id']}")).json() == made


@pytest.mark.parametrize("price", [12.5, 12.0, "12", "£12", True, -1, 10**8 + 1, None, 1e30, [1], {"pence": 1}])
async def test_a_price_is_whole_pence_and_nothing_else(commissioning: Served, price: Any):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    made = await offered(board, provider["id"])
    answer = await offer(board, provider["id"], unit_cost_pence=price, menu_item_code="sensory-audit")
    assert answer.status_code == 422
    assert [pointer for pointer, _ in places(answer)] == ["/unit_cost_pence"]
    assert "£" not in answer.text
    if price is not None:  # left out of a change, it stays as it is
        answer = await change(board, f"local-offers/{made['id']}", 1, unit_cost_pence=price)
        assert (answer.status_code, [pointer for pointer, _ in places(answer)]) == (422, ["/unit_cost_pence"])


@pytest.mark.parametrize("field", ["currency", "unit_cost", "unit_cost_pounds"])
async def test_an_offer_in_another_currency_is_refused_by_name(commissioning: Served, field: str):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    answer = await offer(board, provider["id"], **{field: "EUR"})
    assert (answer.status_code, places(answer)) == (422, [(f"/{field}", "unknown")])
    made = await offered(board, provider["id"])
    answer = await change(board, f"local-offers/{made['id']}", 1, **{field: "EUR"})
    assert (answer.status_code, places(answer)) == (422, [(f"/{field}", "unknown")])


async def test_what_is_off_the_menu_is_refused_with_every_other_fault(commissioning: Served):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    answer = await offer(
        board, provider["id"], menu_item_code="horse-riding", unit="hour", la_codes=["373"], exists_locally=True,
        available_until="2026-04-01",
    )  # fmt: skip
    assert (answer.status_code, problem(answer)) == (422, "local-offer-faulty")
    assert places(answer) == [
        ("/menu_item_code", "not_on_the_menu"), ("/hours_per_unit", "not_this_unit"), ("/la_codes/0", "not_covered"),
        ("/exists_for", "missing"), ("/available_until", "outside_the_year"),
    ]  # fmt: skip
    assert "R29" in answer.json()["errors"][0]["detail"]
    assert (await board.get("/v1/local-offers")).json()["items"] == []


async def test_a_year_that_nobody_published_has_no_offers(commissioning: Served):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    answer = await offer(board, provider["id"], programme_year="2031-32")
    assert (answer.status_code, problem(answer)) == (409, "programme-year-unknown")


async def test_one_provider_offers_an_item_once_to_a_board(commissioning: Served):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    first = await offered(board, provider["id"])
    again = await offer(board, provider["id"], unit_cost_pence=1)
    assert (again.status_code, problem(again)) == (409, "local-offer-exists")
    await offered(board, provider["id"], menu_item_code="sensory-audit")
    await end(board, f"local-offers/{first['id']}/withdrawal", 1)
    await offered(board, provider["id"], unit_cost_pence=1)


async def test_a_board_offers_for_a_provider_of_another_board_in_its_own_area(commissioning: Served):
    provider = await registered(commissioning.as_("icb:QWO"), la_codes=["383", "373"])
    board = commissioning.as_("icb:QF7")
    answer = await offer(board, provider["id"], la_codes=["383", "373"])
    assert (answer.status_code, places(answer)) == (422, [("/la_codes/0", "outside_the_area")])
    made = await offered(board, provider["id"], la_codes=["373"])
    assert made["icb_code"] == "QF7"
    answer = await change(board, f"local-offers/{made['id']}", 1, la_codes=["383"])
    assert (answer.status_code, places(answer)) == (422, [("/la_codes/0", "outside_the_area")])
    # The board that registered it has its own price with it.
    await offered(commissioning.as_("icb:QWO"), provider["id"])


async def test_a_provider_offers_for_itself_to_the_board_that_registered_it(commissioning: Served):
    provider = await registered(commissioning.as_("icb:QWO"))
    itself = commissioning.as_(f"provider:{provider['id']}")
    made = await offered(itself, provider["id"])
    assert made["icb_code"] == "QWO"
    assert (await change(itself, f"local-offers/{made['id']}", 1, unit_cost_pence=45_000)).status_code == 200
    assert (await end(itself, f"local-offers/{made['id']}/withdrawal", 2)).status_code == 200


async def test_a_price_changes_and_its_history_keeps_what_it_was(commissioning: Served):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    made = await offered(board, provider["id"])
    answer = await change(board, f"local-offers/{made['id']}", 1, unit_cost_pence=50_000, capacity_hours_per_month=0)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    changed = {"unit_cost_pence": 50_000, "capacity_hours_per_month": 0, "version": 2}
    assert answer.json() == made | changed | {"updated_at": answer.json()["updated_at"]}
    entries = (await board.get(f"/v1/local-offers/{made['id']}/history")).json()["items"]
    assert {"field": "unit_cost_pence", "before": 48_000, "after": 50_000} in entries[0]["changes"]
    assert [entry["event"].rsplit(".", 1)[-1] for entry in entries] == ["changed", "made"]


async def test_a_changed_offer_must_hold_as_a_whole(commissioning: Served):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    made = await offered(board, provider["id"])
    path = f"local-offers/{made['id']}"
    answer = await change(board, path, 1, unit="hour", exists_locally=True, available_from="2025-01-01")
    assert places(answer) == [
        ("/hours_per_unit", "not_this_unit"), ("/exists_for", "missing"), ("/available_from", "outside_the_year"),
    ]  # fmt: skip
    assert (await board.get(f"/v1/{path}")).json() == made
    exists = await change(board, path, 1, exists_locally=True, exists_for="Schools of one trust.")
    assert exists.json()["exists_for"] == "Schools of one trust."
    gone = await change(board, path, 2, exists_locally=False, exists_for=None)
    assert (gone.status_code, gone.json()["exists_for"]) == (200, None)


async def test_a_withdrawn_offer_stays_as_it_was(commissioning: Served):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    made = await offered(board, provider["id"])
    path = f"local-offers/{made['id']}"
    gone = await end(board, f"{path}/withdrawal", 1, "Nobody is left to give it.")
    assert (gone.json()["status"], gone.json()["withdrawn_reason"]) == ("withdrawn", "Nobody is left to give it.")
    for answer in (await end(board, f"{path}/withdrawal", 2), await change(board, path, 2, unit_cost_pence=1)):
        assert (answer.status_code, problem(answer)) == (409, "local-offer-is-withdrawn")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"strand": "parent_carer_engagement"}, ["parent-carer-workshop"]),
        ({"menu_item_code": "anxiety-training,sensory-audit"}, ["anxiety-training", "sensory-audit"]),
        ({"la_code": "380"}, ["sensory-audit"]), ({"exists_locally": "true"}, ["sensory-audit"]),
        ({"icb_code": "QF7"}, []),
        ({"programme_year": "2025-26", "status": "active", "la_code": "380"}, ["sensory-audit"]),
        ({"sort": "unit_cost_pence"}, ["parent-carer-workshop", "anxiety-training", "sensory-audit"]),
        ({"sort": "-lead_time_days"}, ["sensory-audit", "anxiety-training", "parent-carer-workshop"]),
        ({"sort": "menu_item_code", "limit": 1}, ["anxiety-training"]),
    ],
)  # fmt: skip
async def test_offers_are_found_by_what_they_are(commissioning: Served, filters: dict[str, Any], found: list[str]):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    await offered(board, provider["id"])
    more = {"exists_locally": True, "exists_for": "All.", "unit_cost_pence": 90_000, "lead_time_days": 60}
    await offered(board, provider["id"], menu_item_code="sensory-audit", la_codes=["380"], **more)
    cheap = {"unit_cost_pence": 0, "lead_time_days": 0}
    await offered(board, provider["id"], menu_item_code="parent-carer-workshop", **cheap)
    listed = (await commissioning.as_("la:383").get("/v1/local-offers", params=filters)).json()["items"]
    codes = [each["menu_item_code"] for each in listed]
    assert codes == found if "sort" in filters else sorted(codes) == sorted(found)


async def test_while_the_owner_is_away_a_price_can_change_and_nothing_new_is_offered(
    commissioning: Served, network: Network, partnership: PartnershipStandIn
):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    made = await offered(board, provider["id"])
    network.away.add("partnership.test")
    refused = await offer(board, provider["id"], menu_item_code="sensory-audit")
    assert (refused.status_code, "Retry-After" in refused.headers) == (503, True)
    path = f"local-offers/{made['id']}"
    assert (await change(board, path, 1, available_until="2025-12-31")).status_code == 503
    assert (await change(board, path, 1, unit_cost_pence=1)).status_code == 200
    assert len((await board.get("/v1/local-offers")).json()["items"]) == 1


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"exists_for": "Ask ann@trust.example", "exists_locally": True}, "/exists_for"),
        ({"hours_per_unit": 0}, "/hours_per_unit"), ({"hours_per_unit": 0.3}, "/hours_per_unit"),
        ({"capacity_hours_per_month": -1}, "/capacity_hours_per_month"), ({"lead_time_days": 1.5}, "/lead_time_days"),
        ({"lead_time_days": 366}, "/lead_time_days"), ({"unit": "week"}, "/unit"), ({"la_codes": []}, "/la_codes"),
        ({"available_from": "1 April"}, "/available_from"),
    ],
)  # fmt: skip
async def test_a_malformed_offer_is_refused_with_its_place(commissioning: Served, values: dict[str, Any], pointer: str):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    answer = await offer(board, provider["id"], **values)
    assert (answer.status_code, [place for place, _ in places(answer)]) == (422, [pointer])
