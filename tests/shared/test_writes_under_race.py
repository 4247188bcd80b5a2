import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from services.partnership_api.main import SERVICE
from shared.kit.db import bare
from tests.support.databases import Databases
from tests.support.serving import Served, live

GROUP = {"name": "Kirklees Parent Carer Forum", "kind": "forum", "la_codes": ["382"]}
PATH = "/v1/parent-carer-groups"


async def test_twenty_sendings_of_one_key_take_effect_once(lasting: Served):
    async def send():
        return await lasting.as_("icb:QWO").post(PATH, json=GROUP, headers={"Idempotency-Key": "same"})

    answers = await asyncio.gather(*(send() for _ in range(20)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    assert all(a.json()["type"].endswith("key-in-flight") for a in answers if a.status_code == 409)
    listed = await lasting.as_("icb:QWO").get(PATH, params={"count": "exact"})
    assert listed.json()["total"] == 1
    events = await lasting.as_("icb:QWO").get("/v1/events")
    assert len(events.json()) == 1


async def test_of_twenty_changes_of_one_version_one_wins(lasting: Served):
    group = (await lasting.as_("icb:QWO").post(PATH, json=GROUP)).json()

    async def change(number: int):
        return await lasting.as_("icb:QWO").patch(
            f"{PATH}/{group['id']}", json={"name": f"Name {number}"}, headers={"If-Match": '"1"'}
        )

    answers = await asyncio.gather(*(change(number) for number in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 19
    now = (await lasting.as_("icb:QWO").get(f"{PATH}/{group['id']}")).json()
    assert now["version"] == 2
    assert now == next(answer.json() for answer in answers if answer.status_code == 200)


async def test_a_commit_that_fails_is_never_answered_with_success(lasting: Served):
    async with lasting.database.transaction() as session:
        connection = await bare(session)
        await connection.execute(
            "create function refuse() returns trigger language plpgsql as $$ begin raise 'no commit'; end $$;"
            " create constraint trigger refuse after insert on parent_carer_groups"
            " deferrable initially deferred for each row execute function refuse()"
        )
    answer = await lasting.as_("icb:QWO").post(PATH, json=GROUP, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 500
    assert (await lasting.as_("icb:QWO").get(PATH)).json()["items"] == []
    assert (await lasting.as_("icb:QWO").get("/v1/events")).json() == []


async def test_a_write_that_met_a_deadlock_is_tried_again_and_done(lasting: Served):
    async with lasting.database.transaction() as session:
        connection = await bare(session)
        await connection.execute(
            "create sequence attempts;"
            " create function stumble() returns trigger language plpgsql as $$ begin"
            " if nextval('attempts') < 3 then raise exception using errcode = '40P01'; end if; return new; end $$;"
            " create trigger stumble before insert on parent_carer_groups for each row execute function stumble()"
        )
    for headers in ({}, {"Idempotency-Key": "k"}):
        answer = await lasting.as_("icb:QWO").post(PATH, json=GROUP, headers=headers)
        assert answer.status_code == 201, answer.text


@pytest.fixture
async def impatient(databases: Databases) -> AsyncIterator[Served]:
    async with databases.copy(SERVICE) as url, live(SERVICE, url, statement_seconds=0.2) as running:
        yield running


@pytest.mark.parametrize("form", ["json", "csv", "ndjson"])
async def test_a_statement_that_takes_too_long_gives_way_with_503_and_never_as_an_empty_success(
    impatient: Served, form: str
):
    async with impatient.database.transaction() as session:
        await session.execute(text("lock table parent_carer_groups in access exclusive mode"))
        answer = await impatient.as_("icb:QWO").get(PATH, params={"format": form})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.headers["content-type"] == "application/problem+json"
