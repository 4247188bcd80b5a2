"""An organisation joins once, and leaves once, however many ask at the same moment."""

import asyncio
from collections import Counter

from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.partnership import member_of, project_of
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
