"""An organisation joins once, and leaves once, however many ask at the same moment."""

import asyncio
from collections import Counter

import asyncpg

from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.partnership import done, member_of, project_of
from tests.support.selection import SELECTION, project_with_schools
from tests.support.serving import live

LEEDS = {"organisation": "la:383", "kind": "local_authority", "role": "partner", "joined_on": "2025-06-02"}


async def test_of_twenty_additions_at_once_one_wins(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project = await project_of(partnership, "QWO")
        board, path = partnership.as_("icb:QWO"), f"/v1/projects/{project['id']}/members"
        answers = await asyncio.gather(*(board.post(path, json=LEEDS) for _ in range(20)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 19}


async def test_of_twenty_departures_at_once_one_wins(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        member = await member_of(partnership, await project_of(partnership, "QWO"), "la:383", "local_authority")
        board, path = partnership.as_("icb:QWO"), f"/v1/members/{member['id']}/departure"
        headers = {"If-Match": '"1"'}
        answers = await asyncio.gather(
            *(board.post(path, json={"left_on": "2025-09-30"}, headers=headers) for _ in range(20))
        )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 19}


async def test_no_school_is_selected_of_an_authority_that_leaves_at_the_same_moment(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project = await project_with_schools(partnership)
        board = partnership.as_("icb:QWO")
        members = done(await board.get("/v1/members", params={"organisation": "la:383"}), 200)["items"]
        holding = await asyncpg.connect(url)
        async with holding.transaction():
            # Whoever stands before the school has decided that its authority is a member, which must stay true.
            await holding.execute("select from schools for update")
            path, waiting = (
                f"/v1/projects/{project['id']}/participations",
                "select count(*) from pg_locks where not granted",
            )
            selecting = asyncio.create_task(board.post(path, json=SELECTION))
            async with asyncio.timeout(10):
                while await holding.fetchval(waiting) < 1:
                    await asyncio.sleep(0.02)
            path, body = f"/v1/members/{members[0]['id']}/departure", {"left_on": "2025-09-30"}
            leaving = asyncio.create_task(board.post(path, json=body, headers={"If-Match": '"1"'}))
            async with asyncio.timeout(10):
                while await holding.fetchval(waiting) < 2 and not leaving.done():
                    await asyncio.sleep(0.02)
            assert not leaving.done()
        await holding.close()
        answers = [await selecting, await leaving]
        async with partnership.database.reading() as connection:
            told = await connection.fetch("select type from events order by position desc limit 2")
    assert [answer.status_code for answer in answers] == [201, 200]
    assert [row["type"] for row in told] == ["partnership.member.left", "partnership.participation.selected"]
