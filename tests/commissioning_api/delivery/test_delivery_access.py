"""Who sees which sessions, and who may arrange and hold them."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from shared.contracts.partnership import projects
from tests.commissioning_api.asking import problem
from tests.commissioning_api.delivering import HOLDING, SESSION, bought, cancel, change, deliveries, hold, plan, planned
from tests.commissioning_api.participations.said import GROUP, a_member_event, apply, as_sent
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.serving import Served

UNKNOWN = "0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6c"


@pytest.fixture
async def made(commissioning: Served, partnership: PartnershipStandIn) -> dict[str, Any]:
    """A commissioned line with two sessions in Leeds, and as much in Sheffield, from another provider."""
    found: dict[str, Any] = {}
    for place, school in (
        ("here", partnership.takes_part()),
        ("there", partnership.takes_part(icb_code="QF7", la_code="373", urn="107000")),
    ):
        board = commissioning.as_(f"icb:{school.icb_code}")
        line = await bought(commissioning, partnership, school)
        sessions = [(await planned(board, line["id"]))["id"] for _ in range(2)]
        provider = f"provider:{line['provider_id']}"
        found[place] = {"school": school, "line": line["id"], "sessions": sessions, "provider": provider}
    await apply(commissioning, a_member_event(found["here"]["school"].project_id, GROUP, 1))
    return found


SEEN = {
    "icb:QWO": ["here"], "icb:QF7": ["there"], "icb:QHM": [], "la:383": ["here"], "la:373": ["there"], "la:380": [],
    "school:107866": ["here"], "school:107001": [], GROUP: ["here"], "provider": ["here"], f"provider:{UNKNOWN}": [],
    f"provider:{'-' * 36}": [],
    "national:nhse": ["here", "there"], "service:reporting": ["here", "there"],
}  # fmt: skip


def caller(commissioning: Served, made: dict[str, Any], organisation: str) -> httpx.AsyncClient:
    return commissioning.as_(made["here"]["provider"] if organisation == "provider" else organisation)


@pytest.mark.parametrize("organisation", SEEN)
async def test_each_caller_sees_its_own_sessions_and_no_others(
    commissioning: Served, made: dict[str, Any], organisation: str
):
    client = caller(commissioning, made, organisation)
    seen = SEEN[organisation]
    listed = (await client.get("/v1/sessions")).json()["items"]
    assert {each["id"] for each in listed} == {session for place in seen for session in made[place]["sessions"]}
    assert {each["package_line_id"] for each in await deliveries(client)} == {made[place]["line"] for place in seen}
    for place in ("here", "there"):
        for path in ("", "/history"):
            answer = await client.get(f"/v1/sessions/{made[place]['sessions'][0]}{path}")
            assert answer.status_code == (200 if place in seen else 404), path


async def test_the_evaluator_has_no_part_in_it(commissioning: Served, made: dict[str, Any]):
    client = commissioning.as_("evaluator:iff")
    for path in ("sessions", "line-deliveries", f"sessions/{made['here']['sessions'][0]}"):
        assert (await client.get(f"/v1/{path}")).status_code == 403


@pytest.mark.parametrize("organisation", ["icb:QWO", "provider"])
async def test_a_foreign_session_and_an_unknown_one_are_answered_alike(
    commissioning: Served, made: dict[str, Any], organisation: str
):
    client = caller(commissioning, made, organisation)
    for line_id in (made["there"]["line"], UNKNOWN):
        answer = await plan(client, line_id)
        assert (answer.status_code, problem(answer)) == (404, "line-not-found")
    for session in (made["there"]["sessions"][0], UNKNOWN):
        for answer in (
            await change(client, session, 1, hours=2),
            await hold(client, session),
            await cancel(client, session),
        ):
            assert (answer.status_code, problem(answer)) == (404, "session-not-found")


async def test_the_successor_goes_on_and_the_board_before_reads(
    commissioning: Served, partnership: PartnershipStandIn, made: dict[str, Any]
):
    school, line, [first, other] = (made["here"][name] for name in ("school", "line", "sessions"))
    partnership.handed_over[school.project_id] = "S1Y5D"
    project = partnership.project(school).model_copy(update={"version": 2})
    await apply(commissioning, as_sent(projects.ProjectHandedOver(data=project), "partnership"))
    before, now = commissioning.as_("icb:QWO"), commissioning.as_("icb:S1Y5D")
    for answer in (
        await plan(before, line), await change(before, first, 1, hours=2), await hold(before, first),
        await cancel(before, first),
    ):  # fmt: skip
        assert (answer.status_code, problem(answer)) == (403, "not-your-delivery")
    assert (await before.get(f"/v1/sessions/{first}")).status_code == 200
    assert (await plan(now, line)).status_code == 201
    assert (await hold(now, first)).status_code == 200
    # Its provider goes on as before.
    assert (await cancel(commissioning.as_(made["here"]["provider"]), other)).status_code == 200


def _writes(client: httpx.AsyncClient, made: dict[str, Any]) -> Iterator[tuple[str, httpx.Request]]:
    line, first, other = f"/v1/package-lines/{made['line']}", *(f"/v1/sessions/{each}" for each in made["sessions"])

    def sent(name: str, method: str, path: str, body: dict[str, Any], version: int) -> tuple[str, httpx.Request]:
        return name, client.build_request(method, path, json=body, headers={"If-Match": f'"{version}"'})

    yield sent("plan", "POST", f"{line}/sessions", SESSION, 0)
    yield sent("change", "PATCH", first, {"mode": "hybrid"}, 1)
    yield sent("hold", "POST", f"{first}/holding", HOLDING, 2)
    yield sent("reopen", "POST", f"{first}/reopening", {}, 3)
    yield sent("cancel", "POST", f"{other}/cancellation", {"reason": "Nobody can come."}, 1)


_ALL = {"plan", "change", "hold", "reopen", "cancel"}
MAY: dict[str, set[str]] = {
    "icb:QWO": _ALL, "provider": _ALL,
    **{
        each: set()
        for each in ("la:383", "school:107866", GROUP, "national:dfe", "service:reporting", "evaluator:iff")
    },
}  # fmt: skip


@pytest.mark.parametrize("organisation", MAY)
async def test_each_kind_may_do_what_the_matrix_says(commissioning: Served, made: dict[str, Any], organisation: str):
    client = caller(commissioning, made, organisation)
    done = set()
    for name, request in _writes(client, made["here"]):
        answer = await client.send(request)
        assert answer.status_code in (200, 201, 403), (name, answer.text)
        if answer.status_code != 403:
            done.add(name)
    assert done == MAY[organisation]


async def test_reading_alone_changes_nothing(commissioning: Served, made: dict[str, Any]):
    client = commissioning.as_("icb:QWO", "partnership:read commissioning:read")
    for name, request in _writes(client, made["here"]):
        assert (await client.send(request)).status_code == 403, name
