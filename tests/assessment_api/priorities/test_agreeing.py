"""Agreement takes two: what each side does, what comes into force, and what is refused."""

from typing import Any

import pytest

from services.assessment_api.participations.service import follow_member, follow_project
from services.assessment_api.priorities.queries import PRIORITY_SETS
from shared.contracts.partnership.participations import Participation
from shared.contracts.partnership.projects import MemberJoined, ProjectHandedOver
from tests.assessment_api.found import on_domain, renew
from tests.assessment_api.owner import a_member, a_project, told
from tests.assessment_api.priorities.conftest import SAID
from tests.support.serving import Served
from tests.support.views import assert_rows_match_the_contract

PCG = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
SCHOOL, BOARD = "school:107866", "icb:QWO"


async def agreed(propose, agree, priorities: list[dict[str, Any]]) -> dict[str, Any]:
    answer = await agree((await propose(priorities)).json(), BOARD)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def statuses(assessment: Served, query: str = "") -> list[tuple[int, str]]:
    items = (await assessment.as_("la:383").get(f"/v1/priority-sets?{query}")).json()["items"]
    return [(each["number"], each["status"]) for each in items]


@pytest.mark.parametrize(("first", "second"), [(SCHOOL, BOARD), (BOARD, SCHOOL)])
async def test_what_one_side_proposes_is_in_force_when_the_other_agrees(two, propose, agree, first: str, second: str):
    answer = await agree((await propose(two, first)).json(), second)
    assert answer.status_code == 200, answer.text
    now = answer.json()
    assert (now["status"], now["version"]) == ("agreed", 2)
    assert (now["school_agreed_by"], now["team_agreed_by"]) == (SCHOOL, BOARD)
    assert now["agreed_at"] is not None
    assert now["school_agreement"] is None
    assert answer.headers["ETag"] == '"2"'


async def test_a_board_records_the_agreement_of_the_school_with_the_role_of_who_gave_it(two, propose, agree):
    answer = await agree((await propose(two, BOARD)).json(), BOARD, "Head teacher")
    now = answer.json()
    assert (now["status"], now["school_agreed_by"], now["school_agreement"]) == ("agreed", BOARD, "Head teacher")
    assert now["school_agreed_at"] is not None


async def test_a_board_cannot_record_what_the_school_said_itself(two, propose, agree):
    answer = await agree((await propose(two, SCHOOL)).json(), BOARD, "Head teacher")
    assert (answer.status_code, answer.json()["detail"]) == (409, "The school has agreed already.")


@pytest.mark.parametrize("caller", [SCHOOL, BOARD])
async def test_nobody_agrees_twice_or_alone(assessment: Served, two, propose, agree, caller: str):
    answer = await agree((await propose(two, caller)).json(), caller)
    assert (answer.status_code, answer.json()["title"]) == (409, "This agreement is there already")
    assert await statuses(assessment) == [(1, "proposed")]


async def test_a_school_does_not_record_its_own_agreement(two, propose, agree):
    answer = await agree((await propose(two, BOARD)).json(), SCHOOL, "Head teacher")
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/school_agreement"]


async def test_what_is_in_force_stays_so_until_the_next_is_agreed(assessment: Served, two, propose, agree):
    await agreed(propose, agree, two)
    second = (await propose(two[:1], BOARD)).json()
    assert await statuses(assessment) == [(1, "agreed"), (2, "proposed")]
    await propose(two, BOARD)
    assert await statuses(assessment) == [(1, "agreed"), (2, "superseded"), (3, "proposed")]
    assert (await agree(second | {"version": 2}, SCHOOL)).status_code == 409
    [third] = (await assessment.as_(SCHOOL).get("/v1/priority-sets?status=proposed")).json()["items"]
    assert (await agree(third, SCHOOL)).status_code == 200
    assert await statuses(assessment) == [(1, "superseded"), (2, "superseded"), (3, "agreed")]


async def test_what_is_agreed_is_not_agreed_again(two, propose, agree):
    now = await agreed(propose, agree, two)
    answer = await agree(now, SCHOOL)
    assert (answer.status_code, answer.json()["title"]) == (409, "These priorities are not open to agreement")


async def test_findings_that_hold_no_longer_hinder_the_agreement(
    assessment: Served, elm_park: Participation, of_assessment, two, propose, agree
):
    proposed = (await propose(two)).json()
    await renew(assessment.database, elm_park, [on_domain("environment", 85.0), *SAID[1:]], source_id=of_assessment)
    answer = await agree(proposed, BOARD)
    assert answer.status_code == 409
    assert "Of the findings that they cite, 1 was superseded" in answer.json()["detail"]
    assert await statuses(assessment) == [(1, "proposed")]
    await renew(assessment.database, elm_park, [*SAID[:1], *SAID[2:]], source_id=of_assessment)
    assert "2 were superseded" in (await agree(proposed, BOARD)).json()["detail"]


