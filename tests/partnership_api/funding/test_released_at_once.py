import asyncio
import random
from collections import Counter

import pytest
from sqlalchemy import text

from services.partnership_api.main import SERVICE
from shared.contracts.partnership.projects import ProjectStatus
from tests.support.databases import Databases
from tests.support.funding import act, allocate, brought_to, money_of, plan
from tests.support.partnership import done, project_of
from tests.support.serving import Served, live


async def test_of_twenty_tranches_planned_at_once_those_that_fit_are_and_the_sum_holds(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project = await project_of(partnership, "QWO")
        await allocate(partnership, project, 1000)
        answers = await asyncio.gather(*(plan(partnership, project, 130) for _ in range(20)))
        assert Counter(answer.status_code for answer in answers) == {201: 7, 409: 13}
        assert sorted(answer.json()["number"] for answer in answers if answer.status_code == 201) == list(range(1, 8))
        assert (await money_of(partnership, project))["planned_pence"] == 910


async def test_twenty_connections_release_cancel_and_recover_at_once_and_the_sum_holds(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project = await project_of(partnership, "QWO")
        await allocate(partnership, project, 2000)
        await brought_to(partnership, project, ProjectStatus.MOU_AGREED)
        tranches = [done(await plan(partnership, project, 100)) for _ in range(20)]
        answers = await asyncio.gather(
            *(act(partnership, tranche, what, body) for tranche in tranches for what, body in both_ways())
        )
        assert Counter(answer.status_code for answer in answers) == {200: 20, 412: 20}, "each tranche goes one way"
        await sums_hold(partnership, project)
        released = done(await partnership.as_("national:dfe").get("/v1/releases?status=released"), 200)["items"]
        body = {"amount_pence": 60, "reason": "Not spent."}
        twice = [each for each in released for _ in range(2)]
        taken = await asyncio.gather(*(act(partnership, each, "recoveries", body) for each in twice))
        assert Counter(answer.status_code for answer in taken)[201] == len(released)
        await sums_hold(partnership, project)


def both_ways():
    ways = [("release", None), ("cancellation", {"reason": "Not needed."})]
    random.Random(7).shuffle(ways)
    return ways


async def sums_hold(partnership: Served, project) -> None:
    told = await money_of(partnership, project)
    async with partnership.database.transaction() as session:
        rows = (await session.execute(text("select status, amount_pence, recovered_pence from releases"))).all()
    paid = sum(row.amount_pence - row.recovered_pence for row in rows if row.status == "released")
    assert told["released_pence"] == paid
    assert told["planned_pence"] == sum(row.amount_pence for row in rows if row.status == "planned")
    assert told["released_pence"] + told["planned_pence"] + told["available_pence"] == told["allocated_pence"]


async def test_the_database_itself_refuses_a_sum_above_the_allocation(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project = await project_of(partnership, "QWO")
        await allocate(partnership, project, 1000)
        for wrong in ("released_pence = 1001", "planned_pence = 1001", "released_pence = -1", "amount_pence = -1"):
            with pytest.raises(Exception, match="ck_allocations"):
                async with partnership.database.transaction() as session:
                    await session.execute(text(f"update allocations set {wrong}"))
