"""What meets in one moment: one wins, and nothing is lost or doubled."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from services.reporting_api.main import SERVICE
from services.reporting_api.subscriptions import apply
from tests.reporting_api import facts
from tests.reporting_api.reports import (
    NATIONAL,
    REQUIRED,
    Reports,
    done,
    question,
    read_to_their_ends,
    year_of_quarters,
)
from tests.support.databases import Databases
from tests.support.serving import live


@pytest.fixture
async def racing(databases: Databases) -> AsyncIterator[tuple[Reports, dict]]:
    """A written report of a project with a partner, on a database of its own."""
    year = year_of_quarters()
    project = facts.project(programme_year_id=year.data.id)
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as served:
        async with served.database.transaction() as session:
            await apply(session, facts.announced([year, project, facts.member(project)]))
        await read_to_their_ends(served.database)
        reports = Reports(served)
        yield reports, await reports.written(await reports.of(project.data.id))


async def test_of_two_submissions_at_once_one_is_kept(racing):
    reports, report = racing
    ready = done(await reports.do(report, "readiness"))
    answers = await asyncio.gather(*(reports.do(ready, "submission") for _ in range(8)))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 7}
    assert len((await reports.part(ready, "submissions"))["items"]) == 1


async def test_what_is_submitted_is_what_was_saved_before_it_or_the_save_is_refused(racing):
    reports, report = racing
    ready = done(await reports.do(report, "readiness"))
    saved, submitted = await asyncio.gather(
        reports.save(ready, {REQUIRED[0]: "Changed at the last moment."}), reports.do(ready, "submission")
    )
    assert sorted([saved.status_code, submitted.status_code]) == [200, 412]
    now = (await reports.see(report)).json()
    kept = (await reports.part(report, "submissions"))["items"]
    assert (now["status"], len(kept)) == (("submitted", 1) if submitted.status_code == 200 else ("ready", 0))
    for submission in kept:
        assert {each["code"]: each["text"] for each in submission["sections"] if each["text"]} == {
            each["section"]: each["text"] for each in now["sections"]
        }


async def test_of_acceptance_and_return_at_once_one_decides(racing):
    reports, report = racing
    submitted = done(await reports.do(done(await reports.do(report, "readiness")), "submission"))
    answers = await asyncio.gather(
        *(reports.do(submitted, "acceptance", who=NATIONAL) for _ in range(3)),
        *(reports.do(submitted, "return", {"reasons": ["Say more."]}, NATIONAL) for _ in range(3)),
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 5}
    [decision] = (await reports.part(report, "decisions"))["items"]
    assert decision["outcome"] == (await reports.see(report)).json()["status"]


async def test_a_report_that_is_asked_for_at_the_moment_it_is_made_ready_is_one_or_the_other(racing):
    reports, report = racing
    asked, ready = await asyncio.gather(
        reports.do(report, "update-requests", question()), reports.do(report, "readiness")
    )
    assert {asked.status_code, ready.status_code} in ({201, 412}, {412, 200})
    assert (await reports.see(report)).json()["status"] == ("requested" if asked.status_code == 201 else "ready")


async def test_of_an_answer_and_a_withdrawal_at_once_one_is_kept(racing):
    reports, report = racing
    asked = done(await reports.do(report, "update-requests", question()), 201)
    path = f"/v1/update-requests/{asked['id']}"
    answers = await asyncio.gather(
        reports.act("la:383", f"{path}/answer", {"answer": "All of them."}, on=asked),
        reports.act("icb:QWO", f"{path}/withdrawal", {"reason": "It is known by now."}, on=asked),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
