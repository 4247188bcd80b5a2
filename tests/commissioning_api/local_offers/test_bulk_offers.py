"""Many local offers at once, by CSV and by JSON."""

import asyncio
from typing import Any

import pytest

from services.commissioning_api.local_offers.bulk import UPLOAD
from services.commissioning_api.main import SERVICE
from tests.commissioning_api.offering import OFFER, registered
from tests.support.bulk import counts, faults, file_of, filled_template, sent, told
from tests.support.databases import Databases, statements_counted
from tests.support.network import Network
from tests.support.serving import Served, live

PATH, BOARD = "local-offers/bulk", "icb:QWO"
CODES = ["anxiety-training", "sensory-audit", "classroom-coaching", "transitions-audit", "calm-spaces-review"]


def offers(provider: dict[str, Any], *codes: str) -> list[dict[str, Any]]:
    return [OFFER | {"provider_id": provider["id"], "menu_item_code": code} for code in codes]


async def events(served: Served) -> list[str]:
    async with served.database.reading() as connection:
        rows = await connection.fetch("select type from events where type like 'commissioning.local-offer.%'")
    return [row["type"].rsplit(".", 1)[1] for row in rows]


@pytest.mark.parametrize("form", ["csv", "json"])
async def test_offers_are_made_and_announced_as_one_by_one(commissioning: Served, form: str):
    rows = offers(await registered(commissioning.as_(BOARD)), *CODES[:3])
    rows[1] |= {"la_codes": ["383", "380"], "exists_locally": True, "exists_for": "Families of Leeds."}
    answer = await sent(commissioning, PATH, file_of(UPLOAD, rows) if form == "csv" else rows, BOARD)
    assert counts(answer) == (3, 3, 0, 0, 0)
    assert await events(commissioning) == ["made"] * 3
    made = (await commissioning.as_(BOARD).get(f"/v1/local-offers/{told(answer)['results'][1]['id']}")).json()
    assert {name: made[name] for name in rows[1]} == rows[1]


async def test_with_one_row_that_cannot_be_kept_none_is_unless_each_is_asked_for(commissioning: Served):
    good, bad, worse = offers(await registered(commissioning.as_(BOARD)), *CODES[:2], "off-the-menu")
    bad |= {"la_codes": ["999"], "unit_cost_pence": 0}
    rows = [worse | {"hours_per_unit": -1}, bad, good, worse, good]
    answer = await sent(commissioning, PATH, rows, BOARD)
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("/problems/rows-refused")
    wrong = [
        ("/0/hours_per_unit", "greater_than"), ("/1/la_codes/0", "not_covered"),
        ("/3/menu_item_code", "not_on_the_menu"), ("/4/menu_item_code", "local-offer-exists"),
    ]  # fmt: skip
    assert faults(answer) == wrong
    assert await events(commissioning) == []
    dry = await sent(commissioning, PATH, rows, BOARD, "?dry_run=true&mode=per-row")
    assert (counts(dry), faults(dry), told(dry)["results"][0]["id"]) == ((5, 1, 0, 0, 4), wrong, None)
    assert await events(commissioning) == []
    kept = await sent(commissioning, PATH, rows, BOARD, "?mode=per-row")
    assert (counts(kept), faults(kept)) == ((5, 1, 0, 0, 4), wrong)
    assert [(each["pointer"], each["outcome"]) for each in told(kept)["results"]] == [("/2", "created")]
    assert await events(commissioning) == ["made"]


async def test_the_result_is_also_a_table(commissioning: Served):
    good, bad = offers(await registered(commissioning.as_(BOARD)), CODES[0], "off-the-menu")
    answer = await sent(commissioning, PATH, file_of(UPLOAD, [bad, good]), BOARD, "?mode=per-row", Accept="text/csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    head, refused, created = answer.text.splitlines()
    assert head == "row,pointer,outcome,column,code,detail,id"
    assert refused.startswith("2,,refused,menu_item_code,not_on_the_menu,")
    assert created.startswith("3,,created,,,,")


async def test_the_template_is_taken_as_it_is(commissioning: Served):
    provider = await registered(commissioning.as_(BOARD))
    file = await filled_template(commissioning, PATH, BOARD, provider_id=provider["id"])
    assert counts(await sent(commissioning, PATH, file, BOARD, "?dry_run=true")) == (1, 1, 0, 0, 0)


async def test_offers_of_a_provider_that_another_board_registered_lie_in_the_own_area(commissioning: Served):
    provider = await registered(commissioning.as_(BOARD), la_codes=["383", "373"])
    inside, outside = offers(provider, *CODES[:2])
    rows = [inside | {"la_codes": ["373"]}, outside]
    answer = await sent(commissioning, PATH, rows, "icb:QF7", "?mode=per-row")
    assert (counts(answer), faults(answer)) == ((2, 1, 0, 0, 1), [("/1/la_codes/0", "outside_the_area")])


async def test_who_may_not_make_one_may_not_make_many_and_an_unknown_year_is_named(commissioning: Served):
    provider = await registered(commissioning.as_(BOARD))
    assert (await sent(commissioning, PATH, offers(provider, CODES[0]), "la:383")).status_code == 403
    rows = [OFFER | {"provider_id": "0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a"},
            offers(provider, CODES[0])[0] | {"programme_year": "2031-32"}]  # fmt: skip
    answer = await sent(commissioning, PATH, file_of(UPLOAD, rows), BOARD)
    assert faults(answer) == [(2, "provider_id", "provider-not-found"), (3, "programme_year", "programme-year-unknown")]


async def test_a_row_takes_no_more_statements_in_a_long_upload(commissioning: Served):
    taken = []
    for name, codes in (("One", CODES[:1]), ("Five", CODES)):
        provider = await registered(commissioning.as_(BOARD), name=name)
        with statements_counted(commissioning.database) as seen:
            assert counts(await sent(commissioning, PATH, offers(provider, *codes), BOARD))[1] == len(codes)
        taken.append(len(seen))
    assert taken[1] - taken[0] <= 4 * 6


async def test_of_the_same_file_sent_twice_at_once_each_offer_is_made_once(databases: Databases, network: Network):
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        board = running.as_(BOARD)
        providers = [await registered(board, name=name) for name in ("One", "Two", "Three")]
        rows = [row for provider in providers for row in offers(provider, *CODES)]
        # Nobody waits for another for ever, whichever order their rows are in.
        answers = await asyncio.gather(
            *(sent(running, PATH, order, BOARD, "?mode=per-row") for order in (rows, rows[::-1], rows, rows[::-1]))
        )
        assert sum(told(answer)["created"] for answer in answers) == len(rows)
        assert sum(told(answer)["refused"] for answer in answers) == 3 * len(rows)
        assert len(await events(running)) == len(rows)
