"""However many record, replace and take back at the same moment, one wins and the others are told."""

import asyncio
from collections import Counter

from services.assessment_api.main import SERVICE
from tests.assessment_api.owner import Owner, a_participation
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.partnership import done
from tests.support.serving import Served, live
from tests.support.surveys import FIRST, answered, imported, put, survey

FILE = f"{FIRST}\n5\n5\n".encode()


def of(respondents: int) -> dict[str, object]:
    return survey(respondents, answered(FIRST, {1: respondents}))


async def events_of(running: Served) -> Counter[str]:
    async with running.database.reading() as connection:
        rows = await connection.fetch("select type from events where type like 'assessment.survey.%'")
    return Counter(row["type"].rsplit(".", 1)[1] for row in rows)


async def test_of_ten_that_record_at_once_one_is_kept(databases: Databases, network: Network, owner: Owner):
    school = owner.knows(a_participation())
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        answers = await asyncio.gather(
            *(put(running, school, of(10 + number)) for number in range(5)),
            *(imported(running, school, FILE) for _ in range(5)),
        )
        assert Counter(answer.status_code for answer in answers) in (
            Counter({201: 1, 412: 9}),
            Counter({200: 1, 412: 9}),
        )
        assert await events_of(running) == {"recorded": 1}


async def test_of_ten_that_replace_at_once_one_is_kept(databases: Databases, network: Network, owner: Owner):
    school = owner.knows(a_participation())
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        done(await put(running, school, of(9)), 201)
        answers = await asyncio.gather(
            *(put(running, school, of(10 + number), 1) for number in range(5)),
            *(imported(running, school, FILE, 1) for _ in range(5)),
        )
        assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 9}
        [shown] = done(await running.as_("school:107866").get("/v1/surveys"), 200)["items"]
        assert shown["version"] == 2
        async with running.database.reading() as connection:
            current = await connection.fetch("select need from findings where status = 'current'")
        assert len(current) <= 1
        assert await events_of(running) == {"recorded": 1, "changed": 1}


async def test_a_survey_is_either_replaced_or_taken_back(databases: Databases, network: Network, owner: Owner):
    school = owner.knows(a_participation())
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        for _ in range(5):
            made = done(await put(running, school, of(9)), 201)
            path, headers = f"/v1/surveys/{made['id']}", {"If-Match": '"1"'}
            client = running.as_("school:107866")
            replaced, gone = await asyncio.gather(put(running, school, of(10), 1), client.delete(path, headers=headers))
            assert (replaced.status_code, gone.status_code) in ((200, 412), (412, 204))
            if replaced.status_code == 200:
                assert (await client.delete(path, headers={"If-Match": '"2"'})).status_code == 204
            async with running.database.reading() as connection:
                assert await connection.fetchval("select count(*) from findings where status = 'current'") == 0
