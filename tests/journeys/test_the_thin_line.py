"""A real school goes through all four services: a GIAS file in at one end, a dashboard out at the other."""

from typing import Any

import pytest

from tests.support import year as play
from tests.support.platform import Platform
from tests.support.shared_data import shared_data

KIRKLEES, LEEDS = "382", "383"


async def played(pins: Platform, number: int = 3) -> play.Year:
    await play.import_schools(pins)
    year = await play.start(pins, "QWO", [KIRKLEES, LEEDS])
    schools = await pins.get(
        "icb:QWO", "partnership", "/v1/schools", la_code=f"{KIRKLEES},{LEEDS}", eligibility="eligible"
    )
    for school in schools["items"][:number]:
        participation = await play.take_part(year, school["urn"])
        await play.assess(year, participation)
        await play.support(year, participation)
    return year


async def dashboard(pins: Platform, year: play.Year, organisation: str = "icb:QWO") -> dict[str, Any]:
    board: dict[str, Any] = await pins.get(organisation, "reporting", f"/v1/projects/{year.project['id']}/dashboard")
    return board


def told(board: dict[str, Any]) -> dict[str, Any]:
    """A dashboard without the moments at which it was put together."""
    schools = [{name: value for name, value in row.items() if name != "updated_at"} for row in board["schools"]]
    rest = {name: value for name, value in board.items() if name not in ("as_of", "updated_at", "schools")}
    return rest | {"schools": schools}


async def test_a_year_of_three_schools_is_on_the_dashboard(pins: Platform):
    year = await played(pins)
    await play.support(year, year.participations[0], "parent_carer_engagement")
    await pins.settle()
    board = await dashboard(pins, year)
    assert (board["new_confirmed"], board["baselines_submitted"], board["lines_agreed"]) == (3, 3, 4)
    assert (board["target_schools"], board["difference_from_target"]) == (40, -37)
    assert (board["hours"], board["cost_pence"]) == (24, 4 * 39_000)
    assert board["schools_missing_a_strand"] == 2
    assert {each["mean_score"] for each in board["domains"]} == {50.0}
    assert [each["school_name"] for each in board["schools"]] == sorted(
        each["school_name"] for each in year.participations
    )
    assert all(board["as_of"].values())


async def test_real_schools_of_the_register_are_named_on_the_dashboard(pins: Platform):
    counts = await play.import_schools(pins, shared_data("gias_schools_extract_1924.csv"))
    assert (counts["inserted"], counts["rejected"]) == (1924, 0)
    again = await play.import_schools(pins, shared_data("gias_schools_extract_1924.csv"))
    assert (again["inserted"], again["updated"], again["unchanged"]) == (0, 0, 1924)
    schools = (await pins.get("national:dfe", "partnership", "/v1/schools", la_code="202", eligibility="eligible"))[
        "items"
    ]
    year = await play.start(pins, "QMJ", ["202"])
    participation = await play.take_part(year, schools[0]["urn"])
    await play.assess(year, participation)
    await play.support(year, participation)
    await pins.settle()
    board = await dashboard(pins, year, "icb:QMJ")
    assert [(row["urn"], row["school_name"]) for row in board["schools"]] == [(schools[0]["urn"], schools[0]["name"])]


async def test_another_board_sees_nothing_of_it(pins: Platform):
    year = await played(pins, 1)
    await pins.settle()
    participation = year.participations[0]
    assessment = (await pins.get("icb:QWO", "assessment", "/v1/self-assessments"))["items"][0]
    line = (await pins.get("icb:QWO", "commissioning", "/v1/package-lines"))["items"][0]
    for service, path in (
        ("partnership", f"/v1/projects/{year.project['id']}"),
        ("partnership", f"/v1/participations/{participation['id']}"),
        ("partnership", f"/v1/participations/{participation['id']}/history"),
        ("assessment", f"/v1/self-assessments/{assessment['id']}"),
        ("commissioning", f"/v1/package-lines/{line['id']}"),
        ("reporting", f"/v1/projects/{year.project['id']}/dashboard"),
    ):
        answer = await pins.caller("icb:QOP", service).get(path)
        assert answer.status_code == 404, path
    for service, path in (
        ("partnership", "/v1/projects"),
        ("partnership", "/v1/members"),
        ("partnership", "/v1/participations"),
        ("assessment", "/v1/self-assessments"),
        ("commissioning", "/v1/package-lines"),
        ("reporting", "/v1/dashboard-schools"),
        ("reporting", "/v1/dashboard-projects"),
    ):
        assert (await pins.get("icb:QOP", service, path, count="exact"))["total"] == 0, path
        csv = await pins.caller("icb:QOP", service).get(path, params={"format": "csv"})
        assert len(csv.text.splitlines()) == 1, path
    for service in ("partnership", "assessment", "commissioning"):
        events = await pins.get("icb:QOP", service, "/v1/events", limit="1000")
        assert [event for event in events if event["projectid"]] == []


