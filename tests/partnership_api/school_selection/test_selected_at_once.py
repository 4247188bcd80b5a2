"""A school is decided on once, however many ask at the same moment."""

import asyncio
from collections import Counter
from typing import Any

import asyncpg
import httpx

from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.partnership import member_of, project_of
from tests.support.selection import SELECTION, if_match, participation_of, project_with_schools
from tests.support.serving import Served, live

WAITING = "select count(*) from pg_locks where not granted"


async def test_of_boards_that_select_a_school_at_once_one_has_it(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        projects = [await project_with_schools(partnership)]
        for icb_code in ("QHG", "QM7"):
            projects.append(await project_of(partnership, icb_code))
            await member_of(partnership, projects[-1], "la:383", "local_authority")
        holding = await asyncpg.connect(url)
        async with holding.transaction():
            # Until every board's request stands before the school, none can have it.
            await holding.execute("select from schools for update")
            asking = [asyncio.create_task(select(partnership, project)) for project in projects]
            async with asyncio.timeout(10):
                while await holding.fetchval(WAITING) < len(asking):
                    await asyncio.sleep(0.02)
        await holding.close()
        answers = await asyncio.gather(*asking)
        everything = (await partnership.as_("national:dfe").get("/v1/participations")).json()["items"]
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 2}
    problems = Counter(answer.json().get("type", "").rpartition("/")[2] for answer in answers)
    assert problems == {"": 1, "school-taken-elsewhere": 2}
    assert len(everything) == 1


async def test_of_a_selection_sent_five_times_at_once_one_is_made(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project = await project_with_schools(partnership)
        answers = await asyncio.gather(*(select(partnership, project) for _ in range(5)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 4}


async def select(partnership: Served, project: dict[str, Any]) -> httpx.Response:
    board = partnership.as_(f"icb:{project['icb_code']}")
    return await board.post(f"/v1/projects/{project['id']}/participations", json=SELECTION)


async def test_of_a_confirmation_and_a_withdrawal_at_once_one_is_made(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        selected = await participation_of(partnership, await project_with_schools(partnership))
        path, headers = f"/v1/participations/{selected['id']}", if_match(selected)
        answers = await asyncio.gather(
            partnership.as_("school:100025").post(f"{path}/confirmation", json={}, headers=headers),
            partnership.as_("icb:QWO").post(f"{path}/withdrawal", json={"reason": "The head asked."}, headers=headers),
        )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
