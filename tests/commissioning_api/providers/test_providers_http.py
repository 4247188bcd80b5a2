"""Providers over HTTP: registered, found, changed and closed."""

from typing import Any

import pytest

from tests.commissioning_api.asking import problem
from tests.commissioning_api.offering import PROVIDER, change, end, offer, offered, places, registered
from tests.support.serving import Served


async def test_a_board_registers_a_provider_and_finds_it(commissioning: Served):
    board = commissioning.as_("icb:QWO")
    answer = await board.post("/v1/providers", json=PROVIDER)
    made = answer.json()
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    assert made == made | PROVIDER | {
        "icb_code": "QWO", "organisation": None, "status": "active", "closed_reason": None, "version": 1,
    }  # fmt: skip
    assert answer.headers["Location"].endswith(f"/v1/providers/{made['id']}")
    assert (await board.get(f"/v1/providers/{made['id']}")).json() == made


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kind": "charity"}, ["Leeds Minds"]),
        ({"kind": "charity,la_service"}, ["Leeds Minds", "Sheffield psychology"]),
        ({"la_code": "380"}, ["Leeds Minds"]), ({"la_code": "380,373"}, ["Leeds Minds", "Sheffield psychology"]),
        ({"profession": "psychology"}, ["Sheffield psychology"]), ({"icb_code": "QF7"}, ["Sheffield psychology"]),
        ({"status": "closed"}, []), ({"sort": "-name"}, ["Sheffield psychology", "Leeds Minds"]),
    ],
)  # fmt: skip
async def test_providers_are_found_by_what_they_are_and_where(
    commissioning: Served, filters: dict[str, str], found: list[str]
):
    await registered(commissioning.as_("icb:QWO"))
    other = {"kind": "la_service", "organisation": "la:373", "professions": ["psychology"], "la_codes": ["373"]}
    await registered(commissioning.as_("icb:QF7"), name="Sheffield psychology", **other)
    listed = (await commissioning.as_("la:383").get("/v1/providers", params=filters)).json()["items"]
    assert [provider["name"] for provider in listed] == found


async def test_the_same_name_twice_by_one_board_is_refused(commissioning: Served):
    board = commissioning.as_("icb:QWO")
    first = await registered(board)
    second = await registered(board, name="Other")
    assert problem(await board.post("/v1/providers", json=PROVIDER | {"name": " LEEDS minds "})) == "provider-exists"
    again = await change(board, f"providers/{second['id']}", 1, name="leeds minds")
    assert (again.status_code, problem(again)) == (409, "provider-exists")
    # Another board may know one of that name, and its own name may be written otherwise.
    await registered(commissioning.as_("icb:QF7"))
    assert (await change(board, f"providers/{first['id']}", 1, name="LEEDS MINDS")).status_code == 200
    # One that closed may come back.
    await end(board, f"providers/{first['id']}/closure", 2)
    await registered(board)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"kind": "school"}, [("/organisation", "other_kind")]),
        ({"organisation": "la:383"}, [("/organisation", "other_kind")]),
        ({"name": "Ann, 0113 496 0000"}, [("/name", "personal_data")]),
        ({"name": "ann@practice.example"}, [("/name", "personal_data")]),
        ({"professions": ["call 0113 496 0000"]}, [("/professions/0", "personal_data")]),
        ({"la_codes": []}, [("/la_codes", "too_short")]),
        ({"la_codes": ["383", "383"]}, [("/la_codes/1", "repeated")]),
        ({"telephone": "1"}, [("/telephone", "unknown")]),
    ],
)  # fmt: skip
async def test_what_does_not_fit_is_named_with_its_place(
    commissioning: Served, values: dict[str, Any], found: list[tuple[str, str]]
):
    answer = await commissioning.as_("icb:QWO").post("/v1/providers", json=PROVIDER | values)
    assert (answer.status_code, places(answer)) == (422, found)
    assert "0113" not in answer.text


