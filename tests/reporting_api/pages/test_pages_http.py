"""What the pages show to whom, without a browser."""

import csv
import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from services.reporting_api.main import SERVICE
from services.reporting_api.pages.boards import boards
from tests.reporting_api import facts, more_facts as more
from tests.reporting_api.conftest import Reporting
from tests.reporting_api.reports import year_of_quarters
from tests.support.databases import Databases
from tests.support.serving import served
from tests.support.tokens import token_for

GROUP = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
HOSTILE = "<script>alert('Elm')</script> & \"Sons\""
SERVICES = Path(__file__).parents[3] / "services"


def cookie(organisation: str, scope: str = "reporting:read") -> dict[str, str]:
    return {"Cookie": f"pins_token={token_for(organisation, scope)}"}


async def look(reporting: Reporting, path: str, organisation: str) -> httpx.Response:
    return await reporting.served.as_(None).get(f"/dashboard{path}", headers=cookie(organisation))


@pytest.fixture(scope="module")
async def reporting(databases: Databases) -> AsyncIterator[Reporting]:
    """One for all of them: whoever tells it more tells of schools that nobody else looks at."""
    async with served(SERVICE, databases.url(await databases.template(SERVICE))) as running:
        assert running.database is not None
        yield Reporting(running, running.database)


@pytest.fixture(scope="module")
async def found(reporting: Reporting) -> dict[str, str]:
    """QWO's project with schools in Leeds and Bradford and a group, and one of QHM."""
    year = year_of_quarters()
    west = facts.project(programme_year_id=year.data.id)
    humber = facts.project(icb_code="QHM", name="Humber 2025 to 2026", programme_year_id=year.data.id)
    leeds = facts.participation(west, school_name=HOSTILE, urn="107866")
    bradford = facts.participation(west, school_name="Ash Grove", urn="107201", la_code="380")
    await reporting.told(year, west, humber, leeds, bradford, facts.participation(humber, urn="118000", la_code="810"))
    await reporting.told(facts.member(west, organisation=GROUP, kind="pcg"), more.allocation(west, 20_900_000))
    await reporting.told(
        facts.assessment(leeds, scores={"communication": 40.0}),
        facts.assessment(leeds, scores={"communication": 52.5}, point="follow_up"),
        *more.moved(west, "funder", "free", 20_900_000),
        *more.moved(west, "free", "committed", 30_000_000),
    )
    ids = {"west": west, "humber": humber, "leeds": leeds, "bradford": bradford}
    return {name: str(event.data.id) for name, event in ids.items()}


@pytest.mark.parametrize(
    ("path", "organisation", "status"),
    [
        ("", "national:dfe", 200),
        ("", "evaluator:ace", 403),
        ("/icbs/QWO", "icb:QWO", 200),
        ("/icbs/QWO", "national:nhse", 200),
        ("/icbs/QWO", "icb:QHM", 404),
        ("/icbs/QWO", "la:383", 403),
        ("/icbs/qwo", "national:dfe", 400),
        ("/regions/D", "national:dfe", 200),
        ("/regions/D", "icb:QWO", 403),
        ("/regions/Q", "national:dfe", 404),
        ("/measures", "school:107866", 200),
        ("/measures", "evaluator:ace", 403),
        ("/icbs/QWO?series=spent_pence", "icb:QWO", 200),
        ("/projects/{west}?series=spent", "icb:QWO", 400),
        ("/authorities/383", "la:383", 200),
        ("/authorities/383", "la:380", 404),
        ("/authorities/383", "icb:QWO", 403),
        ("/projects/{west}", "icb:QWO", 200),
        ("/projects/{west}", "la:383", 200),
        ("/projects/{west}", GROUP, 200),
        ("/projects/{west}", "icb:QHM", 404),
        ("/projects/{west}", "school:107866", 403),
        ("/projects/{humber}", "la:383", 404),
        ("/projects/not-an-id", "national:dfe", 400),
        ("/schools/{leeds}", "school:107866", 200),
        ("/schools/{leeds}", "la:383", 200),
        ("/schools/{leeds}", "la:380", 404),
        ("/schools/{bradford}", "school:107866", 404),
        ("?measure=everything", "national:dfe", 400),
        ("?colour=red", "national:dfe", 400),
        ("?programme_year=2031-32", "national:dfe", 200),
        ("/elsewhere", "national:dfe", 404),
    ],
)
async def test_a_page_is_shown_to_whom_its_numbers_are(reporting: Reporting, found, path, organisation, status):
    answer = await look(reporting, path.format(**found), organisation)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers.get_list("referrer-policy") == ["same-origin"]


async def test_a_token_without_the_scope_opens_no_page(reporting: Reporting, found):
    headers = cookie("national:dfe", "partnership:read")
    answer = await reporting.served.as_(None).get("/dashboard", headers=headers)
    assert answer.status_code == 403
    assert "reporting:read" in answer.text


@pytest.mark.parametrize(
    ("organisation", "place"),
    [
        ("icb:QWO", "/dashboard/icbs/QWO"),
        ("la:383", "/dashboard/authorities/383"),
        ("school:107866", "/dashboard/schools/{leeds}"),
        (GROUP, "/dashboard/projects/{west}"),
    ],
)
async def test_everybody_is_taken_to_what_is_theirs(reporting: Reporting, found, organisation, place):
    answer = await look(reporting, "", organisation)
    assert (answer.status_code, answer.headers["location"]) == (303, place.format(**found))


