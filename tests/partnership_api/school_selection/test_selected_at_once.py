"""A school is decided on once, however many ask at the same moment."""

import asyncio
from collections import Counter

from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.partnership import member_of, project_of
from tests.support.selection import SELECTION, if_match, participation_of, project_with_schools
from tests.support.serving import live


async def test_of_boards_that_select_a_school_at_once_one_has_it(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        projects = [await project_with_schools(partnership)]
        for icb_code in ("QHG", "QM7"):
            projects.append(await project_of(partnership, icb_code))
            await member_of(partnership, projects[-1], "la:383", "local_authority")
        asked = [
            partnership.as_(f"icb:{project['icb_code']}").post(
                f"/v1/projects/{project['id']}/participations", json=SELECTION
            )
            for project in projects * 5
        ]
        answers = await asyncio.gather(*asked)
        everything = (await partnership.as_("national:dfe").get("/v1/participations")).json()["items"]
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 14}
    problems = Counter(answer.json().get("type", "").rpartition("/")[2] for answer in answers)
    assert problems == {"": 1, "school-selected-already": 4, "school-taken-elsewhere": 10}
    assert len(everything) == 1


async def test_of_a_confirmation_and_a_withdrawal_at_once_one_is_made(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        selected = await participation_of(partnership, await project_with_schools(partnership))
        path, headers = f"/v1/participations/{selected['id']}", if_match(selected)
        answers = await asyncio.gather(
            partnership.as_("school:100025").post(f"{path}/confirmation", json={}, headers=headers),
            partnership.as_("icb:QWO").post(f"{path}/withdrawal", json={"reason": "The head asked."}, headers=headers),
        )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
