"""The sandbox of all four services: what each scenario holds fits together, and one call resets everything."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from shared.contracts.sandbox import Scenario
from shared.kit.commands import followers_of
from shared.kit.errors import Unavailable
from shared.kit.sandbox import loading
from tests.support import year as play
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.platform import Platform
from tests.support.sandbox import sandbox, sandbox_platform
from tests.support.services import ASSESSMENT, PARTNERSHIP
from tests.support.serving import live
from tests.support.year import Year

ANYBODY, BOARD, NATIONAL = "la:383", "icb:QWO", "national:dfe"
AGAIN = "record the scenarios again with `make scenarios`, and look at what changed"
# When a row became what it is in this very database, and how far its feeds were read.
HERE_ALONE = {"updated_at", "followed_at", "kept_at"}


@pytest.fixture
async def pins(databases: Databases) -> AsyncIterator[Platform]:
    async with sandbox_platform(databases) as running:
        yield running


async def reset(pins: Platform, scenario: Scenario) -> Any:
    return await pins.post(ANYBODY, "partnership", "/v1/sandbox/reset", {"scenario": scenario})


async def projected(pins: Platform, name: str) -> dict[str, list[str]]:
    """What a service holds of what others decided, row by row, in no order."""
    served = pins.services[name]
    async with served.database.transaction() as session:
        taken = await loading.take_down(session, served.service)
    return {
        table: sorted(
            str({column: value for column, value in row.items() if column not in HERE_ALONE})
            for row in taken.get(table, ())
        )
        for table in served.service.projections
    }


async def test_each_scenario_loads_and_what_the_four_services_show_fits_together(pins: Platform):
    for scenario in Scenario:
        await reset(pins, scenario)
        seen = await pins.get(NATIONAL, "partnership", "/v1/projects")
        names = {each["id"]: each["name"] for each in seen["items"]}
        shown = await pins.get(NATIONAL, "reporting", "/v1/dashboard-projects")
        assert {each["project_id"]: each["name"] for each in shown["items"]} == names, (scenario, AGAIN)
        for name in ("assessment", "commissioning", "reporting"):
            held = await pins.get(NATIONAL, name, "/v1/sandbox")
            assert held["scenario"] == scenario, name
            before = await projected(pins, name)
            await pins.rebuild(name)
            assert await projected(pins, name) == before, (scenario, name, AGAIN)


async def test_every_trial_meets_the_problem_that_it_is_said_to_meet(pins: Platform):
    await reset(pins, Scenario.ALL_ERRORS)
    met = set()
    for name in pins.services:
        for trial in (await pins.get(NATIONAL, name, "/v1/sandbox"))["trials"]:
            answer = await pins.caller(trial["organisation"], name).request(
                trial["method"], trial["path"], json=trial["body"], headers=trial["headers"]
            )
            told = answer.json()
            assert (answer.status_code, told["type"].rpartition("/")[2]) == (trial["status"], trial["problem"]), (
                trial,
                told,
                AGAIN,
            )
            met.add((name, trial["problem"]))
    assert len({name for name, _ in met}) == len(pins.services)


async def test_one_reset_is_seen_by_all_at_once_and_the_feeds_go_on_from_there(pins: Platform):
    await reset(pins, Scenario.FRESH_ICB)
    before = await pins.get(NATIONAL, "partnership", "/v1/sandbox")
    chosen = await take_part(pins)
    await pins.settle()
    dashboard = f"/v1/projects/{chosen['project_id']}/dashboard"
    assert (await pins.get(BOARD, "reporting", dashboard))["new_confirmed"] == 1
    mine = await pins.get(NATIONAL, "partnership", "/v1/events", after=before["cursor"])
    assert {each["urn"] for each in mine} == {chosen["urn"]}

    await reset(pins, Scenario.FRESH_ICB)
    assert (await pins.get(BOARD, "reporting", dashboard))["new_confirmed"] == 0
    too_old = await pins.caller(NATIONAL, "partnership").get("/v1/events", params={"after": before["cursor"]})
    assert too_old.status_code == 410
    again = await take_part(pins)
    await pins.settle()
    assert again["id"] != chosen["id"]
    assert (await pins.get(BOARD, "reporting", dashboard))["new_confirmed"] == 1


async def test_what_was_fetched_before_a_reset_is_not_applied_after_it(pins: Platform):
    await reset(pins, Scenario.FRESH_ICB)
    await pins.settle()
    chosen = await take_part(pins)
    [follower, *_] = pins.followers["reporting"]
    batch = await follower._fetch(await follower._stored_cursor(), 0)
    assert batch.events
    await reset(pins, Scenario.FRESH_ICB)
    await pins.settle()
    async with pins.services["reporting"].database.transaction() as session:
        await follower._apply(session, batch)
    shown = await pins.get(BOARD, "reporting", f"/v1/projects/{chosen['project_id']}/dashboard")
    assert shown["new_confirmed"] == 0


async def test_a_service_whose_neighbours_are_away_goes_on_with_what_it_has(pins: Platform):
    await reset(pins, Scenario.MID_YEAR)
    assert (await pins.get(NATIONAL, "assessment", "/v1/sandbox"))["scenario"] == Scenario.MID_YEAR
    await reset(pins, Scenario.FRESH_ICB)
    pins.network.away.add("partnership.test")
    assert (await pins.get(NATIONAL, "assessment", "/v1/sandbox"))["scenario"] == Scenario.MID_YEAR
    pins.network.away.clear()
    assert (await pins.get(NATIONAL, "assessment", "/v1/sandbox"))["scenario"] == Scenario.FRESH_ICB


async def followers_between(databases: Databases, *, owner: bool, follower: bool) -> None:
    """One step of assessment_api's follower of partnership_api, each of the two a sandbox or not."""
    network = Network()
    async with AsyncExitStack() as stack:
        for service, is_sandbox in ((PARTNERSHIP, owner), (ASSESSMENT, follower)):
            if is_sandbox:
                served = await stack.enter_async_context(sandbox(databases, service, network))
            else:
                url = await stack.enter_async_context(databases.copy(service))
                served = await stack.enter_async_context(live(service, url, network))
        client = await stack.enter_async_context(httpx.AsyncClient(transport=network))
        [first, *_] = followers_of(ASSESSMENT, served.app.state.settings, served.database, client)  # type: ignore[arg-type]
        await first.step(0)


async def test_a_sandbox_and_a_service_that_is_none_never_follow_each_other(databases: Databases):
    with pytest.raises(Unavailable, match="is a sandbox"):
        await followers_between(databases, owner=True, follower=False)
    with pytest.raises(httpx.HTTPStatusError):
        await followers_between(databases, owner=False, follower=True)


async def take_part(pins: Platform) -> dict[str, Any]:
    """The board of the scenario selects a school, which confirms."""
    [project] = (await pins.get(BOARD, "partnership", "/v1/projects"))["items"]
    query = {"la_code": "383", "eligibility": "eligible", "limit": "1"}
    [school] = (await pins.get(BOARD, "partnership", "/v1/schools", **query))["items"]
    return await play.take_part(Year(pins, BOARD, project), school["urn"])
