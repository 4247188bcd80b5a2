"""Who sees which engagement, and who may record it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from time_machine import TimeMachineFixture

from shared.contracts.partnership import projects
from tests.commissioning_api.asking import problem
from tests.commissioning_api.engaging import (
    ACTIVITY,
    AIM,
    FORMED,
    MEETING,
    change,
    put_aim,
    put_group,
    record,
    recorded,
    withdraw,
)
from tests.commissioning_api.participations.said import GROUP, a_member_event, apply, as_sent
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.serving import Served

UNKNOWN = "0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6c"
OTHER_GROUP = "pcg:0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6b"
AIM_NAMED = "parental_views_heard"


@pytest.fixture(autouse=True)
def _february(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(datetime(2026, 2, 10, 12, tzinfo=UTC), tick=False)


@pytest.fixture
async def made(commissioning: Served, partnership: PartnershipStandIn) -> dict[str, Any]:
    """A school in Leeds with a group, a meeting and an aim, and another in Sheffield with as much."""
    found: dict[str, Any] = {}
    existing = {"cohort": "existing", "offer": "embedding"}
    for place, school in (
        ("here", partnership.takes_part(**existing)),
        ("there", partnership.takes_part(icb_code="QF7", la_code="373", urn="107000", **existing)),
    ):
        board = commissioning.as_(f"icb:{school.icb_code}")
        await put_group(board, school.id)
        aim = (await put_aim(board, school.id, AIM_NAMED)).json()
        entry = await recorded(board, school.id, MEETING)
        found[place] = {"school": school, "entry": entry["id"], "aim": aim["id"]}
    project_id = found["here"]["school"].project_id
    partnership.groups[project_id] = GROUP
    await apply(commissioning, a_member_event(project_id, GROUP, 1))
    return found


SEEN = {
    "icb:QWO": ["here"], "icb:QF7": ["there"], "icb:QHM": [], "la:383": ["here"], "la:373": ["there"], "la:380": [],
    "school:107866": ["here"], "school:107001": [], GROUP: ["here"], OTHER_GROUP: [],
    "national:nhse": ["here", "there"], "service:reporting": ["here", "there"],
}  # fmt: skip


@pytest.mark.parametrize("organisation", SEEN)
async def test_each_caller_sees_the_engagement_of_its_schools(
    commissioning: Served, made: dict[str, Any], organisation: str
):
    client = commissioning.as_(organisation)
    seen = SEEN[organisation]
    for path, key, mine in (
        ("engagement-entries", "id", {made[place]["entry"] for place in seen}),
        ("embedding-aims", "id", {made[place]["aim"] for place in seen}),
        ("school-engagement", "participation_id", {str(made[place]["school"].id) for place in seen}),
    ):
        listed = (await client.get(f"/v1/{path}")).json()["items"]
        assert {each[key] for each in listed} == mine, path
    for place in ("here", "there"):
        entry, school = made[place]["entry"], made[place]["school"].id
        for path in (
            f"engagement-entries/{entry}", f"engagement-entries/{entry}/history",
            f"participations/{school}/parent-carer-group",
        ):  # fmt: skip
            assert (await client.get(f"/v1/{path}")).status_code == (200 if place in seen else 404), path


@pytest.mark.parametrize("organisation", ["provider:" + UNKNOWN, "evaluator:iff"])
async def test_providers_and_the_evaluator_have_no_part_in_it(
    commissioning: Served, made: dict[str, Any], organisation: str
):
    client = commissioning.as_(organisation)
    for path in ("engagement-entries", "embedding-aims", "school-engagement"):
        assert (await client.get(f"/v1/{path}")).status_code == 403


@pytest.mark.parametrize("organisation", ["icb:QWO", "school:107866", GROUP])
async def test_what_is_foreign_is_as_if_it_were_not_there(
    commissioning: Served, made: dict[str, Any], organisation: str
):
    client = commissioning.as_(organisation)
    school = made["there"]["school"].id
    for answer in (await record(client, school, MEETING), await put_group(client, school, 1)):
        assert (answer.status_code, problem(answer)) == (404, "participation-not-found")
    for entry in (made["there"]["entry"], UNKNOWN):
        for answer in (await change(client, entry, 1, parent_carers=1), await withdraw(client, entry, 1)):
            assert (answer.status_code, problem(answer)) == (404, "engagement-not-found")


async def test_the_board_before_records_nothing_any_more(
    commissioning: Served, partnership: PartnershipStandIn, made: dict[str, Any]
):
    school = made["here"]["school"]
    partnership.handed_over[school.project_id] = "S1Y5D"
    project = partnership.project(school).model_copy(update={"version": 2})
    await apply(commissioning, as_sent(projects.ProjectHandedOver(data=project), "partnership"))
    before, now = commissioning.as_("icb:QWO"), commissioning.as_("icb:S1Y5D")
    for answer, kind in (
        (await record(before, school.id, MEETING), "not-your-school"),
        (await put_group(before, school.id, 1), "not-your-school"),
        (await put_aim(before, school.id, AIM_NAMED, 1), "not-your-school"),
        (await change(before, made["here"]["entry"], 1, parent_carers=1), "not-your-entry"),
        (await withdraw(before, made["here"]["entry"], 1), "not-your-entry"),
    ):
        assert (answer.status_code, problem(answer)) == (403, kind)
    assert (await before.get(f"/v1/engagement-entries/{made['here']['entry']}")).status_code == 200
    assert (await record(now, school.id, MEETING)).status_code == 201
    assert (await change(now, made["here"]["entry"], 1, parent_carers=1)).status_code == 200


def _writes(client: httpx.AsyncClient, made: dict[str, Any]) -> Iterator[tuple[str, httpx.Request]]:
    school, entry = f"/v1/participations/{made['school'].id}", f"/v1/engagement-entries/{made['entry']}"

    def sent(name: str, method: str, path: str, body: dict[str, Any], version: int) -> tuple[str, httpx.Request]:
        return name, client.build_request(method, path, json=body, headers={"If-Match": f'"{version}"'})

    yield sent("group", "PUT", f"{school}/parent-carer-group", FORMED | {"members": 8}, 1)
    yield sent("record", "POST", f"{school}/engagement-entries", ACTIVITY, 0)
    yield sent("change", "PATCH", entry, {"parent_carers": 9}, 1)
    yield sent("withdraw", "POST", f"{entry}/withdrawal", {"reason": "A mistake."}, 2)
    yield sent("aim", "PUT", f"{school}/embedding-aims/{AIM_NAMED}", AIM | {"progress": "embedded"}, 1)


_ALL = {"group", "record", "change", "withdraw", "aim"}
MAY: dict[str, set[str]] = {
    "icb:QWO": _ALL, "school:107866": _ALL, GROUP: _ALL - {"aim"},
    **{each: set() for each in ("la:383", "provider:" + UNKNOWN, "national:dfe", "service:reporting", "evaluator:iff")},
}  # fmt: skip


@pytest.mark.parametrize("organisation", MAY)
async def test_each_kind_may_do_what_the_matrix_says(commissioning: Served, made: dict[str, Any], organisation: str):
    client = commissioning.as_(organisation)
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


async def test_a_school_goes_on_under_its_new_number(
    commissioning: Served, partnership: PartnershipStandIn, made: dict[str, Any]
):
    school = partnership.takes_part(urn="107001", current_urn="150001")
    academy = commissioning.as_("school:150001")
    entry = await recorded(academy, school.id, MEETING)
    assert (await change(academy, entry["id"], 1, parent_carers=1)).status_code == 200
    assert [each["urn"] for each in (await academy.get("/v1/school-engagement")).json()["items"]] == ["107001"]
