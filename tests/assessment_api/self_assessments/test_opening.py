import asyncio
from typing import Any

import httpx
import pytest

from services.assessment_api.main import SERVICE
from shared.contracts.partnership.participations import Participation
from tests.assessment_api.owner import Owner, a_participation
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live


async def opening(served: Served, caller: str, participation: Participation, **body: Any) -> httpx.Response:
    return await served.as_(caller).post(
        f"/v1/participations/{participation.id}/self-assessments", json={"point": "baseline", **body}
    )


async def number_of_assessments(assessment: Served) -> int:
    answer = await assessment.as_("national:dfe").get("/v1/self-assessments?count=exact")
    total: int = answer.json()["total"]
    return total


@pytest.mark.parametrize("caller", ["school:107866", "icb:QWO"])
async def test_a_confirmed_school_or_its_board_opens_the_baseline(
    assessment: Served, elm_park: Participation, caller: str
):
    answer = await opening(
        assessment, caller, elm_park, contributors=["staff", "governors"], helped_by=["Educational psychologist"]
    )
    assert answer.status_code == 201, answer.text
    found = answer.json()
    instrument = (await assessment.as_(caller).get(f"/v1/instruments/{found['instrument_id']}")).json()
    assert instrument["programme_year"] == found["programme_year"] == "2025-26"
    assert (found["urn"], found["icb_code"], found["la_code"]) == ("107866", "QWO", "383")
    assert (found["status"], found["answers"], found["domain_scores"]) == ("in_progress", [], [])
    assert found["contributors"] == ["staff", "governors"]
    assert found["helped_by"] == ["Educational psychologist"]
    assert (await assessment.as_(caller).get(answer.headers["Location"])).json() == found


async def test_partnership_is_asked_with_the_callers_own_token(
    assessment: Served, owner: Owner, elm_park: Participation
):
    school = assessment.as_("school:107866")
    await school.post(f"/v1/participations/{elm_park.id}/self-assessments", json={"point": "baseline"})
    assert owner.asked_with == [school.headers["Authorization"]]


async def test_a_participation_the_caller_cannot_see_is_not_found(assessment: Served):
    answer = await opening(assessment, "school:107866", a_participation())
    assert answer.status_code == 404
    assert answer.json()["title"] == "There is no participation with this id"


@pytest.mark.parametrize("caller", ["school:100000", "icb:QHM"])
async def test_another_school_or_board_opens_nothing(assessment: Served, elm_park: Participation, caller: str):
    answer = await opening(assessment, caller, elm_park)
    assert answer.status_code == 403
    assert await number_of_assessments(assessment) == 0


@pytest.mark.parametrize("caller", ["la:383", "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", "national:dfe"])
async def test_those_who_only_read_open_nothing(assessment: Served, elm_park: Participation, caller: str):
    assert (await opening(assessment, caller, elm_park)).status_code == 403


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"status": "selected"}, "The school has not confirmed that it takes part"),
        ({"status": "withdrawn"}, "The school takes part no longer"),
        ({"cohort": "existing", "offer": "embedding"}, "This school does not assess itself at this point"),
        ({"programme_year": "2026-27"}, "There is no instrument for this programme year yet"),
    ],
)
async def test_a_baseline_is_refused_with_the_reason(assessment: Served, owner: Owner, changes, title: str):
    answer = await opening(assessment, "school:107866", owner.knows(a_participation(**changes)))
    assert answer.status_code == 409
    assert answer.json()["title"] == title
    assert await number_of_assessments(assessment) == 0


async def test_an_existing_school_opens_its_embedding_review(assessment: Served, owner: Owner):
    existing = owner.knows(a_participation(cohort="existing", offer="embedding"))
    answer = await opening(assessment, "school:107866", existing, point="embedding_review")
    assert answer.status_code == 201


async def test_a_follow_up_is_refused_before_the_baseline_is_submitted(
    assessment: Served, elm_park: Participation, opened
):
    await opened("baseline")
    answer = await opening(assessment, "school:107866", elm_park, point="follow_up")
    assert answer.status_code == 409
    assert answer.json()["title"] == "The baseline has not been submitted"


async def test_a_follow_up_is_opened_after_the_baseline(opened, submitted):
    await submitted("baseline")
    assert (await opened("follow_up"))["point"] == "follow_up"


async def test_a_point_is_opened_once(assessment: Served, elm_park: Participation, opened):
    await opened("baseline")
    answer = await opening(assessment, "icb:QWO", elm_park)
    assert answer.status_code == 409
    assert answer.json()["title"] == "There is a self-assessment at this point already"


async def test_of_many_that_open_at_once_one_succeeds_and_the_others_are_told(
    databases: Databases, network: Network, owner: Owner
):
    school = owner.knows(a_participation())
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        answers = await asyncio.gather(*(opening(running, "school:107866", school) for _ in range(8)))
        assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
        assert await number_of_assessments(running) == 1


async def test_helpers_are_named_by_role_and_not_by_address(assessment: Served, elm_park: Participation):
    answer = await opening(assessment, "school:107866", elm_park, helped_by=["EP", "jo@leeds.gov.uk"])
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/helped_by/1"]
    assert "jo@" not in answer.text


async def test_while_partnership_is_away_nothing_is_opened(
    assessment: Served, network: Network, elm_park: Participation
):
    network.away.add("partnership.test")
    answer = await opening(assessment, "school:107866", elm_park)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert await number_of_assessments(assessment) == 0


@pytest.mark.parametrize(("failing", "status"), [(503, 503), (500, 503), (429, 503), (401, 401), (403, 403)])
async def test_what_partnership_refuses_is_refused_in_its_spirit(
    assessment: Served, owner: Owner, elm_park: Participation, failing: int, status: int
):
    owner.failing = failing
    answer = await opening(assessment, "school:107866", elm_park)
    assert answer.status_code == status
    assert await number_of_assessments(assessment) == 0


async def test_after_partnership_is_back_the_same_key_opens_it(
    assessment: Served, network: Network, elm_park: Participation
):
    school = assessment.as_("school:107866")
    address, key = f"/v1/participations/{elm_park.id}/self-assessments", {"Idempotency-Key": "one"}
    network.away.add("partnership.test")
    assert (await school.post(address, json={"point": "baseline"}, headers=key)).status_code == 503
    network.away.clear()
    first = await school.post(address, json={"point": "baseline"}, headers=key)
    again = await school.post(address, json={"point": "baseline"}, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