async def test_the_parent_carer_group_sees_its_project_until_it_leaves(pins: Platform):
    year = await played(pins, 1)
    await pins.settle()
    group = f"pcg:{year.group['id']}"
    places = (
        ("partnership", "/v1/participations"),
        ("assessment", "/v1/self-assessments"),
        ("commissioning", "/v1/package-lines"),
        ("reporting", "/v1/dashboard-schools"),
    )
    for service, path in places:
        assert (await pins.get(group, service, path, count="exact"))["total"] == 1, path
    [member] = (await pins.get("icb:QWO", "partnership", f"/v1/members?organisation={group}"))["items"]
    left = {"left_on": "2025-12-01"}
    await pins.post("icb:QWO", "partnership", f"/v1/members/{member['id']}/departure", left, version=member["version"])
    await pins.settle()
    for service, path in places:
        assert (await pins.get(group, service, path, count="exact"))["total"] == 0, path


async def test_a_reporting_service_that_was_away_the_whole_year_shows_the_same(pins: Platform):
    year = await played(pins)
    await pins.settle("assessment", "commissioning")
    nothing = await pins.caller("icb:QWO", "reporting").get(f"/v1/projects/{year.project['id']}/dashboard")
    assert nothing.status_code == 404
    await pins.settle("reporting")
    late = await dashboard(pins, year)
    await pins.rebuild("reporting")
    assert told(await dashboard(pins, year)) == told(late)


@pytest.mark.parametrize(
    "order", [("assessment", "commissioning", "partnership"), ("commissioning", "partnership", "assessment")]
)
async def test_the_order_in_which_the_feeds_are_read_does_not_matter(pins: Platform, order: tuple[str, ...]):
    year = await played(pins)
    by_source = {follower.source: follower for follower in pins.followers["reporting"]}
    for source in order:
        await by_source[source].catch_up()
    other_way = await dashboard(pins, year)
    await pins.rebuild("reporting")
    assert told(await dashboard(pins, year)) == told(other_way)


async def test_with_partnership_away_what_needs_it_says_so_and_the_rest_goes_on(pins: Platform):
    year = await played(pins, 1)
    await pins.settle()
    participation = year.participations[0]
    sent = await play.a_line(year, participation, "parent_carer_engagement")
    pins.network.away.add("partnership.test")
    line = await pins.caller("icb:QWO", "commissioning").post(
        f"/v1/participations/{participation['id']}/package-lines", json=sent
    )
    assert (line.status_code, line.headers["retry-after"]) == (503, "5")
    assert (await pins.get("icb:QWO", "commissioning", "/v1/package-lines", count="exact"))["total"] == 1
    assert (await dashboard(pins, year))["new_confirmed"] == 1


async def test_one_request_id_goes_through_all_services_it_reaches(pins: Platform, capfd: pytest.CaptureFixture[str]):
    from shared.kit import logging  # noqa: PLC0415 (only this test wants the log lines)

    await play.import_schools(pins)
    year = await play.start(pins, "QWO", [KIRKLEES])
    schools = await pins.get("icb:QWO", "partnership", "/v1/schools", la_code=KIRKLEES, eligibility="eligible")
    participation = await play.take_part(year, schools["items"][0]["urn"])
    logging.configure("INFO", "tests")
    try:
        answer = await pins.caller(f"school:{participation['urn']}", "assessment").post(
            f"/v1/participations/{participation['id']}/self-assessments",
            json={"point": "baseline", "contributors": ["leaders"], "helped_by": []},
            headers={"X-Request-ID": "follow-me"},
        )
        assert answer.status_code == 201, answer.text
        logging.flush()
    finally:
        logging.configure("ERROR", "tests")
    lines = [line for line in capfd.readouterr().out.splitlines() if "follow-me" in line]
    assert any('"service":"partnership"' in line and "/v1/participations/{participation_id}" in line for line in lines)
    assert any('"service":"assessment"' in line for line in lines)
