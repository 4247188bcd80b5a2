"""What is decided at the same moment is decided one after the other, and each sees in its feed what concerns it."""

import asyncio
from collections import Counter

import pytest

from services.reporting_api.main import SERVICE
from services.reporting_api.subscriptions import apply
from shared.contracts.event import Event
from tests.reporting_api.evaluation.conftest import (
    ANOTHER,
    CAMDEN,
    EVALUATOR,
    LEEDS,
    TEAM,
    Evaluated,
    done,
    evaluation_of,
    told_of_a_project,
)
from tests.reporting_api.facts import announced
from tests.support.databases import Databases
from tests.support.serving import Served, live

SCHOOL = "school:100000"


class Live:
    """A reporting_api as it really runs, told what happened without a feed between."""

    def __init__(self, served: Served) -> None:
        self.as_ = served.as_
        self.database = served.database

    async def told(self, *events: Event) -> None:
        async with self.database.transaction() as session:
            await apply(session, announced(events))


@pytest.fixture
async def running(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as served:
        reporting = Live(served)
        project, group = await told_of_a_project(reporting, (LEEDS, "new", 6), (CAMDEN, "new", 6))
        yield Evaluated(reporting, await evaluation_of(reporting), project, group)


async def test_of_ten_answers_at_once_one_is_kept(running: Evaluated):
    asked = await running.asked(SCHOOL)
    said = [(who, f"{who} says {number}.") for number in range(5) for who in (SCHOOL, "icb:QWO")]
    answers = await asyncio.gather(*(running.answer(who, asked, answer=what) for who, what in said))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 9}
    [kept] = [what for (_, what), answer in zip(said, answers, strict=True) if answer.status_code == 200]
    read = done(await running.get(EVALUATOR, f"/v1/information-requests/{asked['id']}"))
    assert (read["answer"], read["version"]) == (kept, 2)


async def test_an_answer_and_a_withdrawal_at_once_leave_one_of_them(running: Evaluated):
    for _ in range(8):
        asked = await running.asked()
        path = f"/v1/information-requests/{asked['id']}/withdrawal"
        answered, withdrawn = await asyncio.gather(
            running.answer("la:383", asked), running.post(EVALUATOR, path, {"reason": "Said by phone."}, asked)
        )
        assert sorted([answered.status_code, withdrawn.status_code]) == [200, 412]
        read = done(await running.get(EVALUATOR, f"/v1/information-requests/{asked['id']}"))
        assert (read["status"] == "answered") == (answered.status_code == 200)
        assert (read["answer"] is None) == (withdrawn.status_code == 200)


async def test_a_release_and_a_new_check_at_once_give_what_was_checked_last(running: Evaluated):
    for _ in range(5):
        asked = await running.extract("schools")
        checked = done(await running.step(TEAM, asked, "check", {}))
        released, again = await asyncio.gather(
            running.step(TEAM, checked, "release"), running.step(TEAM, checked, "check", {"threshold": 6})
        )
        assert sorted([released.status_code, again.status_code]) == [200, 412]
        read = done(await running.get(TEAM, f"/v1/extracts/{asked['id']}"))
        if released.status_code == 200:
            assert (read["status"], read["check"]) == ("released", checked["check"])
            assert len((await running.download(read)).text.splitlines()) == 12
        else:
            assert (read["status"], read["check"]["threshold"]) == ("checked", 6)


async def test_of_two_extracts_released_at_once_the_second_is_checked_against_the_first(running: Evaluated):
    for _ in range(5):
        checked = [done(await running.step(TEAM, await running.extract(), "check", {})) for _ in range(2)]
        answers = await asyncio.gather(*(running.step(TEAM, each, "release") for each in checked))
        assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_downloads_at_once_are_all_kept(running: Evaluated):
    released = await running.released()
    answers = await asyncio.gather(*(running.download(released) for _ in range(8)))
    assert {answer.content for answer in answers} == {answers[0].content}
    assert done(await running.get(TEAM, "/v1/extract-downloads?count=exact"))["total"] == 8


async def seen_by(running: Evaluated, who: str) -> list[str]:
    """What somebody reads in the feed, but for the templates that were loaded before."""
    types = [event["type"].removeprefix("reporting.") for event in (await running.get(who, "/v1/events")).json()]
    return [each for each in types if each != "report-template.published"]


async def test_only_those_concerned_see_it_in_their_feed(running: Evaluated):
    asked = await running.asked(SCHOOL)
    done(await running.answer(SCHOOL, asked))
    await running.download(await running.released())
    of_requests = ["information-request.made", "information-request.answered"]
    of_extracts = ["extract.requested", "extract.checked", "extract.released", "extract-download.made"]
    for who in (TEAM, EVALUATOR):
        assert await seen_by(running, who) == ["evaluation.registered", *of_requests, *of_extracts], who
    for who in (SCHOOL, "icb:QWO"):
        assert await seen_by(running, who) == of_requests, who
    for who in (ANOTHER, "icb:QHM", "la:383", "school:100001", running.group):
        assert await seen_by(running, who) == [], who
    text = (await running.get(TEAM, "/v1/events")).text
    assert "pseudonym" not in text


async def test_an_extract_is_not_checked_with_another_secret_than_those_before_it(databases: Databases):
    async with databases.copy(SERVICE) as url:
        async with live(SERVICE, url) as served:
            reporting = Live(served)
            project, group = await told_of_a_project(reporting, (LEEDS, "new", 6))
            before = Evaluated(reporting, await evaluation_of(reporting), project, group)
            await before.released()
        for secret, code, problem in (
            ("another secret of the tests for pseudonyms", 409, "pseudonyms-would-differ"),
            (None, 503, "no-pseudonym-secret"),
        ):
            async with live(SERVICE, url, pseudonym_secret=secret) as served:
                after = Evaluated(Live(served), before.evaluation, project, group)
                answer = await after.step(TEAM, await after.extract(), "check", {})
                assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (code, problem)
