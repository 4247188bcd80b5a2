"""Starting a project is decided once, however many ask at the same moment."""

import asyncio
from collections import Counter

from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.serving import live


async def test_of_twenty_starts_at_once_one_wins(databases: Databases):
    body = {"programme_year": "2025-26", "name": "A local partnership"}
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        board = partnership.as_("icb:QWO")
        answers = await asyncio.gather(*(board.post("/v1/projects", json=body) for _ in range(20)))
        members = (await board.get("/v1/members")).json()["items"]
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 19}
    assert [member["organisation"] for member in members] == ["icb:QWO"]
