"""A school in reserve takes the place of one that leaves, at once or later, and each place is taken once."""

import asyncio
from collections import Counter
from typing import Any

import httpx
import pytest

from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.partnership import done
from tests.support.selection import (
    TAKE,
    decide,
    if_match,
    participation_of,
    project_with_schools,
    put_forward,
    refused,
    with_evidence,
    withdrawn,
)
from tests.support.serving import Served, live

BOARD = "icb:QWO"
REASON = {"reason": "The head asked."}


async def reserve(partnership: Served, project: dict[str, Any], urn: str = "100025") -> dict[str, Any]:
    candidate = done(await put_forward(partnership, project, urn=urn))
    await with_evidence(partnership, candidate)
    return done(await decide(partnership, candidate, decision="reserve", rationale="If one leaves."), 200)


async def leave(partnership: Served, participation: dict[str, Any], **more: Any) -> httpx.Response:
    path = f"/v1/participations/{participation['id']}/withdrawal"
    return await partnership.as_(BOARD).post(path, json=REASON | more, headers=if_match(participation))


@pytest.fixture
async def project(partnership: Served) -> dict[str, Any]:
    return await project_with_schools(partnership, {"URN": "100025"}, {"URN": "100049"}, {"URN": "100051"})


async def test_a_school_leaves_and_one_in_reserve_takes_its_place_in_one_step(partnership: Served, project):
    leaving = await participation_of(partnership, project, urn="100049", offer="training")
    waiting = await reserve(partnership, project)
    left = done(await leave(partnership, leaving, replaced_by=waiting["id"]), 200)
    taken = done(await partnership.as_(BOARD).get(f"/v1/participations/{left['replaced_by']}"), 200)
    assert (left["status"], left["withdrawal_reason"]) == ("withdrawn", "The head asked.")
    assert {name: taken[name] for name in ("urn", "cohort", "offer", "status", "rationale", "replaces")} == {
        "urn": "100025", "cohort": "new", "offer": "training", "status": "selected", "rationale": "If one leaves.",
        "replaces": leaving["id"],
    }  # fmt: skip
    chosen = done(await partnership.as_(BOARD).get(f"/v1/candidates/{waiting['id']}"), 200)
    assert (chosen["status"], chosen["participation_id"]) == ("selected", taken["id"])
    async with partnership.database.reading() as connection:
        told = await connection.fetch("select type from events order by position desc limit 3")
    assert [row["type"].removeprefix("partnership.") for row in reversed(told)] == [
        "participation.selected", "candidate.decided", "participation.withdrawn",
    ]  # fmt: skip


async def test_who_is_not_in_the_reserve_takes_no_place_and_then_nobody_leaves(partnership: Served, project):
    leaving = await participation_of(partnership, project, urn="100049")
    candidate = done(await put_forward(partnership, project))
    refused(await leave(partnership, leaving, replaced_by=candidate["id"]), 409, "not-in-reserve")
    refused(await leave(partnership, leaving, replaced_by=leaving["id"]), 404, "candidate-not-found")
    unproved = done(await decide(partnership, candidate, decision="reserve", rationale="If one leaves."), 200)
    refused(await leave(partnership, leaving, replaced_by=unproved["id"]), 409, "evidence-missing")
    taking_part = done(await partnership.as_(BOARD).get(f"/v1/participations/{leaving['id']}"), 200)
    assert taking_part == leaving


async def test_a_reserve_of_another_project_takes_no_place(partnership: Served, project):
    other = await project_with_schools(partnership, {"URN": "100025"}, {"URN": "100049"}, icb_code="QHG")
    candidate = done(await put_forward(partnership, other))
    await with_evidence(partnership, candidate)
    done(await decide(partnership, candidate, "icb:QHG", decision="reserve", rationale="If one leaves."), 200)
    leaving = await participation_of(partnership, project, urn="100049")
    refused(await leave(partnership, leaving, replaced_by=candidate["id"]), 404, "candidate-not-found")


async def test_a_place_is_taken_later_and_once(partnership: Served, project):
    leaving = await participation_of(partnership, project, urn="100049")
    first, second = await reserve(partnership, project), await reserve(partnership, project, "100051")
    refused(await decide(partnership, first, **TAKE, replaces=leaving["id"]), 409, "nothing-to-replace")
    await withdrawn(partnership, leaving)
    chosen = done(await decide(partnership, first, **TAKE, replaces=leaving["id"]), 200)
    left = done(await partnership.as_(BOARD).get(f"/v1/participations/{leaving['id']}"), 200)
    taken = done(await partnership.as_(BOARD).get(f"/v1/participations/{chosen['participation_id']}"), 200)
    assert (left["replaced_by"], taken["replaces"]) == (taken["id"], left["id"])
    refused(await decide(partnership, second, **TAKE, replaces=leaving["id"]), 409, "nothing-to-replace")


async def test_of_two_schools_that_leave_at_once_one_is_replaced_by_the_reserve(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project = await project_with_schools(partnership, {"URN": "100025"}, {"URN": "100049"}, {"URN": "100051"})
        leaving = [await participation_of(partnership, project, urn=urn) for urn in ("100049", "100051")]
        waiting = await reserve(partnership, project)
        answers = await asyncio.gather(*(leave(partnership, each, replaced_by=waiting["id"]) for each in leaving))
        listed = done(await partnership.as_(BOARD).get("/v1/participations"), 200)["items"]
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 1}
    assert Counter(each["status"] for each in listed) == {"selected": 2, "withdrawn": 1}
