"""However many record, correct and withdraw at the same moment, what stands fits together and nothing is lost."""

import asyncio
from collections import Counter

from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.governance import decision, decision_of, governed_project, group, meeting_of, put_group
from tests.support.partnership import done, project_of
from tests.support.selection import if_match
from tests.support.serving import live


async def test_two_decisions_on_one_meeting_are_both_recorded(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        meeting = await meeting_of(partnership, await project_of(partnership, "QWO"))
        board, path = partnership.as_("icb:QWO"), f"/v1/meetings/{meeting['id']}/decisions"
        answers = await asyncio.gather(*(board.post(path, json=decision("icb:QWO")) for _ in range(10)))
        assert Counter(answer.status_code for answer in answers) == {201: 10}
        assert len({answer.json()["id"] for answer in answers}) == 10


async def test_a_decision_and_a_correction_that_exclude_each_other_do_not_both_stand(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project, _ = await governed_project(partnership)
        board = partnership.as_("icb:QWO")
        for _ in range(5):
            meeting = await meeting_of(partnership, project, "icb:QWO", "la:383")
            path = f"/v1/meetings/{meeting['id']}"
            corrected, decided = await asyncio.gather(
                board.patch(path, json={"attended": ["icb:QWO"]}, headers=if_match(meeting)),
                board.post(f"{path}/decisions", json=decision("la:383")),
            )
            assert sorted((corrected.status_code, decided.status_code)) in ([200, 409], [201, 409])


async def test_of_ten_withdrawals_at_once_one_wins(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        taken = await decision_of(partnership, await meeting_of(partnership, await project_of(partnership, "QWO")))
        board, path = partnership.as_("icb:QWO"), f"/v1/decisions/{taken['id']}/withdrawal"
        answers = await asyncio.gather(
            *(board.post(path, json={"reason": "A mistake."}, headers=if_match(taken)) for _ in range(10))
        )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 9}


async def test_of_ten_groups_put_at_once_one_is_formed(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project = await project_of(partnership, "QWO")
        answers = await asyncio.gather(*(put_group(partnership, project, group(("icb:QWO", "icb"))) for _ in range(10)))
        assert Counter(answer.status_code for answer in answers) == {201: 1, 412: 9}
        path = f"/v1/projects/{project['id']}/governance-group"
        assert done(await partnership.as_("icb:QWO").get(path), 200)["version"] == 1
