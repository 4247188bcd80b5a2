"""Who is told of what: exactly what the feeds would show them, from the moment they asked, once."""

import asyncio
from collections.abc import Mapping

import pytest
from sqlalchemy import text

from services.reporting_api.webhooks import delivering, listening
from shared.contracts.event import SeenEvents
from shared.kit.hearing import Hearing
from tests.reporting_api import facts
from tests.reporting_api.webhooks.conftest import Webhooks, receiving
from tests.support.serving import live

URL = "http://127.0.0.1:9/hooks"
OTHERS = ("icb:QHG", "la:383", "school:107866", "pcg:00000000-0000-7000-8000-000000000001", "evaluator:ace")


async def test_each_organisation_is_told_exactly_what_its_feed_shows(webhooks: Webhooks):
    organisations = ("icb:QWO", "national:dfe", "provider:00000000-0000-7000-8000-000000000001", *OTHERS)
    for organisation in organisations:
        await webhooks.make(organisation, URL, "partnership.*")
    own, foreign = facts.project(), facts.project(icb_code="QHG")
    school = facts.participation(own)
    await webhooks.announce(own, foreign, school, facts.member(own), facts.member(foreign), facts.year())
    await webhooks.hear()
    told: dict[str, set[str]] = {}
    for organisation in organisations:
        feed = (await webhooks.owner.as_(organisation).get("/v1/events")).json()
        messages = await webhooks.messages(organisation)
        told[organisation] = {each["event_id"] for each in messages}
        assert told[organisation] == {each["id"] for each in feed}
        assert {each["organisation"] for each in messages} <= {organisation}
    assert told["icb:QWO"] != told["icb:QHG"] != told["la:383"]
    assert len(told["national:dfe"]) == 6


async def test_only_the_types_that_were_asked_for_are_told(webhooks: Webhooks):
    await webhooks.make("icb:QWO", URL, "partnership.member.*", "partnership.project.started")
    await webhooks.make("icb:QWO", URL, "partnership.project.changed")
    project = facts.project()
    await webhooks.announce(project, facts.member(project), facts.participation(project))
    await webhooks.hear()
    assert sorted(each["type"] for each in await webhooks.messages("icb:QWO")) == [
        "partnership.member.joined",
        "partnership.project.started",
    ]


async def test_one_hears_of_the_service_s_own_events_too(webhooks: Webhooks):
    await webhooks.make("icb:QWO", URL, "reporting.webhook.*")
    await webhooks.hear("reporting")
    await webhooks.make("icb:QWO", URL, "partnership.*")
    await webhooks.make("icb:QHG", URL, "partnership.*")
    await webhooks.hear("reporting")
    made = [each["subject"] for each in await webhooks.messages("icb:QWO", type="reporting.webhook.made")]
    assert len(made) == 2, "its own two, and not that of another board"


async def test_a_new_webhook_hears_nothing_of_before(webhooks: Webhooks):
    await webhooks.announce(facts.project())
    await webhooks.hear()
    await webhooks.make("icb:QWO", URL)
    await webhooks.hear()
    assert await webhooks.messages("icb:QWO") == []


async def test_one_made_while_a_feed_is_being_read_misses_nothing(webhooks: Webhooks):
    await webhooks.make("national:dfe", URL)
    state = webhooks.served.app.state
    ask = listening.ask_of(webhooks.database, Hearing(state.client, state.settings), "partnership", wait=0)

    async def asked_while_another_is_made(params: Mapping[str, str]) -> SeenEvents:
        await webhooks.make("icb:QWO", URL)
        await webhooks.announce(facts.project())
        return await ask(params)

    assert await listening.step(webhooks.database, "partnership", asked_while_another_is_made) == 0
    await webhooks.hear("partnership")
    assert len(await webhooks.messages("icb:QWO")) == len(await webhooks.messages("national:dfe")) == 1


async def test_two_replicas_that_hear_the_same_at_once_tell_it_once(webhooks: Webhooks):
    await webhooks.make("icb:QWO", URL)
    await webhooks.announce(*(facts.project() for _ in range(5)))
    await asyncio.gather(*(webhooks.hear("partnership") for _ in range(4)))
    await webhooks.hear("partnership")
    assert len(await webhooks.messages("icb:QWO")) == 5


async def test_a_cursor_that_is_no_longer_kept_goes_on_with_what_is(webhooks: Webhooks):
    await webhooks.make("icb:QWO", URL)
    await webhooks.hear("partnership")
    floor = "insert into feed_floor (id, xid, position) values (1, event_xid(), 0)"
    async with webhooks.owner.database.transaction() as session:
        await session.execute(text(floor))
    await webhooks.announce(facts.project())
    await webhooks.hear("partnership")
    assert len(await webhooks.messages("icb:QWO")) == 1


