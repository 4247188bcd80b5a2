import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.assessment_api.main import SERVICE
from tests.assessment_api.acting import SCHOOL, act, save
from tests.assessment_api.owner import Owner, a_participation
from tests.assessment_api.tool import TOOL, every_answer
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live


@pytest.fixture
async def running(databases: Databases, network: Network) -> AsyncIterator[Served]:
    """The service as it really runs, on a throw-away database."""
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as served:
        yield served


@pytest.fixture
async def answered(running: Served, owner: Owner) -> dict[str, Any]:
    """A baseline in which everything is answered, not submitted yet."""
    school = owner.knows(a_participation())
    path = f"/v1/participations/{school.id}/self-assessments"
    opened = await running.as_(SCHOOL).post(path, json={"point": "baseline"})
    saved = await save(running, opened.json(), *every_answer(2))
    assert saved.status_code == 200, saved.text
    found: dict[str, Any] = saved.json()
    return found


async def test_of_many_that_submit_at_once_one_succeeds_and_each_finding_is_made_once(
    running: Served, answered: dict[str, Any]
):
    answers = await asyncio.gather(*(act(running, answered, "submission") for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 5
    made = (await running.as_(SCHOOL).get("/v1/events?type=assessment.finding.made")).json()
    assert sorted(event["data"]["domain"] for event in made) == sorted(TOOL.domains)


async def test_what_is_answered_while_it_is_submitted_is_refused_or_scored(running: Served, answered: dict[str, Any]):
    submitted, saved = await asyncio.gather(
        act(running, answered, "submission"), save(running, answered, *every_answer(4))
    )
    assert sorted([submitted.status_code, saved.status_code]) == [200, 412]
    found = (await running.as_(SCHOOL).get(f"/v1/self-assessments/{answered['id']}")).json()
    assert found == (submitted if submitted.status_code == 200 else saved).json()
