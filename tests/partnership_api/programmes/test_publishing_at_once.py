"""A first edition is first once."""

import asyncio
from collections import Counter

from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.partnership import programme_year
from tests.support.serving import live


async def test_of_twenty_first_editions_at_once_one_wins(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        national = partnership.as_("national:dfe")
        years = [programme_year(target_schools_new=number) for number in range(20)]
        answers = await asyncio.gather(
            *(national.put("/v1/programme-years/2026-27", json=year, headers={"If-None-Match": "*"}) for year in years)
        )
    assert Counter(answer.status_code for answer in answers) == {201: 1, 412: 19}