async def test_a_sole_practitioner_trades_under_a_name(commissioning: Served):
    made = await registered(commissioning.as_("icb:QWO"), kind="sole_practitioner", name="A. Smith Speech Therapy")
    assert made["name"] == "A. Smith Speech Therapy"


async def test_a_provider_is_changed_and_its_active_offers_take_its_name(commissioning: Served):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    stands, gone = [
        await offered(board, provider["id"], menu_item_code=code) for code in ("anxiety-training", "sensory-audit")
    ]
    await end(board, f"local-offers/{gone['id']}/withdrawal", 1)
    answer = await change(board, f"providers/{provider['id']}", 1, name="Minds North", professions=["art"])
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert answer.json() == answer.json() | {"name": "Minds North", "professions": ["art"], "la_codes": ["383", "380"]}
    listed = (await board.get("/v1/local-offers")).json()["items"]
    assert {(each["id"], each["provider_name"], each["version"]) for each in listed} == {
        (stands["id"], "Minds North", 2), (gone["id"], "Leeds Minds", 2),
    }  # fmt: skip


async def test_a_change_must_fit_as_a_whole(commissioning: Served):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board, kind="la_service", organisation="la:383")
    answer = await change(board, f"providers/{provider['id']}", 1, organisation="school:107866")
    assert (answer.status_code, places(answer)) == (422, [("/organisation", "other_kind")])
    assert (await board.get(f"/v1/providers/{provider['id']}")).json() == provider


async def test_an_area_is_not_taken_from_under_active_offers(commissioning: Served):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    made = await offered(board, provider["id"], la_codes=["383", "380"])
    path = f"providers/{provider['id']}"
    answer = await change(board, path, 1, la_codes=["383"])
    assert (answer.status_code, problem(answer)) == (409, "offers-outside-the-area")
    assert "1." in answer.json()["detail"]
    await change(board, f"local-offers/{made['id']}", 1, la_codes=["383"])
    assert (await change(board, path, 1, la_codes=["383"])).status_code == 200


async def test_closing_withdraws_what_it_offers_for_the_same_reason(commissioning: Served):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    codes = ("anxiety-training", "sensory-audit")
    for code in codes:
        await offered(board, provider["id"], menu_item_code=code)
    path = f"providers/{provider['id']}"
    closed = await end(board, f"{path}/closure", 1, "It lost its funding.")
    assert closed.status_code == 200, closed.text
    assert closed.json() == closed.json() | {
        "status": "closed", "closed_reason": "It lost its funding.", "version": 2,
    }  # fmt: skip
    listed = (await board.get("/v1/local-offers", params={"status": "withdrawn"})).json()["items"]
    assert [each["withdrawn_reason"] for each in listed] == ["It lost its funding."] * 2
    for answer in (
        await end(board, f"{path}/closure", 2),
        await change(board, path, 2, name="Minds"),
        await offer(board, provider["id"]),
    ):
        assert (answer.status_code, problem(answer)) == (409, "provider-is-closed")


async def test_a_history_says_who_did_what(commissioning: Served):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    path = f"providers/{provider['id']}"
    await change(board, path, 1, name="Minds")
    await end(board, f"{path}/closure", 2, "It lost its funding.")
    entries = (await board.get(f"/v1/{path}/history")).json()["items"]
    assert [entry["event"].rsplit(".", 1)[-1] for entry in entries] == ["closed", "changed", "registered"]
    assert entries[1]["changes"] == [{"field": "name", "before": "Leeds Minds", "after": "Minds"}]
    assert {entry["by"] for entry in entries} == {"icb:QWO"}


async def test_a_change_says_which_version_it_is_of(commissioning: Served):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    path = f"/v1/providers/{provider['id']}"
    assert (await board.patch(path, json={"name": "Minds"})).status_code == 428
    assert (await board.patch(path, json={"name": "Minds"}, headers={"If-Match": '"7"'})).status_code == 412