async def test_findings_that_change_after_the_agreement_leave_it_as_it_was(
    assessment: Served, elm_park: Participation, of_assessment, two, propose, agree
):
    await agreed(propose, agree, two)
    await renew(assessment.database, elm_park, [], source_id=of_assessment)
    assert await statuses(assessment) == [(1, "agreed")]


async def test_agreement_is_to_what_was_read(assessment: Served, two, propose, agree):
    proposed = (await propose(two)).json()
    assert (await agree(proposed | {"version": 7}, BOARD)).status_code == 412
    answer = await assessment.as_(BOARD).post(f"/v1/priority-sets/{proposed['id']}/agreement", json={})
    assert answer.status_code == 428


async def test_who_agreed_is_a_role_and_nothing_that_points_to_a_person(two, propose, agree):
    answer = await agree((await propose(two, BOARD)).json(), BOARD, "Call 0113 496 0000")
    assert answer.status_code == 422
    assert "0113" not in answer.text


@pytest.mark.parametrize(
    ("caller", "status"),
    [("icb:QHM", 404), ("school:100000", 404), ("la:383", 403), ("national:dfe", 403), (PCG, 403)],
)
async def test_only_the_school_and_its_board_agree(two, propose, agree, caller: str, status: int):
    assert (await agree((await propose(two)).json(), caller)).status_code == status


async def test_the_board_that_handed_the_project_over_reads_and_does_not_agree(
    assessment: Served, elm_park: Participation, two, propose, agree
):
    proposed = (await propose(two)).json()
    async with assessment.database.transaction() as session:
        over = a_project(elm_park, lead_icb_code="QHM").model_copy(update={"version": 2})
        await follow_project(session, told(ProjectHandedOver(data=over)))
    assert (await agree(proposed, "icb:QWO")).status_code == 403
    assert (await agree(proposed, "icb:QHM")).json()["status"] == "agreed"


@pytest.mark.parametrize(
    ("caller", "number"),
    [
        ("icb:QWO", 1), ("la:383", 1), (SCHOOL, 1), ("national:dfe", 1), ("service:commissioning", 1), ("icb:QHM", 0),
        ("la:100", 0), ("school:100000", 0), (PCG[:-1] + "2", 0), (PCG, 1), ("evaluator:ucl", 0),
        ("provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", 0),
    ],
)  # fmt: skip
async def test_each_caller_sees_its_own(
    assessment: Served, elm_park: Participation, two, propose, caller: str, number: int
):
    proposed = (await propose(two)).json()
    async with assessment.database.transaction() as session:
        member = a_member(project_id=elm_park.project_id, organisation=PCG)
        await follow_member(session, told(MemberJoined(data=member)))
    client = assessment.as_(caller)
    assert len((await client.get("/v1/priority-sets")).json()["items"]) == number
    for path in ("", "/history"):
        answer = await client.get(f"/v1/priority-sets/{proposed['id']}{path}")
        assert answer.status_code == (200 if number else 404)


async def test_the_list_is_filtered_by_each_of_its_filters(
    assessment: Served, elm_park: Participation, two, propose, agree
):
    await agreed(propose, agree, two)
    await propose(two)
    for query in (
        f"project_id={elm_park.project_id}", f"participation_id={elm_park.id}", "icb_code=QWO", "la_code=383",
        "urn=107866", "programme_year=2025-26", "status=proposed,agreed",
    ):  # fmt: skip
        assert len(await statuses(assessment, query)) == 2, query
    for query in ("urn=107867", "status=superseded", "programme_year=2026-27", "icb_code=QHM", "la_code=382"):
        assert await statuses(assessment, query) == [], query
    assert await statuses(assessment, "status=agreed") == [(1, "agreed")]


async def test_the_history_says_who_did_what(assessment: Served, two, propose, agree):
    now = await agreed(propose, agree, two)
    await agreed(propose, agree, two)
    entries = (await assessment.as_("la:383").get(f"/v1/priority-sets/{now['id']}/history")).json()["items"]
    assert [(each["event"].rsplit(".", 1)[1], each["by"], each["version"]) for each in entries] == [
        ("superseded", BOARD, 3), ("agreed", BOARD, 2), ("proposed", SCHOOL, 1),
    ]  # fmt: skip


async def test_what_is_read_is_what_the_contract_says(assessment: Served, two, propose, agree):
    await agreed(propose, agree, two)
    await propose(two, BOARD)
    await assert_rows_match_the_contract(assessment.database, PRIORITY_SETS)
