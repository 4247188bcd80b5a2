"""Publishing the weights of a ranking."""

import asyncio
from typing import Any

import pytest

from services.assessment_api import reference
from services.assessment_api.main import SERVICE
from services.assessment_api.ranking import loading
from services.assessment_api.ranking.queries import RANKING_RULES
from tests.assessment_api.owner import Owner, a_year
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live
from tests.support.views import assert_rows_match_the_contract

SHIPPED = reference.ranking_rules()[0].model_dump()
PATH = "/v1/ranking-rules"


def weights(self_assessment: int, survey: int, voice: int) -> dict[str, int]:
    return {"self_assessment": self_assessment, "survey": survey, "voice": voice}


def an_edition(**changes: Any) -> dict[str, Any]:
    return SHIPPED | {"title": "National weights", "illustrative": False, "weights": weights(1, 1, 1)} | changes


async def current(assessment: Served, year: str = "2025-26") -> list[tuple[str, int]]:
    answer = await assessment.as_("la:383").get(f"{PATH}?is_current=true&programme_year={year}")
    return [(item["title"], item["edition"]) for item in answer.json()["items"]]


async def test_the_illustrative_weights_are_there_from_the_start_for_everybody_to_read(assessment: Served):
    for caller in ("school:107866", "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", "evaluator:ucl"):
        [rule] = (await assessment.as_(caller).get(PATH)).json()["items"]
        assert rule["illustrative"]
        assert rule["weights"] == weights(50, 30, 20)
        assert (await assessment.as_(caller).get(f"{PATH}/{rule['id']}")).json() == rule


async def test_an_edition_takes_the_place_of_the_one_before_which_stays_readable(assessment: Served):
    national = assessment.as_("national:dfe")
    [before] = (await national.get(PATH)).json()["items"]
    answer = await national.post(PATH, json=an_edition())
    assert answer.status_code == 201, answer.text
    assert (await national.get(answer.headers["Location"])).json() == answer.json()
    assert await current(assessment) == [("National weights", 2)]
    kept = (await national.get(f"{PATH}/{before['id']}")).json()
    assert kept["weights"] == before["weights"]
    assert (before["is_current"], kept["is_current"]) == (True, False)


async def test_another_years_weights_leave_this_years_current(assessment: Served, owner: Owner):
    owner.years["2026-27"] = a_year("2026-27")
    answer = await assessment.as_("national:dfe").post(PATH, json=an_edition(programme_year="2026-27"))
    assert answer.json()["edition"] == 1
    assert await current(assessment, "2026-27") == [("National weights", 1)]
    assert await current(assessment) == [(SHIPPED["title"], 1)]


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"weights": weights(0, 0, 0)}, 422, "The weights cannot be published as they stand"),
        ({"weights": weights(101, 0, 0)}, 422, "The body is not in the form this needs"),
        ({"weights": weights(-1, 5, 5)}, 422, "The body is not in the form this needs"),
        ({"weights": {"survey": 1}}, 422, "The body is not in the form this needs"),
        ({"programme_year": "2031-32"}, 409, "There is no such programme year"),
        (SHIPPED, 409, "This edition is already the current one"),
    ],
)
async def test_what_cannot_be_published_is_refused_with_its_place(
    assessment: Served, changes: dict[str, Any], status: int, told: str
):
    answer = await assessment.as_("national:dfe").post(PATH, json=an_edition(**changes))
    assert (answer.status_code, answer.json()["title"]) == (status, told)
    assert status == 409 or all(error["pointer"].startswith("/weights") for error in answer.json()["errors"])
    assert await current(assessment) == [(SHIPPED["title"], 1)]


async def test_nothing_is_published_while_partnership_is_away(assessment: Served, network: Network):
    network.away.add("partnership.test")
    assert (await assessment.as_("national:dfe").post(PATH, json=an_edition())).status_code == 503


async def test_only_the_national_team_publishes(assessment: Served):
    for caller in ("icb:QWO", "school:107866", "la:383"):
        assert (await assessment.as_(caller).post(PATH, json=an_edition())).status_code == 403


async def test_loading_never_replaces_real_weights_and_publishes_nothing_twice(assessment: Served):
    [shipped] = reference.ranking_rules()
    reworded = shipped.model_copy(update={"title": "Illustrative, reworded"})
    for new, published in ((shipped, 0), (reworded, 1), (reworded, 0)):
        async with assessment.database.transaction() as session:
            assert await loading.load(session, [new]) == published
    assert await current(assessment) == [("Illustrative, reworded", 2)]
    await assessment.as_("national:dfe").post(PATH, json=an_edition())
    async with assessment.database.transaction() as session:
        assert await loading.load(session, [shipped.model_copy(update={"title": "Illustrative, again"})]) == 0
    assert await current(assessment) == [("National weights", 3)]


async def test_what_is_read_is_what_the_contract_says(assessment: Served):
    await assert_rows_match_the_contract(assessment.database, RANKING_RULES)


async def test_of_editions_published_at_once_each_has_its_number_and_one_is_current(
    databases: Databases, network: Network
):
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        national = running.as_("national:dfe")
        editions = [an_edition(weights=weights(number, 1, 1)) for number in range(2, 6)]
        answers = await asyncio.gather(*(national.post(PATH, json=edition) for edition in editions))
        assert [answer.status_code for answer in answers] == [201] * 4
        assert sorted(answer.json()["edition"] for answer in answers) == [2, 3, 4, 5]
        assert await current(running) == [("National weights", 5)]


async def test_everybody_hears_of_new_weights(databases: Databases, network: Network):
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        for caller in ("school:100000", "evaluator:ucl", "national:dfe"):
            events = (await running.as_(caller).get("/v1/events?type=assessment.ranking-rule.published")).json()
            assert [event["data"]["edition"] for event in events] == [1], caller
