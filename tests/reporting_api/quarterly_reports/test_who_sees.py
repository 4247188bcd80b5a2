"""Who sees a report, and when: its boards and the national team always, its partners once it is submitted."""

import pytest

from shared.contracts.partnership import participations, projects
from tests.reporting_api import facts
from tests.reporting_api.conftest import Reporting
from tests.reporting_api.reports import NATIONAL, Reports, done, refused

# Fixed, because tests that share their work among processes are named alike in all of them.
GROUP, PROVIDER = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b13"
PARTNERS = ["la:383", GROUP, PROVIDER, "school:107866"]
STRANGERS = [
    "icb:QHM",
    "la:382",
    "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b12",
    "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b14",
    "school:107867",
]


@pytest.fixture
async def partners(reporting: Reporting, project) -> None:
    for organisation in (GROUP, PROVIDER):
        await reporting.told(facts.member(project, organisation=organisation, kind="other"))


async def seen(reports: Reports, who: str) -> list[str]:
    return [each["id"] for each in done(await reports.served.as_(who).get("/v1/quarterly-reports"))["items"]]


@pytest.mark.parametrize("who", ["icb:QWO", NATIONAL, "service:commissioning"])
async def test_its_board_and_the_national_team_see_it_from_the_beginning(reports: Reports, report, who):
    assert (await reports.see(report, who)).json() == report
    assert report["id"] in await seen(reports, who)


@pytest.mark.parametrize("who", PARTNERS)
async def test_a_partner_sees_it_once_it_is_submitted(reports: Reports, partners, report, who):
    ready = await reports.ready(report)
    refused(await reports.see(report, who), 404, "report-not-found")
    assert await seen(reports, who) == []
    submitted = done(await reports.do(ready, "submission"))
    assert (await reports.see(report, who)).json() == submitted
    assert await seen(reports, who) == [report["id"]]
    [kept] = (await reports.part(report, "submissions", who))["items"]
    assert done(await reports.served.as_(who).get(f"/v1/report-submissions/{kept['id']}")) == kept
    assert (await reports.part(report, "document", who))["status"] == "submitted"


@pytest.mark.parametrize("who", PARTNERS)
async def test_of_what_was_sent_back_a_partner_sees_nothing(reports: Reports, partners, report, who):
    submitted = await reports.submitted(report)
    [kept] = (await reports.part(report, "submissions", who))["items"]
    done(await reports.do(submitted, "return", {"reasons": ["Say more."]}, NATIONAL))
    refused(await reports.see(report, who), 404, "report-not-found")
    answer = await reports.served.as_(who).get(f"/v1/report-submissions/{kept['id']}")
    refused(answer, 404, "submission-not-found")


@pytest.mark.parametrize("who", STRANGERS)
async def test_who_has_nothing_to_do_with_the_project_finds_nothing(reports: Reports, partners, report, who):
    await reports.submitted(report)
    refused(await reports.see(report, who), 404, "report-not-found")
    assert await seen(reports, who) == []
    answer = await reports.served.as_(who).get(f"/v1/quarterly-reports/{report['id']}/submissions")
    refused(answer, 404, "report-not-found")


async def test_who_left_the_partnership_or_withdrew_sees_it_no_longer(
    reporting: Reporting, reports: Reports, project, report
):
    member = facts.member(project, organisation=GROUP)
    school = facts.participation(project, urn="107868")
    await reporting.told(member, school)
    await reports.submitted(report)
    assert (await reports.see(report, GROUP)).status_code == 200
    assert (await reports.see(report, "school:107868")).status_code == 200
    await reporting.told(
        facts.again(member, projects.MemberLeft, left_on=facts.THEN.date()),
        facts.again(school, participations.ParticipationWithdrawn, status="withdrawn"),
    )
    refused(await reports.see(report, GROUP), 404, "report-not-found")
    refused(await reports.see(report, "school:107868"), 404, "report-not-found")


@pytest.mark.parametrize("what", ["figures", "differences", "history", "decisions"])
@pytest.mark.parametrize("who", ["la:383", "school:107866", "evaluator:ipsos"])
async def test_how_a_report_came_about_is_its_boards_and_the_national_teams(reports: Reports, report, what, who):
    await reports.submitted(report)
    answer = await reports.served.as_(who).get(f"/v1/quarterly-reports/{report['id']}/{what}")
    refused(answer, 403, "forbidden")


@pytest.mark.parametrize("what", ["figures", "differences", "history", "decisions", "document", "submissions"])
async def test_another_board_finds_no_part_of_it(reports: Reports, report, what):
    await reports.submitted(report)
    answer = await reports.served.as_("icb:QHM").get(f"/v1/quarterly-reports/{report['id']}/{what}")
    refused(answer, 404, "report-not-found")


@pytest.mark.parametrize("what", ["readiness", "submission"])
async def test_another_board_can_do_nothing_with_it(reports: Reports, report, what):
    refused(await reports.do(report, what, who="icb:QHM"), 404, "report-not-found")
    refused(await reports.do(report, what, who=NATIONAL), 403, "forbidden")


@pytest.mark.parametrize("what", ["acceptance", "return"])
async def test_a_board_does_not_decide_on_its_own_report(reports: Reports, report, what):
    body = {"reasons": ["Mine."]} if what == "return" else None
    refused(await reports.do(await reports.submitted(report), what, body), 403, "forbidden")
