"""Who sees which lines, and who may do what with them."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from services.commissioning_api.participations.models import ProjectMember
from tests.commissioning_api.asking import HEAD, LINE as LINE_SENT, change, considered, move, problem, proposed
from tests.commissioning_api.participations.said import GROUP
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.serving import Served

FORMER_GROUP = "pcg:0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6b"
UNKNOWN = "0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6c"


@pytest.fixture
async def lines(commissioning: Served, partnership: PartnershipStandIn) -> dict[str, str]:
    """A line of West Yorkshire's school in Leeds, and one of a school elsewhere."""
    here = partnership.takes_part()
    there = partnership.takes_part(icb_code="QF7", la_code="373", urn="107000")
    async with commissioning.app.state.database.transaction() as session:
        for organisation, left_on in ((GROUP, None), (FORMER_GROUP, here.created_at.date())):
            session.add(
                ProjectMember(
                    member_id=uuid4(), project_id=here.project_id, organisation=organisation, left_on=left_on,
                    source_version=1,
                )
            )  # fmt: skip
    await considered(commissioning.as_("icb:QWO"), here.id)
    return {
        "here": (await proposed(commissioning.as_("icb:QWO"), here.id))["id"],
        "there": (await proposed(commissioning.as_("icb:QF7"), there.id))["id"],
        "participation": str(here.id),
    }


SEEN = {
    "icb:QWO": ["here"], "icb:QF7": ["there"], "icb:QHM": [], "la:383": ["here"], "la:373": ["there"], "la:380": [],
    "school:107866": ["here"], "school:107001": [], GROUP: ["here"], FORMER_GROUP: [],
    "national:nhse": ["here", "there"], "service:reporting": ["here", "there"],
}  # fmt: skip


@pytest.mark.parametrize("organisation", SEEN)
async def test_each_caller_sees_its_own_lines_and_no_others(
    commissioning: Served, lines: dict[str, str], organisation: str
):
    client = commissioning.as_(organisation)
    seen = {name: lines[name] for name in SEEN[organisation]}
    listed = (await client.get("/v1/package-lines")).json()["items"]
    assert {line["id"] for line in listed} == set(seen.values())
    for name in ("here", "there"):
        for path in ("", "/history"):
            answer = await client.get(f"/v1/package-lines/{lines[name]}{path}")
            assert answer.status_code == (200 if name in seen else 404), path
    package = await client.get(f"/v1/participations/{lines['participation']}/package")
    assert package.status_code == (200 if "here" in seen else 404)


async def test_a_foreign_line_and_an_unknown_one_are_answered_alike(commissioning: Served, lines: dict[str, str]):
    board = commissioning.as_("icb:QWO")
    for line_id in (lines["there"], UNKNOWN):
        answers = [
            await board.get(f"/v1/package-lines/{line_id}"),
            await change(board, line_id, 1, hours=1),
            await move(board, line_id, "agreement", 1, HEAD),
            await move(board, line_id, "commissioning", 1, {"decision_id": UNKNOWN}),
            await move(board, line_id, "variation", 1, VARIATION),
            await move(board, line_id, "completion", 1),
            await move(board, line_id, "cancellation", 1, {"reason": "No."}),
            await move(commissioning.as_("school:107866"), line_id, "agreement", 1),
        ]
        assert {(answer.status_code, problem(answer)) for answer in answers} == {(404, "package-line-not-found")}


VARIATION = {"hours": 1, "reason": "Less is needed.", "agreement": "Head teacher"}
LINE = LINE_SENT | {"local_offer_id": UNKNOWN, "finding_ids": [UNKNOWN]}


def _writes(client: httpx.AsyncClient, lines: dict[str, str]) -> Iterator[tuple[str, httpx.Request]]:
    line, headers = f"/v1/package-lines/{lines['here']}", {"If-Match": '"1"'}
    path = f"/v1/participations/{lines['participation']}/package-lines"
    yield "propose", client.build_request("POST", path, json=LINE)
    yield "change", client.build_request("PATCH", line, json={"hours": 1}, headers=headers)
    yield "agree", client.build_request("POST", f"{line}/agreement", headers=headers)
    yield (
        "commission",
        client.build_request("POST", f"{line}/commissioning", json={"decision_id": UNKNOWN}, headers=headers),
    )
    yield "vary", client.build_request("POST", f"{line}/variation", json=VARIATION, headers=headers)
    yield "complete", client.build_request("POST", f"{line}/completion", headers=headers)
    yield "cancel", client.build_request("POST", f"{line}/cancellation", json={"reason": "No."}, headers=headers)


@pytest.mark.parametrize(
    "organisation",
    ["la:383", "school:107866", GROUP, f"provider:{UNKNOWN}", "national:dfe", "evaluator:iff", "service:reporting"],
)
async def test_only_a_board_writes_and_a_school_only_agrees(
    commissioning: Served, lines: dict[str, str], organisation: str
):
    client = commissioning.as_(organisation)
    answers = {name: (await client.send(request)).status_code for name, request in _writes(client, lines)}
    agreed = 200 if organisation.startswith("school:") else 403
    assert answers == {
        "propose": 403, "change": 403, "agree": agreed, "commission": 403, "vary": 403, "complete": 403, "cancel": 403,
    }  # fmt: skip


@pytest.mark.parametrize("organisation", [f"provider:{UNKNOWN}", "evaluator:iff"])
async def test_a_provider_and_an_evaluator_have_no_part_in_packages(
    commissioning: Served, lines: dict[str, str], organisation: str
):
    client = commissioning.as_(organisation)
    paths = ("/v1/package-lines", f"/v1/package-lines/{lines['here']}")
    assert [(await client.get(path)).status_code for path in paths] == [403, 403]
    assert (await client.get("/v1/menu-items")).status_code == 200


async def test_a_scope_is_needed_for_each_kind_of_operation(commissioning: Served, lines: dict[str, str]):
    reader = commissioning.as_("icb:QWO", "commissioning:read partnership:read")
    answers = [(await reader.send(request)).status_code for _, request in _writes(reader, lines)]
    assert answers == [403] * 7
    assert (await commissioning.as_("icb:QWO", "partnership:read").get("/v1/package-lines")).status_code == 403


async def test_without_a_token_there_is_nothing(commissioning: Served, lines: dict[str, str]):
    nobody = commissioning.as_(None)
    answers = [(await nobody.send(request)).status_code for _, request in _writes(nobody, lines)]
    paths = ("/v1/menus", "/v1/menu-items", "/v1/package-lines", "/v1/events")
    answers += [(await nobody.get(path)).status_code for path in paths]
    assert set(answers) == {401}
