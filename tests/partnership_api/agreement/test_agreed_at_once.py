import asyncio

from services.partnership_api.main import SERVICE
from tests.support.agreement import NATIONAL, act, partnership_of, sign_offs_of, start_plan, submit
from tests.support.databases import Databases
from tests.support.partnership import done
from tests.support.serving import Served, live


async def sign(partnership: Served, each):
    return await act(partnership, each["organisation"], f"/v1/sign-offs/{each['id']}/signature", on=each)


async def kinds_of(partnership: Served) -> list[str]:
    events = done(await partnership.as_(NATIONAL).get("/v1/events?limit=1000"), 200)
    return [event["type"].removeprefix("partnership.") for event in events]


async def test_of_two_submissions_at_once_one_wins(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project, partners = await partnership_of(partnership)
        plan = await start_plan(partnership, project)
        path = f"/v1/delivery-plans/{plan['id']}/submission"
        answers = await asyncio.gather(*(act(partnership, "icb:QWO", path, on=plan) for _ in range(8)))
        assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
        assert len(await sign_offs_of(partnership, plan)) == len(partners)


async def test_when_all_partners_sign_at_once_the_plan_is_signed_off_once(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project, _ = await partnership_of(partnership)
        plan = await submit(partnership, await start_plan(partnership, project))
        asked = await sign_offs_of(partnership, plan)
        answers = await asyncio.gather(*(sign(partnership, each) for each in asked))
        assert {answer.status_code for answer in answers} == {200}
        signed = done(await partnership.as_(NATIONAL).get(f"/v1/delivery-plans/{plan['id']}"), 200)
        assert signed["status"] == "signed_off"
        assert (await kinds_of(partnership)).count("delivery-plan.signed-off") == 1


async def test_a_signature_given_while_the_plan_is_revised_never_stands_under_the_new_version(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project, _ = await partnership_of(partnership)
        plan = await submit(partnership, await start_plan(partnership, project))
        asked = await sign_offs_of(partnership, plan)
        revision = act(partnership, "icb:QWO", f"/v1/delivery-plans/{plan['id']}/revision", on=plan)
        newer, *signatures = await asyncio.gather(revision, *(sign(partnership, each) for each in asked[:2]))
        assert newer.status_code == 201
        assert {answer.status_code for answer in signatures} <= {200, 409, 412}
        assert {each["status"] for each in await sign_offs_of(partnership, plan)} == {"voided"}
        assert await sign_offs_of(partnership, newer.json()) == []
