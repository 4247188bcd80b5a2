"""Two imports at once end as one after the other would: never as a mix of the two files."""

import asyncio

from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.gias import CSV, gias_file
from tests.support.serving import live
from tests.support.uploads import chunks_of

NUMBER = 3000


def named(name: str) -> bytes:
    return gias_file(*({"URN": str(100_000 + each), "EstablishmentName": name} for each in range(NUMBER)))


async def test_of_two_imports_at_once_one_waits_for_the_other(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        national = partnership.as_("national:dfe")
        files = [chunks_of(named(name)) for name in ("One", "Other")]
        requests = [national.post("/v1/schools/imports", content=file, headers=CSV) for file in files]
        reports = [answer.json() for answer in await asyncio.gather(*requests)]
        async with partnership.database.reading() as connection:
            stored = await connection.fetch("select name, version, count(*) from schools group by 1, 2")
            told = await connection.fetch(
                "select resource_version, count(*) from events where urn is not null group by 1"
            )
    assert sorted((report["inserted"], report["updated"]) for report in reports) == [(0, NUMBER), (NUMBER, 0)]
    assert [(row["version"], row["count"]) for row in stored] == [(2, NUMBER)]
    assert sorted(tuple(row) for row in told) == [(1, NUMBER), (2, NUMBER)]


async def test_of_an_import_sent_twice_at_once_with_one_key_one_is_done(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        national = partnership.as_("national:dfe")
        headers = CSV | {"Idempotency-Key": "once"}
        sending = [national.post("/v1/schools/imports", content=named("One"), headers=headers) for _ in range(2)]
        answers = await asyncio.gather(*sending)
        async with partnership.database.reading() as connection:
            told = await connection.fetchval("select count(*) from events where urn is not null")
    assert sorted(answer.status_code for answer in answers) in ([200, 409], [200, 200])
    assert told == NUMBER
