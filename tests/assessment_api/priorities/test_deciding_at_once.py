"""What is decided for one school at the same moment is decided one after the other, whoever comes first."""

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from services.assessment_api.findings import service as findings
from services.assessment_api.findings.models import Finding
from services.assessment_api.main import SERVICE
from services.assessment_api.self_assessments.models import SelfAssessment
from shared.contracts.assessment.findings import FindingSource
from shared.contracts.partnership.participations import Participation
from tests.assessment_api.found import SCHOOL, on_domain, place_of, renew
from tests.assessment_api.owner import Owner, a_participation
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live


@pytest.fixture
def school(owner: Owner) -> Participation:
    return owner.knows(a_participation())


@pytest.fixture
async def running(databases: Databases, network: Network):
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as served:
        yield served


async def a_finding(running: Served, school: Participation, need: float = 60.0) -> tuple[UUID, str]:
    """The source and the id of one finding of the school."""
    of = await renew(running.database, school, [on_domain("environment", need)])
    [found] = (await running.as_("school:107866").get("/v1/findings")).json()["items"]
    return of, found["id"]


async def propose(running: Served, school: Participation, finding: str, caller: str = "school:107866") -> Any:
    priorities = [{"domain": "environment", "finding_ids": [finding]}]
    path = f"/v1/participations/{school.id}/priority-sets"
    return await running.as_(caller).post(path, json={"priorities": priorities})


async def agree(running: Served, on: dict[str, Any], caller: str) -> Any:
    return await running.as_(caller).post(
        f"/v1/priority-sets/{on['id']}/agreement", json={}, headers={"If-Match": f'"{on["version"]}"'}
    )


async def sets(running: Served) -> list[tuple[int, str]]:
    items = (await running.as_("national:dfe").get("/v1/priority-sets")).json()["items"]
    return sorted((each["number"], each["status"]) for each in items)


async def test_of_ten_proposals_at_once_each_has_its_number_and_one_is_open(running: Served, school: Participation):
    _, finding = await a_finding(running, school)
    callers = ["school:107866", "icb:QWO"] * 5
    answers = await asyncio.gather(*(propose(running, school, finding, caller) for caller in callers))
    assert [answer.status_code for answer in answers] == [201] * 10
    found = await sets(running)
    assert [number for number, _ in found] == list(range(1, 11))
    assert Counter(status for _, status in found) == {"superseded": 9, "proposed": 1}


async def test_of_ten_agreements_at_once_one_puts_the_priorities_in_force(running: Served, school: Participation):
    _, finding = await a_finding(running, school)
    made = (await propose(running, school, finding)).json()
    answers = await asyncio.gather(*(agree(running, made, "icb:QWO") for _ in range(10)))
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 9}
    assert await sets(running) == [(1, "agreed")]


async def test_an_agreement_and_a_new_proposal_at_once_leave_one_of_two_true_orders(
    running: Served, school: Participation
):
    _, finding = await a_finding(running, school)
    for round_ in range(5):
        made = (await propose(running, school, finding)).json()
        agreed, proposed = await asyncio.gather(
            agree(running, made, "icb:QWO"), propose(running, school, finding, "icb:QWO")
        )
        assert proposed.status_code == 201
        statuses = dict(await sets(running))
        assert statuses[made["number"]] == ("agreed" if agreed.status_code == 200 else "superseded"), round_
        assert agreed.status_code in (200, 412)
        assert statuses[made["number"] + 1] == "proposed"
        assert Counter(statuses.values())["agreed"] <= 1


async def test_nothing_is_agreed_on_findings_that_change_at_the_same_moment_without_being_told(
    running: Served, school: Participation
):
    of, finding = await a_finding(running, school)
    for round_ in range(5):
        made = (await propose(running, school, finding)).json()
        agreed, _ = await asyncio.gather(
            agree(running, made, "icb:QWO"),
            renew(running.database, school, [on_domain("environment", 10.0 + round_)], source_id=of),
        )
        assert agreed.status_code in (200, 409)
        [old] = (await running.as_("icb:QWO").get("/v1/findings?status=superseded&sort=-id&limit=1")).json()["items"]
        [after] = (await running.as_("icb:QWO").get("/v1/priority-sets?sort=-id&limit=1")).json()["items"]
        assert old["id"] == finding
        assert (after["agreed_at"] is not None) == (agreed.status_code == 200)
        assert after["agreed_at"] is None or after["agreed_at"] <= old["superseded_at"]
        [now] = (await running.as_("icb:QWO").get("/v1/findings?status=current")).json()["items"]
        finding = now["id"]


async def test_of_renewals_of_one_source_at_once_the_last_holds_and_each_finding_has_one_successor(
    running: Served, school: Participation
):
    opened = await running.as_("school:107866").post(
        f"/v1/participations/{school.id}/self-assessments", json={"point": "baseline"}
    )
    assert opened.status_code == 201, opened.text
    source = UUID(opened.json()["id"])

    async def one(need: float) -> None:
        async with running.database.transaction() as session:
            # As every source does: its own row first.
            await session.scalars(select(SelfAssessment).where(SelfAssessment.id == source).with_for_update())
            said = [on_domain("environment", need)]
            kind = FindingSource.SELF_ASSESSMENT
            await findings.renew(session, place_of(school), kind, source, "Baseline", said, SCHOOL)

    await asyncio.gather(*(one(float(need)) for need in range(10)))
    async with running.database.transaction() as session:
        counted = await session.execute(select(Finding.status, func.count()).group_by(Finding.status))
        assert dict(counted.all()) == {"current": 1, "superseded": 9}
        followed = (await session.scalars(select(Finding.superseded_by).where(Finding.status == "superseded"))).all()
        assert len(set(followed)) == 9
