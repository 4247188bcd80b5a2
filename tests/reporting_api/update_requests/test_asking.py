"""What a board asks of its partners, and what becomes of it."""

from datetime import timedelta

import pytest

from shared.contracts.partnership import participations, projects
from shared.kit.clock import today
from shared.kit.columns import new_id
from tests.reporting_api import facts
from tests.reporting_api.conftest import Reporting
from tests.reporting_api.reports import BOARD, COUNCIL, NATIONAL, Reports, done, question, refused

# Fixed, because tests that share their work among processes are named alike in all of them.
GROUP, PROVIDER = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b13"
ANSWER = {"answer": "We visited all of them."}


@pytest.fixture
async def asked(reports: Reports, project) -> dict:
    return done(await reports.ask(project.data.id), 201)


async def answer(reports: Reports, request: dict, who: str = COUNCIL, body: dict = ANSWER):
    return await reports.act(who, f"/v1/update-requests/{request['id']}/answer", body, on=request)


async def see(reports: Reports, request: dict, who: str):
    return await reports.served.as_(who).get(f"/v1/update-requests/{request['id']}")


@pytest.mark.parametrize("partner", [COUNCIL, GROUP, PROVIDER, "school:107866", "la:382"])
async def test_members_schools_and_authorities_with_schools_are_asked(reporting, reports: Reports, project, partner):
    await reporting.told(
        facts.member(project, organisation=GROUP, organisation_name="Parents"),
        facts.member(project, organisation=PROVIDER, organisation_name="A provider"),
        facts.participation(project, urn="107867", la_code="382"),
    )
    asked = done(await reports.ask(project.data.id, partner), 201)
    assert (asked["status"], asked["organisation"]) == ("open", partner)
    assert asked["organisation_name"] == {
        COUNCIL: "Leeds",
        GROUP: "Parents",
        PROVIDER: "A provider",
        "school:107866": "Elm Park Primary School",
    }.get(partner)
    assert done(await see(reports, asked, partner)) == asked
    assert done(await answer(reports, asked, partner))["answer"] == ANSWER["answer"]


@pytest.mark.parametrize("stranger", ["la:999", GROUP, "school:107899", "icb:QWO", "national:dfe"])
async def test_whoever_is_no_partner_is_not_asked(reports: Reports, project, stranger):
    [wrong] = refused(await reports.ask(project.data.id, stranger), 422, "not-a-partner-of-the-project")
    assert wrong["pointer"] == "/organisation"


async def test_who_left_or_withdrew_is_asked_no_longer(reporting: Reporting, reports: Reports, project):
    member, school = facts.member(project, organisation=GROUP), facts.participation(project, urn="107868")
    await reporting.told(
        facts.again(member, projects.MemberLeft, left_on=facts.THEN.date()),
        facts.again(school, participations.ParticipationWithdrawn, status="withdrawn"),
    )
    for organisation in (GROUP, "school:107868"):
        refused(await reports.ask(project.data.id, organisation), 422, "not-a-partner-of-the-project")


@pytest.mark.parametrize("days", [-1, -400])
async def test_a_due_date_that_is_over_is_refused(reports: Reports, project, days):
    due_on = (today() + timedelta(days=days)).isoformat()
    [wrong] = refused(await reports.ask(project.data.id, due_on=due_on), 422, "due-in-the-past")
    assert wrong["pointer"] == "/due_on"


async def test_today_is_a_due_date(reports: Reports, project):
    done(await reports.ask(project.data.id, due_on=today().isoformat()), 201)


async def test_another_board_asks_nothing_of_the_projects_partners(reports: Reports, project):
    refused(await reports.ask(project.data.id, who="icb:QHM"), 404, "project-not-found")
    refused(await reports.ask(new_id()), 404, "project-not-found")


async def test_once_it_is_handed_over_the_successor_asks(reporting: Reporting, reports: Reports, project, asked):
    await reporting.told(facts.again(project, projects.ProjectHandedOver, lead_icb_code="QHM"))
    refused(await reports.ask(project.data.id), 403, "not-the-reporting-board")
    done(await reports.ask(project.data.id, who="icb:QHM"), 201)
    path = f"/v1/update-requests/{asked['id']}/withdrawal"
    refused(await reports.act(BOARD, path, {"reason": "Ours."}, on=asked), 403, "not-the-reporting-board")
    done(await reports.act("icb:QHM", path, {"reason": "It is known by now."}, on=asked))


@pytest.mark.parametrize("who", ["la:382", "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b12", "school:107866", "icb:QHM"])
async def test_others_do_not_see_it(reports: Reports, asked, who):
    refused(await see(reports, asked, who), 404, "update-request-not-found")
    assert done(await reports.served.as_(who).get("/v1/update-requests"))["items"] == []
    assert done(await reports.served.as_(who).get("/v1/updates-owed"))["items"] == []


@pytest.mark.parametrize("who", ["la:382", "school:107866"])
async def test_only_the_partner_that_is_asked_answers(reports: Reports, asked, who):
    refused(await answer(reports, asked, who), 404, "update-request-not-found")


async def test_a_board_does_not_answer_as_its_partner(reports: Reports, asked):
    refused(await answer(reports, asked, BOARD), 403, "forbidden")


async def test_an_answer_is_given_once(reports: Reports, asked):
    answered = done(await answer(reports, asked))
    assert (answered["status"], answered["answered_by"], answered["answered_how"]) == ("answered", COUNCIL, None)
    refused(await answer(reports, answered), 409, "request-not-open")
    refused(await answer(reports, asked), 412, "stale-version")