async def test_a_school_of_two_years_chooses_and_one_of_none_is_told_so(reporting: Reporting, found):
    before, now = facts.project(programme_year="2024-25"), facts.project(icb_code="QT6", name="Cornwall")
    in_both = {"urn": "112233", "la_code": "908"}
    await reporting.told(
        before,
        now,
        facts.participation(before, programme_year="2024-25", **in_both),
        facts.participation(now, **in_both),
    )
    several = (await look(reporting, "", "school:112233")).text
    assert "2025 to 2026" in several
    assert "2024 to 2025" in several
    assert "There is nothing to show yet" in (await look(reporting, "", "school:999999")).text


async def test_names_from_elsewhere_are_text_and_nothing_else(reporting: Reporting, found):
    for path in ("/projects/{west}", "/schools/{leeds}", "/icbs/QWO", "/authorities/383"):
        shown = (await look(reporting, path.format(**found), "national:dfe")).text
        assert "<script" not in shown
        assert "&lt;script&gt;alert(&#39;Elm&#39;)&lt;/script&gt; &amp;" in shown


async def test_the_pages_say_what_the_json_says(reporting: Reporting, found):
    told = await reporting.one(f"/v1/projects/{found['west']}/dashboard")
    (domain,) = told["domains"]
    assert (domain["mean_score"], domain["mean_follow_up_score"], domain["mean_change"]) == (40, 52.5, 12.5)
    shown = (await look(reporting, f"/projects/{found['west']}", "icb:QWO")).text
    for text in ("40.0", "52.5", "+12.5", "£209,000", "£91,000 over", "Quarterly reports owed", "31 July 2025"):
        assert text in shown, text


async def test_what_the_guidance_asks_and_what_is_due_stands_on_the_pages(reporting: Reporting, found):
    told = await reporting.one(f"/v1/projects/{found['west']}/dashboard")
    shown = (await look(reporting, f"/projects/{found['west']}", "icb:QWO")).text
    for check in told["readiness"]:
        assert check["sentence"].replace("'", "&#39;") in shown
    states = Counter(check["state"] for check in told["readiness"])
    assert f"Overdue {states['overdue']}, Not yet {states['not_yet']}, Met {states['met']}" in shown
    for place, path in (("/icbs/QWO", "/v1/icbs/QWO/dashboard"), ("", "/v1/national-dashboard")):
        area = await reporting.one(path)
        (row,) = (each for each in area["years"] if each["programme_year"] == "2025-26")
        page = (await look(reporting, place, "national:dfe")).text
        assert f"Overdue {row['checks_overdue']}, Not yet {row['checks_not_yet']}, Met {row['checks_met']}" in page
        assert page.count("<time") == len(area["deadlines"])
        assert "£209,000" in page


async def test_the_money_of_each_month_is_that_of_the_series(reporting: Reporting, found):
    path = f"/v1/measure-series?project_id={found['west']}&measure=ledger_allocated_pence"
    (row,) = await reporting.items(path)
    shown = (await look(reporting, f"/projects/{found['west']}?series=ledger_allocated_pence", "icb:QWO")).text
    began = date.fromisoformat(row["starts_on"])
    assert row["value"] == 20_900_000
    assert f"by month: {began:%B %Y} £209,000</title>" in shown


async def test_a_region_has_the_schools_of_its_authorities(reporting: Reporting, found):
    shown = (await look(reporting, "/regions/D", "national:dfe")).text
    assert "Yorkshire and The Humber" in shown
    for name in ("Leeds", "Bradford", "Kingston upon Hull"):
        assert name in shown
    assert "/dashboard/regions/D" in (await look(reporting, "?programme_year=2025-26", "national:dfe")).text


async def test_an_existing_school_is_assessed_by_its_embedding_review(reporting: Reporting, found):
    project = facts.project(icb_code="QT1", name="Nottingham 2025 to 2026")
    school = facts.participation(project, cohort="existing", urn="122400", la_code="892")
    await reporting.told(project, school)
    await reporting.told(facts.assessment(school, point="embedding_review"))
    shown = (await look(reporting, "/icbs/QT1", "icb:QT1")).text
    assert "1 of 1: baselines and embedding reviews" in shown


async def test_each_heading_that_names_a_measure_leads_to_its_definition(reporting: Reporting, found):
    defined = set(re.findall(r'<div id="([a-z_]+)">', (await look(reporting, "/measures", "national:dfe")).text))
    for path in ("", "/icbs/QWO", f"/projects/{found['west']}", "/regions/D"):
        named = set(re.findall(r"/measures#([a-z_]*)", (await look(reporting, path, "national:dfe")).text))
        assert len(named) > 5
        assert named <= defined, path


async def test_an_authority_sees_its_own_schools_on_a_page_of_a_project(reporting: Reporting, found):
    shown = (await look(reporting, f"/projects/{found['west']}", "la:380")).text
    assert "Ash Grove" in shown
    assert "alert" not in shown
    assert "Quarterly reports owed" not in shown


async def test_how_up_to_date_it_is_stands_on_every_page(reporting: Reporting, found):
    shown = (await look(reporting, "/icbs/QWO", "icb:QWO")).text
    assert "How up to date this is" in shown
    assert shown.count("not read to its end yet, so numbers may be missing") == 3


def test_the_boards_are_those_of_the_register():
    ours, theirs = (SERVICES / name / "reference" / "icbs.csv" for name in ("reporting_api", "partnership_api"))
    assert ours.read_bytes() == theirs.read_bytes()


def test_every_board_has_a_short_label_that_fits_its_tile():
    text = (SERVICES / "reporting_api" / "reference" / "icb_labels.csv").read_text()
    labels = list(csv.DictReader(text.splitlines()))
    assert {row["ods_code"] for row in labels} == set(boards())
    assert all(len(row[line]) <= 16 for row in labels for line in ("first_line", "second_line"))
