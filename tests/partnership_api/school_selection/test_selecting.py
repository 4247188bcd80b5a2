"""A board selects schools for its project, each once in a year."""

from typing import Any

import pytest
from sqlalchemy import text

from shared.contracts.partnership.participations import Participation
from tests.support.gias import imported
from tests.support.partnership import done, member_of, project_of
from tests.support.selection import (
    LEEDS,
    SELECTION,
    close,
    participation_of,
    project_with_schools,
    refused,
    withdrawn,
)
from tests.support.serving import Served

ALL_THROUGH, SECONDARY = {"PhaseOfEducation (code)": "7"}, {"PhaseOfEducation (code)": "4"}


async def select(partnership: Served, project: dict[str, Any], organisation: str = "icb:QWO", **change: Any) -> Any:
    path = f"/v1/projects/{project['id']}/participations"
    return await partnership.as_(organisation).post(path, json=SELECTION | change)


async def test_a_school_is_selected_and_read_as_it_was_answered(partnership: Served):
    project = await project_with_schools(partnership)
    answer = await select(partnership, project)
    selected = done(answer)
    assert answer.headers["Location"] == f"http://partnership.test/v1/participations/{selected['id']}"
    expected = SELECTION | {
        "project_id": project["id"], "icb_code": "QWO", "programme_year": "2025-26", "la_code": "383",
        "school_name": "Gospel Oak Primary School", "status": "selected", "override_reason": None, "version": 1,
    }  # fmt: skip
    assert {name: selected[name] for name in expected} == expected
    read = await partnership.as_("icb:QWO").get(f"/v1/participations/{selected['id']}")
    assert (read.json(), read.headers["ETag"]) == (selected, answer.headers["ETag"])
    assert Participation.model_validate(selected).model_dump(mode="json") == selected


async def test_the_selection_is_announced_with_what_its_readers_are_found_by(partnership: Served):
    project = await project_with_schools(partnership)
    selected = await participation_of(partnership, project)
    query = "select project_id::text, icb_code, la_code, urn, subject, actor from events where type like '%.selected'"
    async with partnership.database.reading() as connection:
        [event] = [tuple(row) for row in await connection.fetch(query)]
    assert event == (project["id"], "QWO", "383", "100025", selected["id"], "icb:QWO")


async def test_a_school_keeps_the_name_and_authority_it_was_selected_with(partnership: Served):
    project = await project_with_schools(partnership)
    selected = await participation_of(partnership, project)
    await imported(partnership, {"EstablishmentName": "Renamed", "LA (code)": "382"})
    read = await partnership.as_("icb:QWO").get(f"/v1/participations/{selected['id']}")
    assert read.json() == selected


async def test_an_ineligible_school_is_refused_with_the_reasons_whatever_is_said_for_it(partnership: Served):
    project = await project_with_schools(partnership, SECONDARY | {"EstablishmentStatus (code)": "2"})
    answer = await select(partnership, project, override_reason="We want it.")
    body = refused(answer, 409, "school-ineligible")
    assert body["detail"] == "The school is closed. The school is a secondary school."


async def test_a_special_school_is_refused_by_name(partnership: Served):
    project = await project_with_schools(partnership, {"TypeOfEstablishment (code)": "7"})
    assert "special" in refused(await select(partnership, project), 409, "school-ineligible")["detail"]


async def test_a_school_in_doubt_needs_a_reason_and_keeps_it(partnership: Served):
    project = await project_with_schools(partnership, ALL_THROUGH)
    body = refused(await select(partnership, project), 409, "override-needed")
    assert body["detail"].startswith("The school is all-through")
    selected = await participation_of(partnership, project, override_reason="Its primary phase is large.")
    assert selected["override_reason"] == "Its primary phase is large."


async def test_an_override_that_says_nothing_is_no_reason(partnership: Served):
    project = await project_with_schools(partnership, ALL_THROUGH)
    assert done(await select(partnership, project, override_reason="  "), 422)["errors"][0]["pointer"] == (
        "/override_reason"
    )


async def test_the_authority_of_the_school_must_be_a_member_first(partnership: Served):
    await imported(partnership, LEEDS)
    project = await project_of(partnership, "QWO")
    await member_of(partnership, project, "la:382", "local_authority")
    body = refused(await select(partnership, project), 409, "authority-not-member")
    assert body["detail"] == "Add Leeds as a member of the project first."