async def test_the_board_records_an_answer_and_how_it_was_given(reports: Reports, asked):
    path = f"/v1/update-requests/{asked['id']}/recorded-answer"
    recorded = done(await reports.act(BOARD, path, ANSWER | {"how": "At the steering group."}, on=asked))
    assert (recorded["answered_by"], recorded["answered_how"]) == (BOARD, "At the steering group.")
    refused(await reports.act(COUNCIL, path, ANSWER | {"how": "By phone."}, on=recorded), 403, "forbidden")


async def test_a_request_that_was_withdrawn_is_not_answered(reports: Reports, asked):
    path = f"/v1/update-requests/{asked['id']}/withdrawal"
    withdrawn = done(await reports.act(BOARD, path, {"reason": "It is known by now."}, on=asked))
    assert withdrawn["status"] == "withdrawn"
    refused(await answer(reports, withdrawn), 409, "request-not-open")
    history = done(await reports.served.as_(COUNCIL).get(f"/v1/update-requests/{asked['id']}/history"))["items"]
    assert [each["event"].rsplit(".", 1)[-1] for each in history] == ["withdrawn", "asked"]


async def test_a_school_that_converted_answers_what_it_was_asked_before(
    reporting: Reporting, reports: Reports, project
):
    school = facts.participation(project, urn="107868")
    await reporting.told(school)
    asked = done(await reports.ask(project.data.id, "school:107868"), 201)
    await reporting.told(facts.again(school, participations.ParticipationConverted, current_urn="145001"))
    assert done(await answer(reports, asked, "school:145001"))["answered_by"] == "school:145001"


@pytest.mark.parametrize(("field", "where"), [("question", "/question"), ("organisation", "/organisation")])
async def test_a_question_that_points_to_a_person_or_to_nobody_is_refused(reports: Reports, project, field, where):
    body = question() | {field: "jo.smith@example.org"}
    answered = await reports.act(BOARD, f"/v1/projects/{project.data.id}/update-requests", body)
    assert [each["pointer"] for each in refused(answered, 422, "unprocessable")] == [where]
    assert "jo.smith" not in answered.text


async def test_an_answer_that_points_to_a_person_is_refused(reports: Reports, asked):
    answered = await answer(reports, asked, body={"answer": "Ask jo.smith@example.org."})
    [wrong] = refused(answered, 422, "unprocessable")
    assert (wrong["pointer"], wrong["code"]) == ("/answer", "personal_data")


@pytest.mark.parametrize(
    ("on", "standing", "days_late"),
    [("2199-06-30", "due", 0), ("2199-07-01", "overdue", 1), ("2199-07-30", "overdue", 30)],
)
async def test_what_is_owed_stands_against_its_due_date(reporting: Reporting, asked, on, standing, days_late):
    for who in (NATIONAL, BOARD, COUNCIL):
        [row] = await reporting.items(f"/v1/updates-owed?on={on}", who)
        assert (row["standing"], row["days_late"], row["lead_icb_code"]) == (standing, days_late, "QWO")
    assert await reporting.items(f"/v1/updates-owed?on={on}&standing=late") == []


async def test_an_answer_in_time_is_on_time_and_a_withdrawn_request_is_not_late(reporting, reports: Reports, project):
    answered, withdrawn = [done(await reports.ask(project.data.id), 201) for _ in range(2)]
    done(await answer(reports, answered))
    path = f"/v1/update-requests/{withdrawn['id']}/withdrawal"
    done(await reports.act(BOARD, path, {"reason": "It is known by now."}, on=withdrawn))
    rows = await reporting.items("/v1/updates-owed?on=2199-12-31")
    assert [(row["standing"], row["days_late"]) for row in rows] == [("on_time", 0), ("withdrawn", 0)]


async def test_a_report_waits_for_its_partners_until_the_board_says_it_is_ready(reports: Reports, report):
    written = await reports.written(report)
    asked = done(await reports.do(written, "update-requests", question()), 201)
    assert asked["quarterly_report_id"] == report["id"]
    waiting = (await reports.see(report)).json()
    assert waiting["status"] == "requested"
    other = done(await reports.do(waiting, "update-requests", question("school:107866")), 201)
    waiting = (await reports.see(report)).json()
    named = refused(await reports.do(waiting, "readiness"), 409, "requests-open")
    assert [each["pointer"] for each in named] == [f"/update-requests/{each['id']}" for each in (asked, other)]
    done(await answer(reports, asked))
    path = f"/v1/update-requests/{other['id']}/withdrawal"
    done(await reports.act(BOARD, path, {"reason": "It is known by now."}, on=other))
    assert (await reports.see(report)).json()["status"] == "requested"
    assert done(await reports.do(waiting, "readiness"))["status"] == "ready"


async def test_asking_for_a_report_that_was_ready_takes_its_figures_back(reports: Reports, report):
    ready = await reports.ready(report)
    done(await reports.do(ready, "update-requests", question()), 201)
    waiting = (await reports.see(report)).json()
    assert (waiting["status"], waiting["pinned"], waiting["template_id"]) == ("requested", None, None)


async def test_nothing_is_asked_for_a_report_that_was_submitted(reports: Reports, report):
    submitted = await reports.submitted(report)
    refused(await reports.do(submitted, "update-requests", question()), 409, "report-handed-in")
