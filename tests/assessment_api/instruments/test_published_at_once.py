import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.assessment_api.main import SERVICE
from tests.assessment_api.editions import NATIONAL, act, an_edition
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live


@pytest.fixture
async def running(databases: Databases, network: Network) -> AsyncIterator[Served]:
    """The service as it really runs, on a throw-away database."""
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as served:
        yield served


async def drafts(running: Served, number: int) -> list[dict[str, Any]]:
    national = running.as_(NATIONAL)
    editions = [an_edition(title=f"The national tool, draft {each}") for each in range(number)]
    answers = await asyncio.gather(*(national.post("/v1/instruments", json=edition) for edition in editions))
    assert [answer.status_code for answer in answers] == [201] * number
    return [answer.json() for answer in answers]


async def statuses(running: Served) -> list[str]:
    items = (await running.as_(NATIONAL).get("/v1/instruments?code=self-assessment")).json()["items"]
    return sorted(item["status"] for item in items)


async def test_of_editions_drafted_at_once_each_has_its_number(running: Served):
    assert sorted(each["edition"] for each in await drafts(running, 4)) == [1, 2, 3, 4]


async def test_of_editions_published_at_once_one_is_in_use_and_each_other_was_retired_with_its_event(running: Served):
    made = await drafts(running, 4)
    answers = await asyncio.gather(*(act(running, each, "publication") for each in made))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert await statuses(running) == ["published", "retired", "retired", "retired"]
    events = (await running.as_("la:383").get("/v1/events?type=assessment.instrument.retired")).json()
    assert len(events) == 4  # the illustrative one, and three of these


async def test_of_many_that_publish_one_draft_at_once_one_succeeds(running: Served):
    [made] = await drafts(running, 1)
    answers = await asyncio.gather(*(act(running, made, "publication") for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 5


async def test_a_draft_that_is_published_and_deleted_at_once_is_one_or_the_other(running: Served):
    [made] = await drafts(running, 1)
    gone = running.as_(NATIONAL).delete(f"/v1/instruments/{made['id']}", headers={"If-Match": '"1"'})
    published, deleted = await asyncio.gather(act(running, made, "publication"), gone)
    assert (published.status_code, deleted.status_code) in {(200, 412), (404, 204)}
    assert await statuses(running) == (["published"] if published.status_code == 200 else [])


async def test_an_edition_that_is_retired_while_another_takes_its_place_is_retired_once(running: Served):
    first, second = await drafts(running, 2)
    in_use = (await act(running, first, "publication")).json()
    published, retired = await asyncio.gather(
        act(running, second, "publication"), act(running, in_use, "retirement", json={"reason": "It was faulty."})
    )
    assert (published.status_code, retired.status_code) in {(200, 200), (200, 412)}
    assert await statuses(running) == ["published", "retired"]