async def test_an_authority_that_has_left_is_no_member(partnership: Served):
    project = await project_with_schools(partnership)
    async with partnership.database.transaction() as session:
        await session.execute(text("update project_members set left_on = now() where organisation = 'la:383'"))
    refused(await select(partnership, project), 409, "authority-not-member")


@pytest.mark.parametrize(("cohort", "offer"), [("new", "embedding"), ("existing", "full")])
async def test_an_offer_for_the_other_cohort_is_refused_by_its_field(partnership: Served, cohort, offer):
    project = await project_with_schools(partnership)
    body = refused(await select(partnership, project, cohort=cohort, offer=offer), 422, "offer-does-not-fit")
    assert body["errors"][0]["pointer"] == "/offer"


@pytest.mark.parametrize(
    "change",
    [
        {"urn": "000000"}, {"urn": 100025}, {"cohort": "old"}, {"rationale": ""}, {"rationale": "x" * 4001},
        {"rationale": "\x00"}, {"status": "confirmed"}, {"override_reason": "x" * 4001},
    ],
)  # fmt: skip
async def test_a_malformed_selection_is_refused_by_its_field(partnership: Served, change):
    project = await project_with_schools(partnership)
    [error] = done(await select(partnership, project, **change), 422)["errors"]
    assert error["pointer"] == f"/{next(iter(change))}"


async def test_a_school_that_is_not_in_the_register_is_refused(partnership: Served):
    project = await project_with_schools(partnership)
    refused(await select(partnership, project, urn="999999"), 409, "school-unknown")


async def test_in_a_closed_project_no_school_is_selected(partnership: Served):
    project = await project_with_schools(partnership)
    await close(partnership, project)
    refused(await select(partnership, project), 409, "project-closed")


async def test_another_board_finds_no_project_to_select_for(partnership: Served):
    project = await project_with_schools(partnership)
    refused(await select(partnership, project, "icb:QHG"), 404, "project-not-found")


@pytest.mark.parametrize(
    "organisation", ["la:383", "school:100025", "national:dfe", "service:reporting", "evaluator:x"]
)
async def test_only_boards_select(partnership: Served, organisation):
    project = await project_with_schools(partnership)
    refused(await select(partnership, project, organisation), 403, "forbidden")


async def test_a_school_takes_part_once_in_a_year(partnership: Served):
    project = await project_with_schools(partnership)
    other = await project_of(partnership, "QHG")
    await member_of(partnership, other, "la:383", "local_authority")
    selected = await participation_of(partnership, project)
    refused(await select(partnership, project), 409, "school-selected-already")
    refused(await select(partnership, other, "icb:QHG"), 409, "school-taken-elsewhere")
    await withdrawn(partnership, selected)
    assert (await participation_of(partnership, other))["icb_code"] == "QHG"


async def test_a_school_takes_part_again_in_another_year(partnership: Served):
    before = await project_of(partnership, "QWO", "2024-25")
    await member_of(partnership, before, "la:383", "local_authority")
    project = await project_with_schools(partnership)
    await participation_of(partnership, before)
    again = await participation_of(partnership, project, cohort="existing", offer="embedding")
    assert (again["programme_year"], again["cohort"]) == ("2025-26", "existing")


@pytest.mark.parametrize(
    ("board_before", "leaves", "flag"), [("QWO", False, True), ("QWO", True, False), ("QHG", False, False)]
)
async def test_it_is_said_whether_a_school_took_part_with_the_board_before(
    partnership: Served, board_before: str, leaves: bool, flag: bool
):
    before = await project_of(partnership, board_before, "2024-25")
    await member_of(partnership, before, "la:383", "local_authority")
    project = await project_with_schools(partnership)
    then = await participation_of(partnership, before)
    assert not then["took_part_before"]
    if leaves:
        await withdrawn(partnership, then)
    existing = await participation_of(partnership, project, cohort="existing", offer="embedding")
    assert existing["took_part_before"] is flag


async def test_the_same_request_sent_twice_selects_once(partnership: Served):
    project = await project_with_schools(partnership)
    path, headers = f"/v1/projects/{project['id']}/participations", {"Idempotency-Key": "select-1"}
    board = partnership.as_("icb:QWO")
    answers = [await board.post(path, json=SELECTION, headers=headers) for _ in range(2)]
    assert done(answers[0]) == done(answers[1])
    other = await board.post(path, json=SELECTION | {"cohort": "existing"}, headers=headers)
    refused(other, 422, "key-reused")
