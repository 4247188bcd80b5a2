"""Writing in a report, part by part, by the board that answers for the project."""

import pytest

from shared.contracts.partnership import projects
from tests.reporting_api import facts
from tests.reporting_api.conftest import Reporting
from tests.reporting_api.reports import NATIONAL, REQUIRED, Reports, done, refused, year_of_quarters


def texts(report: dict) -> dict[str, str]:
    return {each["section"]: each["text"] for each in report["sections"]}


async def test_sections_are_saved_in_parts(reports: Reports, report):
    first = done(await reports.save(report, {"progress": "Two schools began.", "risks": "None."}))
    second = done(await reports.save(first, {"risks": None, "funding": "As planned."}))
    assert texts(second) == {"progress": "Two schools began.", "funding": "As planned."}


async def test_a_section_that_the_template_has_not_is_named_with_its_place(reports: Reports, report):
    wrong = refused(await reports.save(report, {"progress": "Much.", "weather": "Fine."}), 422, "sections-unknown")
    assert [(each["pointer"], each["code"]) for each in wrong] == [("/sections/1/section", "unknown")]
    assert texts((await reports.see(report)).json()) == {}


async def test_free_text_that_points_to_a_person_is_refused_with_its_place(reports: Reports, report):
    answer = await reports.save(report, {"progress": "Write to jo.smith@example.org about it."})
    [wrong] = refused(answer, 422, "unprocessable")
    assert (wrong["pointer"], wrong["code"]) == ("/sections/0/text", "personal_data")
    assert "jo.smith" not in answer.text


async def test_a_change_names_the_version_it_was_made_on(reports: Reports, report):
    await reports.written(report)
    refused(await reports.save(report, {"progress": "Late."}), 412, "stale-version")
    path = f"/v1/quarterly-reports/{report['id']}/sections"
    body = {"sections": [{"section": "progress", "text": "Late."}]}
    refused(await reports.act("icb:QWO", path, body, method="PATCH"), 428, "precondition-missing")


async def test_another_board_finds_no_report_to_write_in(reports: Reports, report):
    refused(await reports.save(report, {"progress": "Ours."}, "icb:QHM"), 404, "report-not-found")


async def test_a_successor_that_leads_writes_and_the_board_before_it_reads(
    reporting: Reporting, reports, project, report
):
    await reporting.told(facts.again(project, projects.ProjectHandedOver, lead_icb_code="QHM"))
    refused(await reports.save(report, {"progress": "Ours."}), 403, "not-the-reporting-board")
    assert (await reports.see(report, "icb:QWO")).status_code == 200
    done(await reports.save(report, {"progress": "Ours."}, "icb:QHM"))


@pytest.mark.parametrize("who", ["la:383", "school:107866", NATIONAL, "evaluator:ipsos"])
async def test_only_a_board_writes(reports: Reports, report, who):
    refused(await reports.save(report, {"progress": "Ours."}, who), 403, "forbidden")


@pytest.mark.parametrize(("quarter", "status"), [(5, 400), (0, 400), (4, 200)])
async def test_a_quarter_that_does_not_exist_has_no_report(reporting: Reporting, project, quarter, status):
    answer = await reporting.as_("icb:QWO").get(f"/v1/projects/{project.data.id}/quarterly-reports/{quarter}")
    assert answer.status_code == status


async def test_a_quarter_that_the_year_has_not_is_not_found(reporting: Reporting, reports: Reports):
    year = year_of_quarters([1, 2])
    project = facts.project(programme_year_id=year.data.id)
    await reporting.told(year, project)
    answer = await reporting.as_("icb:QWO").get(f"/v1/projects/{project.data.id}/quarterly-reports/3")
    refused(answer, 404, "quarter-not-found")


NEW = {
    "title": "The national template",
    "illustrative": False,
    "sections": [{"code": "story", "title": "The story", "guidance": "Tell it.", "required": True}],
}


async def publish(reports: Reports, body: dict, match: dict[str, str], year: str = "2025-26", who: str = NATIONAL):
    return await reports.served.as_(who).put(f"/v1/report-templates/{year}", json=body, headers=match)


async def test_the_national_team_replaces_the_illustrative_template(reports: Reports, report):
    shown = done(await reports.served.as_("icb:QWO").get("/v1/report-templates/2025-26"))
    assert shown["illustrative"]
    written = await reports.written(report)
    done(await publish(reports, NEW, {"If-Match": '"1"'}), 201)
    left_over = refused(await reports.do(written, "readiness"), 409, "sections-outdated")
    assert [each["pointer"] for each in left_over] == [f"/{code}" for code in REQUIRED]
    moved = done(await reports.save(written, dict.fromkeys(REQUIRED) | {"story": "It went as planned."}))
    submitted = done(await reports.do(done(await reports.do(moved, "readiness")), "submission"))
    [kept] = (await reports.part(submitted, "submissions"))["items"]
    assert [(each["code"], each["title"]) for each in kept["sections"]] == [("story", "The story")]


async def test_a_report_that_is_ready_keeps_its_template(reports: Reports, report):
    ready = await reports.ready(report)
    done(await publish(reports, NEW, {"If-Match": '"1"'}), 201)
    assert done(await reports.do(ready, "submission"))["status"] == "submitted"


async def test_publishing_says_what_it_replaces_and_the_same_again_is_no_edition(reports: Reports):
    refused(await publish(reports, NEW, {"If-None-Match": "*"}), 412, "stale-version")
    done(await publish(reports, NEW, {"If-Match": '"1"'}), 201)
    assert done(await publish(reports, NEW, {"If-Match": '"2"'}))["version"] == 2
    editions = done(await reports.served.as_("icb:QWO").get("/v1/report-templates/2025-26/editions"))["items"]
    assert [each["version"] for each in editions] == [2, 1]


async def test_a_template_names_each_section_once(reports: Reports):
    twice = NEW | {"sections": NEW["sections"] * 2}
    wrong = refused(await publish(reports, twice, {"If-Match": '"1"'}), 422, "report-template-faulty")
    assert [each["pointer"] for each in wrong] == ["/sections/1/code"]


async def test_only_the_national_team_publishes_a_template(reports: Reports):
    refused(await publish(reports, NEW, {"If-Match": '"1"'}, who="icb:QWO"), 403, "forbidden")


async def test_a_year_without_a_template_has_no_report_to_write_yet(reporting: Reporting, reports: Reports):
    year = year_of_quarters(code="2026-27")
    project = facts.project(programme_year_id=year.data.id, programme_year="2026-27")
    await reporting.told(year, project)
    report = await reports.of(project.data.id)
    refused(await reports.save(report, {"progress": "Much."}), 409, "template-missing")
    refused(await reports.served.as_("icb:QWO").get("/v1/report-templates/2026-27"), 404, "report-template-not-found")
