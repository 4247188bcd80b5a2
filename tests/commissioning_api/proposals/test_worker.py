"""Runs as jobs, on databases where transactions are real: claimed once, told of, cancelled, lost and taken up again."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from time import monotonic

from services.commissioning_api.main import SERVICE
from services.commissioning_api.proposals import jobs, snapshots
from services.commissioning_api.proposals.optimiser.outcome import Outcome, Progress
from services.commissioning_api.proposals.worker import look_for_plans, work_once
from shared.contracts.commissioning.proposals import ProposedLine
from shared.kit.leases import MOST_ATTEMPTS
from tests.commissioning_api.proposals.instances import a_project
from tests.commissioning_api.proposals.runs import Shop, queued, run_out
from tests.commissioning_api.proposals.verifier import faults
from tests.support.settings import settings_for

SMALL = a_project(4, 3, items=16, providers=6, least_hours=2, fairness_floor=0)
LARGE = a_project(2, 40)
ROOT = Path(__file__).parents[3]


def lines_of(row) -> list[ProposedLine]:
    return [ProposedLine.model_validate(line) for line in json.loads(row["lines"])]


async def test_a_run_is_solved_and_its_plan_is_read(shop: Shop):
    proposal_id = await queued(shop.database, SMALL)
    assert await work_once(shop.database)
    board = shop.served.as_("icb:QWO")
    found = (await board.get(f"/v1/support-proposals/{proposal_id}")).json()
    assert found["status"] == "found"
    assert found["objective"] <= found["bound"]
    assert {line["participation_id"] for line in found["lines"]} == {str(s.participation_id) for s in SMALL.schools}
    assert len(found["plans"]) == 3
    [listed] = (await board.get("/v1/support-proposals")).json()["items"]
    assert "lines" not in listed
    told = [event for event in (await board.get("/v1/events")).json() if event["subject"] == str(proposal_id)]
    assert [event["type"] for event in told] == ["commissioning.support-proposal.ended"]
    assert not await work_once(shop.database)


async def test_a_run_is_repeated_from_what_was_kept_of_it(shop: Shop):
    proposal_id = await queued(shop.database, SMALL)
    assert snapshots.read(json.loads((await shop.row(proposal_id))["problem"])) == SMALL


async def test_of_two_workers_one_takes_a_run(shop: Shop):
    proposal_id = await queued(shop.database, SMALL)
    assert sorted(await asyncio.gather(*(work_once(shop.database) for _ in range(2)))) == [False, True]
    row = await shop.row(proposal_id)
    assert (row["status"], row["attempts"]) == ("found", 1)


async def test_two_workers_share_two_runs(shop: Shop):
    ids = [await queued(shop.database, SMALL) for _ in range(2)]
    assert await asyncio.gather(*(work_once(shop.database) for _ in range(2))) == [True, True]
    assert {(await shop.row(each))["status"] for each in ids} == {"found"}


async def test_a_worker_that_is_killed_is_followed_by_another(shop: Shop):
    proposal_id = await queued(shop.database, LARGE, seconds=600)
    worker = await asyncio.create_subprocess_exec(
        sys.executable, str(ROOT / "tests/commissioning_api/proposals/one_worker.py"), shop.url,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    await shop.until(proposal_id, lambda row: row["status"] == "running" and row["seconds"] > 0)
    worker.send_signal(signal.SIGKILL)
    await worker.wait()
    assert not await work_once(shop.database), "while the lease lasts nobody else works on it"
    await run_out(shop.url, proposal_id)
    second = asyncio.create_task(work_once(shop.database))
    row = await shop.until(proposal_id, lambda row: row["attempts"] == 2 and row["objective"] is not None)
    board = shop.served.as_("icb:QWO")
    await board.post(f"/v1/support-proposals/{proposal_id}/cancellation", headers={"If-Match": f'"{row["version"]}"'})
    assert await second
    assert faults(LARGE, lines_of(await shop.row(proposal_id))) == []


async def test_who_lost_the_lease_can_neither_tell_nor_finish(shop: Shop):
    proposal_id = await queued(shop.database, SMALL)
    async with shop.database.transaction() as session:
        lost = await jobs.claim(session)
    await run_out(shop.url, proposal_id)
    async with shop.database.transaction() as session:
        holds = await jobs.claim(session)
    async with shop.database.transaction() as session:
        assert not await jobs.tell(session, lost, Progress(1.0, 2.0, 3.0))
        assert not await jobs.finish(session, lost, Outcome(), 1.0)
        assert await jobs.tell(session, holds, Progress(1.0, 2.0, 3.0))
        assert await jobs.finish(session, holds, Outcome(objective=1.0, bound=2.0, gap=1.0), 4.0)
    row = await shop.row(proposal_id)
    assert (row["status"], row["attempts"], row["bound"]) == ("found", 2, 2.0)


async def test_a_run_that_never_comes_to_an_end_fails_and_says_so(shop: Shop):
    proposal_id = await queued(shop.database, SMALL)
    for _ in range(MOST_ATTEMPTS):
        async with shop.database.transaction() as session:
            assert await jobs.claim(session)
        await run_out(shop.url, proposal_id)
    assert not await work_once(shop.database)
    row = await shop.row(proposal_id)
    assert row["status"] == "failed"
    assert row["failure"].startswith("The run was begun three times")


async def test_progress_is_told_and_a_cancelled_run_keeps_its_best_plan(shop: Shop):
    proposal_id = await queued(shop.database, LARGE, seconds=300)
    working = asyncio.create_task(work_once(shop.database))
    await shop.until(proposal_id, lambda row: row["objective"] is not None)
    board = shop.served.as_("icb:QWO")
    before = await board.get(f"/v1/support-proposals/{proposal_id}")
    assert before.json()["status"] == "running"
    assert 0 < before.json()["gap"] < 1
    await asyncio.sleep(2.2)
    path = f"/v1/support-proposals/{proposal_id}"
    known = await board.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert known.status_code == 200, "progress has a new ETag"
    cancelled = await board.post(f"{path}/cancellation", headers={"If-Match": before.headers["ETag"]})
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    assert await asyncio.wait_for(working, 15)
    row = await shop.row(proposal_id)
    assert row["status"] == "cancelled"
    assert faults(LARGE, lines_of(row)) == []
    assert lines_of(row)


async def test_a_run_out_of_time_keeps_its_best_plan_and_says_how_good_it_is(shop: Shop):
    proposal_id = await queued(shop.database, LARGE, seconds=4)
    assert await work_once(shop.database)
    row = await shop.row(proposal_id)
    assert row["status"] == "found"
    assert 0 < row["gap"] < 0.1
    assert lines_of(row)


async def test_a_service_that_stops_hands_its_run_back(shop: Shop):
    proposal_id = await queued(shop.database, LARGE, seconds=300)
    working = asyncio.create_task(look_for_plans(shop.database, settings_for(SERVICE, shop.url)))
    await shop.until(proposal_id, lambda row: row["status"] == "running" and row["seconds"] > 0)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    row = await shop.row(proposal_id)
    assert (row["status"], row["attempts"], row["lease"]) == ("queued", 0, None)


async def test_an_impossible_run_says_what_contradicts_what(shop: Shop):
    hopeless = a_project(4, 3, items=16, providers=6, tailored_budget_pence=1_00, fairness_floor=0)
    proposal_id = await queued(shop.database, hopeless)
    assert await work_once(shop.database)
    found = (await shop.served.as_("icb:QWO").get(f"/v1/support-proposals/{proposal_id}")).json()
    assert found["status"] == "infeasible"
    assert any("budget of £1 for tailored support" in each for each in found["conflicts"])


async def test_what_goes_wrong_is_told_and_the_worker_goes_on(shop: Shop):
    broken = await queued(shop.database, SMALL, kept={"schools": "none"})
    good = await queued(shop.database, SMALL)
    working = asyncio.create_task(look_for_plans(shop.database, settings_for(SERVICE, shop.url)))
    await shop.until(good, lambda row: row["status"] == "found")
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    row = await shop.row(broken)
    assert (row["status"], row["failure"].split(".")[0]) == (
        "failed", "Something went wrong while the plan was looked for",
    )  # fmt: skip


async def test_the_service_answers_while_a_plan_is_looked_for(shop: Shop):
    await queued(shop.database, LARGE, seconds=5)
    working = asyncio.create_task(work_once(shop.database))
    longest = 0.0
    while not working.done():
        began = monotonic()
        await asyncio.sleep(0.01)
        longest = max(longest, monotonic() - began - 0.01)
    assert longest < 0.5
