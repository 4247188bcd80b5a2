"""Regions: the rows of their local authorities, added up, for the national team."""

import csv
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path

import pytest

from services.partnership_api.main import SERVICE as PARTNERSHIP
from services.reporting_api import reference
from services.reporting_api.loading import load_reference
from services.reporting_api.settings import ReportingSettings
from shared.contracts.page import Page
from shared.contracts.reporting import areas
from tests.reporting_api import facts
from tests.reporting_api.conftest import Reporting

SUMMED = ("new_confirmed", "existing_confirmed", "cost_pence", "baselines_submitted")


@pytest.fixture
async def schools(reporting: Reporting) -> None:
    """One project in Leeds, Bradford (both D) and Camden (H), another in Leeds and where nobody knows."""
    year = facts.year()
    west, other = (facts.project(icb_code=code, programme_year_id=year.data.id) for code in ("QWO", "QHM"))
    leeds = facts.participation(west, la_code="383")
    bradford = facts.participation(west, la_code="380", urn="107201")
    camden = facts.participation(west, la_code="202", urn="100001", cohort="existing")
    again = facts.participation(other, la_code="383", urn="107867")
    nowhere = facts.participation(other, la_code="999", urn="107868")
    await reporting.told(year, west, other, leeds, bradford, camden, again, nowhere)
    await reporting.told(
        facts.assessment(leeds, scores={"communication": 40.0}),
        facts.assessment(bradford, scores={"communication": 50.0}),
        facts.assessment(again, scores={"communication": 90.0}),
        facts.line(leeds, cost_pence=300),
        facts.line(camden, cost_pence=20),
    )


async def test_a_region_is_its_authorities_added_up(reporting: Reporting, schools):
    page = Page[areas.DashboardRegion].model_validate(await reporting.one("/v1/dashboard-regions"), strict=False)
    shown = {(row.region_code, row.region_name, row.region_gss_code): row for row in page.items}
    assert list(shown) == [
        ("D", "Yorkshire and The Humber", "E12000003"),
        ("H", "London", "E12000007"),
        ("X", "Not known", None),
    ]
    north, london, nowhere = shown.values()
    assert (north.projects, north.local_authorities, north.new_confirmed, north.cost_pence) == (2, 2, 3, 300)
    assert (london.projects, london.local_authorities, london.existing_confirmed, london.cost_pence) == (1, 1, 1, 20)
    assert (nowhere.projects, nowhere.new_confirmed) == (1, 1)


async def test_regions_come_to_as_much_as_the_nation(reporting: Reporting, schools):
    added: dict[str, int] = defaultdict(int)
    for row in await reporting.items("/v1/dashboard-regions"):
        for name in SUMMED:
            added[name] += row[name]
    (nation,) = (await reporting.one("/v1/national-dashboard"))["years"]
    assert {name: nation[name] for name in SUMMED} == dict(added)


async def test_a_region_at_a_glance_has_the_row_and_the_domains_of_its_schools(reporting: Reporting, schools):
    shown = await reporting.one("/v1/regions/D/dashboard")
    areas.RegionDashboard.model_validate(shown, strict=False)
    assert shown["years"] == await reporting.items("/v1/dashboard-regions?region_code=D&programme_year=2025-26")
    (domain,) = shown["domains"]
    assert (domain["label"], domain["schools_assessed"], domain["mean_score"]) == ("Communication", 3, 60)


async def test_a_school_that_moves_to_another_authority_moves_to_its_region(reporting: Reporting):
    project = facts.project()
    school = facts.participation(project, la_code="383")
    await reporting.told(project, school)
    await reporting.told(facts.again(school, la_code="202"))
    assert [row["region_code"] for row in await reporting.items("/v1/dashboard-regions")] == ["H"]


@pytest.mark.parametrize(
    ("path", "organisation", "status"),
    [
        ("/v1/regions/D/dashboard", "national:nhse", 200),
        ("/v1/regions/A/dashboard", "national:dfe", 404),
        ("/v1/regions/d/dashboard", "national:dfe", 400),
        ("/v1/regions/D/dashboard", "icb:QWO", 403),
        ("/v1/regions/D/dashboard", "la:383", 403),
        ("/v1/dashboard-regions", "la:383", 403),
        ("/v1/dashboard-regions?region_code=DD", "national:dfe", 400),
        ("/v1/dashboard-regions?format=csv", "national:dfe", 200),
    ],
)
async def test_regions_are_for_the_national_team(reporting: Reporting, schools, path, organisation, status):
    assert (await reporting.as_(organisation).get(path)).status_code == status


def test_the_authorities_are_those_that_partnership_has():
    file = Path(PARTNERSHIP.folder) / "reference" / "local_authorities.csv"
    with file.open(encoding="utf-8", newline="") as text:
        assert [asdict(each) for each in reference.local_authorities()] == list(csv.DictReader(text))


async def test_loading_the_authorities_again_changes_nothing(reporting: Reporting):
    said = await load_reference(reporting.database, ReportingSettings.for_documents("reporting"))
    assert "0 local authorities new or changed" in said
