"""Whatever a receiver does, nothing is lost and nobody else is held up."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from standardwebhooks import Webhook as Verifier, WebhookVerificationError

from tests.reporting_api import facts
from tests.reporting_api.webhooks.conftest import Receiver, Webhooks, receiving, status

BOARD = "icb:QWO"
REDIRECT = status(302, "Location: http://127.0.0.1:1/elsewhere")
GARBAGE = b"\x00\xff not http at all\r\n\r\n"


async def test_one_that_fails_hangs_redirects_or_talks_nonsense_loses_nothing_and_blocks_nobody(webhooks: Webhooks):
    async with (
        receiving(status(500), status(204)) as failing,
        receiving(0.2, status(204)) as trickling,
        receiving(REDIRECT, status(204)) as redirecting,
        receiving(GARBAGE, status(204)) as talking,
        receiving(status(200)) as well,
    ):
        troubled = [failing, trickling, redirecting, talking]
        for receiver in (*troubled, well):
            await webhooks.make(BOARD, receiver.url)
        await webhooks.announce(facts.project())
        assert await webhooks.hear() == 5
        slow = asyncio.create_task(webhooks.send())
        async with asyncio.timeout(30):
            while not well.received:
                await asyncio.sleep(0.01)
        assert not slow.done(), "the one that is well has its message while another is still being waited for"
        await slow
        waiting = await webhooks.messages(BOARD, status="pending")
        said = {(each["attempts"][0]["status_code"], each["attempts"][0]["error"]) for each in waiting}
        assert said == {(500, None), (None, "timed_out"), (302, "redirected"), (None, "broken_answer")}
        assert all(each["next_attempt_at"] > each["attempts"][0]["at"] for each in waiting)
        await webhooks.let_time_pass()
        await webhooks.send()
        assert await webhooks.messages(BOARD, status="pending") == []
        assert [len(set(receiver.ids)) for receiver in troubled] == [1] * 4, "each attempt has the same id"
        assert [len(receiver.ids) for receiver in (*troubled, well)] == [2, 2, 2, 2, 1]


async def test_a_message_is_thin_and_signed_so_that_the_library_verifies_it(webhooks: Webhooks):
    project = facts.project()
    async with receiving() as receiver:
        made = await webhooks.make(BOARD, receiver.url)
        await webhooks.announce(project)
        await webhooks.hear()
        await webhooks.send()
    [got] = receiver.received
    body = Verifier(made["secret"]).verify(got.body, got.headers)
    [event] = (await webhooks.owner.as_(BOARD).get("/v1/events")).json()
    assert body == {
        "type": "partnership.project.started",
        "timestamp": event["time"],
        "data": {
            "id": event["id"], "source": "/partnership", "subject": str(project.data.id), "resourceversion": 1,
            "projectid": event["projectid"],
        },
    }  # fmt: skip
    with pytest.raises(WebhookVerificationError):
        Verifier(made["secret"]).verify(got.body + b" ", got.headers)
    assert got.headers["webhook-id"] == (await webhooks.messages(BOARD))[0]["id"]


def verifies(secret: str, receiver: Receiver) -> bool:
    got = receiver.received[-1]
    try:
        Verifier(secret).verify(got.body, got.headers)
    except WebhookVerificationError:
        return False
    return True


async def test_after_a_rotation_both_secrets_sign_for_a_day_and_then_the_new_one_alone(webhooks: Webhooks):
    async with receiving() as receiver:
        made = await webhooks.make(BOARD, receiver.url)
        board, path = webhooks.as_(BOARD), f"/v1/webhooks/{made['id']}"
        answer = await board.post(f"{path}/secret-rotation", headers={"If-Match": '"1"'})
        rotated = answer.json()
        assert rotated["secret"] not in (None, made["secret"])
        await board.post(f"{path}/pings")
        await webhooks.send()
        assert verifies(made["secret"], receiver)
        assert verifies(rotated["secret"], receiver)
        async with webhooks.database.transaction() as session:
            await session.execute(text("update webhooks set former_secret_until = now()"))
        await board.post(f"{path}/pings")
        await webhooks.send()
        assert not verifies(made["secret"], receiver)
        assert verifies(rotated["secret"], receiver)


async def test_a_worker_killed_after_sending_sends_again_under_the_same_id(webhooks: Webhooks):
    async with receiving() as receiver:
        await webhooks.make(BOARD, receiver.url)
        await webhooks.announce(facts.project())
        await webhooks.hear()
        [message] = await webhooks.sender.claim()
        ready = await webhooks.sender._prepare(message)
        assert ready is not None
        await webhooks.sender.poster.post(ready.url, ready.headers, ready.body)  # and then it is killed
        assert await webhooks.send() == 0, "the lease holds"
        await webhooks.let_time_pass()
        await webhooks.send_all()
    assert receiver.ids == [str(message)] * 2
    assert [each["status"] for each in await webhooks.messages(BOARD)] == ["delivered"]


async def test_two_workers_never_claim_the_same_message_and_take_a_few_of_each_webhook(webhooks: Webhooks):
    async with receiving() as receiver:
        for _ in range(2):
            await webhooks.make(BOARD, receiver.url)
        await webhooks.announce(*(facts.project() for _ in range(10)))
        await webhooks.hear()
        claims = await asyncio.gather(*(webhooks.sender.claim() for _ in range(6)))
        claimed = [each for claim in claims for each in claim]
        assert len(claimed) == len(set(claimed)) == 8
        await webhooks.let_time_pass()
        await asyncio.gather(webhooks.send_all(), webhooks.send_all())
    assert len(set(receiver.ids)) == len(receiver.ids) == 20


async def test_one_that_is_gone_is_disabled_with_notice_to_its_owner_alone_and_misses_nothing(webhooks: Webhooks):
    async with receiving(status(410), status(200)) as receiver:
        made = await webhooks.make(BOARD, receiver.url)
        await webhooks.announce(facts.project())
        await webhooks.hear()
        await webhooks.send()
        await webhooks.announce(facts.project())
        await webhooks.hear()
        path = f"/v1/webhooks/{made['id']}"
        disabled = await webhooks.get(BOARD, path)
        assert (disabled["status"], disabled["disabled_reason"]) == ("disabled", "gone")
        notice = {"type": "reporting.webhook.disabled"}
        assert len((await webhooks.as_(BOARD).get("/v1/events", params=notice)).json()) == 1
        for other in ("national:dfe", "icb:QHG", "service:partnership"):
            assert (await webhooks.as_(other).get("/v1/events", params=notice)).json() == []
        await webhooks.send()
        assert len(receiver.received) == 1
        changed = await webhooks.as_(BOARD).patch(
            path, json={"status": "active"}, headers={"If-Match": f'"{disabled["version"]}"'}
        )
        assert (changed.json()["status"], changed.json()["disabled_reason"]) == ("active", None)
        again = await webhooks.as_(BOARD).post(f"{path}/redelivery", json={"since": made["created_at"]})
        assert again.json() == {"redelivered": 1}
        await webhooks.send()
    assert len(set(receiver.ids)) == 2
    assert {each["status"] for each in await webhooks.messages(BOARD)} == {"delivered"}


async def test_one_that_fails_for_days_is_disabled_and_what_waits_is_kept(webhooks: Webhooks):
    async with receiving(status(500)) as receiver:
        made = await webhooks.make(BOARD, receiver.url)
        await webhooks.announce(facts.project())
        await webhooks.hear()
        await webhooks.send()
        async with webhooks.database.transaction() as session:
            await session.execute(text("update webhooks set failing_since = now() - interval '6 days'"))
        await webhooks.let_time_pass()
        await webhooks.send()
        assert (await webhooks.get(BOARD, f"/v1/webhooks/{made['id']}"))["disabled_reason"] == "failing_for_days"
        assert [each["status"] for each in await webhooks.messages(BOARD)] == ["pending"]


async def test_after_the_last_attempt_a_message_is_given_up_until_its_owner_wants_it_again(webhooks: Webhooks):
    async with receiving(*[status(503)] * 8, status(200)) as receiver:
        made = await webhooks.make(BOARD, receiver.url)
        await webhooks.announce(facts.project())
        await webhooks.hear()
        for _ in range(8):
            await webhooks.send()
            await webhooks.let_time_pass()
        [message] = await webhooks.messages(BOARD)
        assert (message["status"], message["next_attempt_at"], len(message["attempts"])) == ("failed", None, 8)
        assert (await webhooks.get(BOARD, f"/v1/webhooks/{made['id']}"))["consecutive_failures"] == 1
        path = f"/v1/webhook-deliveries/{message['id']}/redelivery"
        assert (await webhooks.as_(BOARD).post(path)).json()["status"] == "pending"
        assert (await webhooks.as_(BOARD).post(path)).status_code == 409
        await webhooks.send()
        assert (await webhooks.get(BOARD, f"/v1/webhooks/{made['id']}"))["consecutive_failures"] == 0
    assert len(receiver.ids) == 9


async def test_a_receiver_that_asks_for_time_is_given_it(webhooks: Webhooks):
    async with receiving(status(429, "Retry-After: 3600")) as receiver:
        await webhooks.make(BOARD, receiver.url)
        await webhooks.announce(facts.project())
        await webhooks.hear()
        before = datetime.now(UTC)
        await webhooks.send()
    [message] = await webhooks.messages(BOARD)
    assert (datetime.fromisoformat(message["next_attempt_at"]) - before).total_seconds() >= 3600


async def test_a_ping_goes_out_also_when_paused_is_tried_once_and_counts_for_nothing(webhooks: Webhooks):
    async with receiving(status(500)) as receiver:
        made = await webhooks.make(BOARD, receiver.url)
        board, path = webhooks.as_(BOARD), f"/v1/webhooks/{made['id']}"
        paused = await board.patch(path, json={"status": "paused"}, headers={"If-Match": '"1"'})
        assert paused.json()["status"] == "paused"
        answer = await board.post(f"{path}/pings")
        assert answer.status_code == 201
        await webhooks.send()
        shown = (await board.get(answer.headers["Location"].replace("http://reporting.test", ""))).json()
    assert (shown["status"], shown["type"], shown["attempts"][0]["status_code"]) == (
        "failed", "reporting.webhook.ping", 500,
    )  # fmt: skip
    assert json.loads(receiver.received[0].body)["type"] == "reporting.webhook.ping"
    assert (await webhooks.get(BOARD, path))["consecutive_failures"] == 0


async def test_a_paused_one_gets_afterwards_what_happened_meanwhile(webhooks: Webhooks):
    async with receiving() as receiver:
        made = await webhooks.make(BOARD, receiver.url)
        board, path = webhooks.as_(BOARD), f"/v1/webhooks/{made['id']}"
        await board.patch(path, json={"status": "paused"}, headers={"If-Match": '"1"'})
        await webhooks.announce(facts.project())
        await webhooks.hear()
        assert await webhooks.send() == 0
        await board.patch(path, json={"status": "active"}, headers={"If-Match": '"2"'})
        await webhooks.send()
    assert len(receiver.received) == 1


async def test_what_was_claimed_is_not_sent_once_its_webhook_is_paused(webhooks: Webhooks):
    async with receiving() as receiver:
        made = await webhooks.make(BOARD, receiver.url)
        board, path = webhooks.as_(BOARD), f"/v1/webhooks/{made['id']}"
        await webhooks.announce(facts.project())
        await webhooks.hear()
        [message] = await webhooks.sender.claim()
        await board.patch(path, json={"status": "paused"}, headers={"If-Match": '"1"'})
        await webhooks.sender.send(message)
        assert receiver.received == []
        await board.patch(path, json={"status": "active"}, headers={"If-Match": '"2"'})
        assert await webhooks.send() == 1, "it need not wait for the lease to end"
    assert receiver.ids == [str(message)]


async def test_a_host_that_has_moved_to_a_private_address_since_is_not_connected_to(webhooks: Webhooks):
    async with receiving() as receiver:
        await webhooks.make(BOARD, receiver.url)
        await webhooks.announce(facts.project())
        await webhooks.hear()
        webhooks.served.app.state.settings = webhooks.served.app.state.settings.model_copy(
            update={"webhook_allowed_networks": ()}
        )
        await webhooks.send()
    assert receiver.received == []
    assert (await webhooks.messages(BOARD))[0]["attempts"][0]["error"] == "not_https"


async def test_no_answer_leaves_a_message_without_an_outcome(webhooks: Webhooks):
    odd = status(503, "Retry-After: Mon, 99999999999999999999 Jan 2026 00:00:00")
    async with receiving(odd) as receiver:
        await webhooks.make(BOARD, receiver.url)
        await webhooks.announce(facts.project())
        await webhooks.hear()
        await webhooks.send()
        [message] = await webhooks.messages(BOARD)
        assert [each["status_code"] for each in message["attempts"]] == [503]
        assert await webhooks.send() == 0, "it waits as after any failure, and is not sent again with each lease"


async def test_pings_and_those_that_fail_leave_room_for_those_that_are_well(webhooks: Webhooks):
    async with receiving() as receiver:
        failing = [await webhooks.make(BOARD, receiver.url) for _ in range(4)]
        async with webhooks.database.transaction() as session:
            await session.execute(text("update webhooks set failing_since = now()"))
        await webhooks.announce(facts.project())
        await webhooks.hear()
        well = await webhooks.make(BOARD, receiver.url)
        await webhooks.announce(facts.project())
        await webhooks.hear()
        for _ in range(3):
            assert (await webhooks.as_(BOARD).post(f"/v1/webhooks/{failing[0]['id']}/pings")).status_code == 201
        claimed = await webhooks.sender.claim(32)
        shown = [each for each in await webhooks.messages(BOARD) if each["id"] in set(map(str, claimed))]
        assert sum(each["type"].endswith(".ping") for each in shown) == 1, "one ping at a time"
        assert sum(each["webhook_id"] == well["id"] for each in shown) == 1
        assert len(shown) == 4, "of those that fail two: thirty places are kept for others"
        await webhooks.let_time_pass()
        assert len(await webhooks.sender.claim(1)) == 1, "never more than are free"