async def test_more_organisations_than_one_question_takes_are_asked_about_in_several(
    webhooks: Webhooks, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(listening, "_AT_ONCE", 2)
    for organisation in ("icb:QWO", "school:100000", "school:100001", "school:100002", "school:100003"):
        await webhooks.make(organisation, URL, "partnership.project.*", "partnership.participation.*")
    project = facts.project()
    await webhooks.announce(project, *(facts.participation(project, urn=urn) for urn in ("100000", "100003")))
    assert await webhooks.hear("partnership") == 5
    for organisation, number in (("icb:QWO", 3), ("school:100000", 1), ("school:100003", 1), ("school:100001", 0)):
        assert len(await webhooks.messages(organisation)) == number


async def test_old_messages_are_pruned_but_not_what_is_still_tried(webhooks: Webhooks, monkeypatch):
    monkeypatch.setattr(delivering, "_PRUNED_AT_ONCE", 1)
    await webhooks.make("icb:QWO", URL)
    await webhooks.announce(*(facts.project() for _ in range(4)))
    await webhooks.hear("partnership")
    aged = "update webhook_deliveries set created_at = now() - interval '31 days'"
    others = "(select id from webhook_deliveries order by id offset 1)"
    given_up = f"update webhook_deliveries set status = 'failed' where id in {others}"
    async with webhooks.database.transaction() as session:
        await session.execute(text(aged))
        await session.execute(text(given_up))
    await delivering.prune(webhooks.database, 30)
    assert [each["status"] for each in await webhooks.messages("icb:QWO")] == ["pending"]


async def test_it_all_goes_by_itself_while_the_service_is_served(webhooks: Webhooks):
    served = webhooks.served
    settings = {
        "webhook_keys": served.app.state.settings.webhook_keys,
        "webhook_allowed_networks": "127.0.0.0/8",
    }
    url = str(served.app.state.settings.database_url)
    async with receiving() as receiver, live(served.service, url, served.network, **settings) as running:
        body = {"url": receiver.url, "description": "Ours", "types": ["partnership.*"]}
        assert (await running.as_("icb:QWO").post("/v1/webhooks", json=body)).status_code == 201
        await webhooks.announce(facts.project())
        async with asyncio.timeout(30):
            while not receiver.received:
                await asyncio.sleep(0.05)


async def test_a_source_that_went_further_while_it_waited_is_asked_on_until_there_for_everybody():
    organisations = frozenset(f"icb:Q{number:03}" for number in range(101))

    async def ask(params: Mapping[str, str]) -> SeenEvents:
        start = int(params.get("after", 0))
        # For the first hundred it passed over what none of them sees; for the others it tells two at a time.
        reach = min(start + 2, int(params["until"])) if "until" in params else 5
        items = list(range(start, reach)) if "icb:Q100" in params["organisation"] else []
        return SeenEvents.model_construct(items=items, next_cursor=str(reach))

    wanted = listening.Wanted(organisations, frozenset({"partnership.project.started"}))
    seen = await listening._asked(ask, wanted, None)
    assert (seen.items, seen.next_cursor) == ([0, 1, 2, 3, 4], "5")


async def test_how_webhooks_do_and_how_long_messages_are_due_is_measured(webhooks: Webhooks):
    async def measured() -> dict[str, float]:
        shown = (await webhooks.served.as_(None).get("/metrics")).text
        lines = [line.split(" ") for line in shown.splitlines() if line.startswith("pins_webhook")]
        return {name: float(value) for name, value in lines}

    due = 'pins_webhook_deliveries_due_seconds{receiver="%s"}'
    made = await webhooks.make("icb:QWO", URL)
    assert (await measured())[due % "well"] == 0
    await webhooks.announce(facts.project())
    await webhooks.hear()
    async with webhooks.database.transaction() as session:
        await session.execute(text("update webhook_deliveries set next_attempt_at = now() - interval '2 hours'"))
    told = await measured()
    assert told[due % "well"] >= 7200
    assert told[due % "failing"] == 0
    assert told['pins_webhooks{status="active"}'] == 1
    async with webhooks.database.transaction() as session:
        disabling = (
            "update webhooks set status = 'disabled', disabled_reason = 'gone', disabled_at = now() where id = :id"
        )
        await session.execute(text(disabling), {"id": made["id"]})
    told = await measured()
    assert (told['pins_webhooks{status="active"}'], told['pins_webhooks{status="disabled"}']) == (0, 1)
    assert told[due % "well"] == 0, "it is nobody's to send"
