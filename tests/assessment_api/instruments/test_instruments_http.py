import asyncio
from typing import Any

from services.assessment_api import reference
from services.assessment_api.instruments import loading
from services.assessment_api.loading import load_reference
from services.assessment_api.main import SERVICE
from tests.assessment_api.owner import Owner, a_year
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live

SHIPPED = reference.instruments()[0].model_dump()


def an_edition(**changes: Any) -> dict[str, Any]:
    return SHIPPED | {"code": "self-assessment", "title": "The national tool", "illustrative": False} | changes


async def current(assessment: Served, year: str = "2025-26") -> list[tuple[str, int]]:
    answer = await assessment.as_("la:383").get(f"/v1/instruments?is_current=true&programme_year={year}")
    return [(item["code"], item["version"]) for item in answer.json()["items"]]


async def test_the_illustrative_instrument_is_there_from_the_start_for_everybody_to_read(assessment: Served):
    for caller in ("school:107866", "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", "evaluator:ucl"):
        listed = (await assessment.as_(caller).get("/v1/instruments")).json()["items"]
        assert [(item["code"], item["illustrative"]) for item in listed] == [("illustrative-self-assessment", True)]


async def test_loading_the_reference_data_again_publishes_nothing(assessment: Served):
    assert "0 instruments published" in await load_reference(assessment.database, assessment.app.state.settings)


async def test_a_published_edition_becomes_the_current_one_and_the_one_before_stays_readable(assessment: Served):
    national = assessment.as_("national:dfe")
    before = (await national.get("/v1/instruments")).json()["items"][0]
    answer = await national.post("/v1/instruments", json=an_edition())
    assert answer.status_code == 201, answer.text
    assert answer.headers["ETag"] == '"1"'
    assert (await national.get(answer.headers["Location"])).json() == answer.json()
    assert await current(assessment) == [("self-assessment", 1)]
    assert (await national.get(f"/v1/instruments/{before['id']}")).json() == before


async def test_the_next_edition_of_a_code_has_the_next_number(assessment: Served):
    national = assessment.as_("national:dfe")
    await national.post("/v1/instruments", json=an_edition())
    answer = await national.post("/v1/instruments", json=an_edition(title="The national tool, better worded"))
    assert answer.json()["version"] == 2
    assert await current(assessment) == [("self-assessment", 2)]


async def test_another_years_edition_leaves_this_years_current(assessment: Served, owner: Owner):
    owner.years["2026-27"] = a_year("2026-27")
    national = assessment.as_("national:dfe")
    await national.post("/v1/instruments", json=an_edition())
    answer = await national.post("/v1/instruments", json=an_edition(programme_year="2026-27"))
    assert answer.json()["version"] == 2
    assert await current(assessment) == [("self-assessment", 1)]
    assert await current(assessment, "2026-27") == [("self-assessment", 2)]


async def test_publishing_what_is_current_already_is_refused(assessment: Served):
    answer = await assessment.as_("national:dfe").post("/v1/instruments", json=SHIPPED)
    assert answer.status_code == 409
    assert answer.json()["title"] == "This edition is already the current one"


async def test_loading_never_replaces_a_real_instrument(assessment: Served):
    await assessment.as_("national:dfe").post("/v1/instruments", json=an_edition())
    reworded = reference.instruments()[0].model_copy(update={"title": "Illustrative, reworded"})
    async with assessment.database.transaction() as session:
        assert await loading.load(session, [reworded]) == 0
    assert await current(assessment) == [("self-assessment", 1)]


async def test_loading_a_changed_illustrative_instrument_publishes_its_next_edition(assessment: Served):
    reworded = reference.instruments()[0].model_copy(update={"title": "Illustrative, reworded"})
    async with assessment.database.transaction() as session:
        assert await loading.load(session, [reworded]) == 1
    assert await current(assessment) == [("illustrative-self-assessment", 2)]


async def test_every_fault_of_an_instrument_is_answered_at_once(assessment: Served):
    wrong = an_edition(
        domains=[*SHIPPED["domains"], "music"], scale=[{"value": 3, "label": "A"}, {"value": 2, "label": "B"}]
    )
    answer = await assessment.as_("national:dfe").post("/v1/instruments", json=wrong)
    assert answer.status_code == 422
    assert {(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]} == {
        ("/scale/1/value", "not_rising"),
        ("/domains/6", "not_of_the_year"),
        ("/domains/6", "empty"),
    }
    assert await current(assessment) == [("illustrative-self-assessment", 1)]


async def test_an_instrument_of_an_unknown_programme_year_is_refused(assessment: Served):
    answer = await assessment.as_("national:dfe").post("/v1/instruments", json=an_edition(programme_year="2031-32"))
    assert answer.status_code == 409
    assert answer.json()["title"] == "There is no such programme year"


async def test_nothing_is_published_while_partnership_is_away(assessment: Served, network: Network):
    network.away.add("partnership.test")
    answer = await assessment.as_("national:dfe").post("/v1/instruments", json=an_edition())
    assert answer.status_code == 503
    assert await current(assessment) == [("illustrative-self-assessment", 1)]


async def test_only_the_national_team_publishes(assessment: Served):
    for caller in ("icb:QWO", "school:107866", "la:383"):
        assert (await assessment.as_(caller).post("/v1/instruments", json=an_edition())).status_code == 403


async def test_of_two_editions_published_at_once_each_has_its_number_and_one_is_current(
    databases: Databases, network: Network
):
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        national = running.as_("national:dfe")
        editions = [an_edition(title=f"The national tool, draft {number}") for number in range(4)]
        answers = await asyncio.gather(*(national.post("/v1/instruments", json=edition) for edition in editions))
        assert [answer.status_code for answer in answers] == [201] * 4
        assert sorted(answer.json()["version"] for answer in answers) == [1, 2, 3, 4]
        assert await current(running) == [("self-assessment", 4)]
