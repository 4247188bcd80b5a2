"""A board is split: its project goes to the part that the national team names, in all four services."""

from typing import Any

from tests.support import year as play
from tests.support.platform import Platform

BEFORE, NOW, OTHER, NATIONAL = "icb:QM7", "icb:S1Y5D", "icb:D7T5G", "national:dfe"
LISTS = (
    ("partnership", "/v1/projects"),
    ("partnership", "/v1/members"),
    ("partnership", "/v1/participations"),
    ("partnership", "/v1/consultations"),
    ("assessment", "/v1/self-assessments"),
    ("commissioning", "/v1/package-lines"),
    ("reporting", "/v1/dashboard-projects"),
    ("reporting", "/v1/dashboard-schools"),
)


async def played(pins: Platform) -> play.Year:
    """A project of the board that was split, with a school that is assessed and supported."""
    await play.import_schools(pins)
    year = await play.start(pins, "QM7", ["382"])
    schools = await pins.get(BEFORE, "partnership", "/v1/schools", la_code="382", eligibility="eligible")
    participation = await play.take_part(year, schools["items"][0]["urn"])
    await play.assess(year, participation)
    await play.support(year, participation)
    await pins.settle()
    return year


async def hand_over(year: play.Year, successor: str) -> None:
    path = f"/v1/projects/{year.project['id']}"
    project = await year.pins.get(NATIONAL, "partnership", path)
    body = {"successor_code": successor}
    year.project = await year.pins.post(NATIONAL, "partnership", f"{path}/succession", body, version=project["version"])
    await year.pins.settle()


async def places(year: play.Year) -> list[tuple[str, str]]:
    """One address of everything that there is of the project."""
    [assessment] = (await year.pins.get(NATIONAL, "assessment", "/v1/self-assessments"))["items"]
    line = (await year.pins.get(NATIONAL, "commissioning", "/v1/package-lines"))["items"][0]
    [participation], project = year.participations, f"/v1/projects/{year.project['id']}"
    return [
        ("partnership", project),
        ("partnership", f"{project}/history"),
        ("partnership", f"/v1/participations/{participation['id']}"),
        ("assessment", f"/v1/self-assessments/{assessment['id']}"),
        ("assessment", f"/v1/self-assessments/{assessment['id']}/history"),
        ("commissioning", f"/v1/package-lines/{line['id']}"),
        ("commissioning", f"/v1/participations/{participation['id']}/package"),
        ("reporting", f"{project}/dashboard"),
    ]


async def statuses(year: play.Year, organisation: str) -> set[int]:
    return {
        (await year.pins.caller(organisation, service).get(path)).status_code for service, path in await places(year)
    }


async def lengths(year: play.Year, organisation: str) -> dict[str, int]:
    totals = {}
    for service, path in LISTS:
        totals[path] = (await year.pins.get(organisation, service, path, count="exact"))["total"]
    for service in ("partnership", "assessment", "commissioning"):
        events = await year.pins.get(organisation, service, "/v1/events", limit="1000")
        totals[f"{service}/v1/events"] = sum(event["projectid"] == year.project["id"] for event in events)
    return totals


async def follow_up(year: play.Year, organisation: str) -> Any:
    path = f"/v1/participations/{year.participations[0]['id']}/self-assessments"
    return await year.pins.caller(organisation, "assessment").post(path, json={"point": "follow_up"})


async def another_line(year: play.Year, organisation: str) -> Any:
    sent = {"starts_on": "2026-03-02", "ends_on": "2026-03-20", "hours": 2}
    line = await play.a_line(year, year.participations[0], board=organisation, **sent)
    path = f"/v1/participations/{year.participations[0]['id']}/package-lines"
    return await year.pins.caller(organisation, "commissioning").post(path, json=line)


async def renamed(year: play.Year, organisation: str) -> Any:
    path, headers = f"/v1/projects/{year.project['id']}", {"If-Match": f'"{year.project["version"]}"'}
    return await year.pins.caller(organisation, "partnership").patch(path, json={"name": "Goes on"}, headers=headers)


async def test_until_a_part_is_named_neither_sees_anything(pins: Platform):
    year = await played(pins)
    for organisation in (NOW, OTHER):
        assert await statuses(year, organisation) == {404}, organisation
        assert set((await lengths(year, organisation)).values()) == {0}, organisation


async def test_the_part_that_is_named_reads_and_continues_the_project_in_all_four_services(pins: Platform):
    year = await played(pins)
    await hand_over(year, "S1Y5D")
    assert await statuses(year, NOW) == {200}
    assert await lengths(year, NOW) == await lengths(year, BEFORE)
    assert all((await lengths(year, NOW)).values())
    for answer, status in (
        (await renamed(year, NOW), 200),
        (await follow_up(year, NOW), 201),
        (await another_line(year, NOW), 201),
    ):
        assert answer.status_code == status, answer.text
    await pins.settle()
    board = await pins.get(NOW, "reporting", f"/v1/projects/{year.project['id']}/dashboard")
    assert (board["name"], board["lines_agreed"], board["lines_proposed"]) == ("Goes on", 1, 1)


async def test_the_other_part_sees_nothing_of_it_anywhere(pins: Platform):
    year = await played(pins)
    await hand_over(year, "S1Y5D")
    assert await statuses(year, OTHER) == {404}
    assert set((await lengths(year, OTHER)).values()) == {0}
    for answer in (await renamed(year, OTHER), await follow_up(year, OTHER), await another_line(year, OTHER)):
        assert answer.status_code == 404, answer.text


async def test_the_board_before_reads_on_and_changes_nothing(pins: Platform):
    year = await played(pins)
    before = await lengths(year, BEFORE)
    await hand_over(year, "S1Y5D")
    assert await statuses(year, BEFORE) == {200}
    after = await lengths(year, BEFORE)
    assert {path: after[path] >= before[path] for path in before} == dict.fromkeys(before, True)
    for answer in (await renamed(year, BEFORE), await follow_up(year, BEFORE), await another_line(year, BEFORE)):
        assert answer.status_code == 403, answer.text


async def test_services_that_read_the_feeds_again_from_the_beginning_show_the_same(pins: Platform):
    year = await played(pins)
    await hand_over(year, "S1Y5D")
    told = await lengths(year, NOW)
    for service in ("assessment", "commissioning", "reporting"):
        await pins.rebuild(service)
    assert await lengths(year, NOW) == told
    assert await statuses(year, OTHER) == {404}
