"""A project of a board that is no more goes to a successor; of a board that was split, to the one that is named."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import text

from services.partnership_api.main import SERVICE
from services.partnership_api.organisations.models import IcbSuccession
from shared.contracts.partnership.organisations import SuccessionKind
from shared.contracts.partnership.projects import ProjectStatus
from shared.kit.clock import today
from tests.support.agreement import (
    act,
    approved_plan,
    partnership_of,
    sign_offs_of,
    signed_by_all,
    start_plan,
    submit,
)
from tests.support.databases import Databases
from tests.support.funding import brought_to
from tests.support.partnership import done, hand_over, member_of, project_of
from tests.support.selection import if_match, refused
from tests.support.serving import Served, live

NATIONAL = "national:dfe"


async def succession(partnership: Served, before: str, after: str, days: int) -> None:
    """One board succeeds another in so many days from now."""
    row = IcbSuccession(
        predecessor_code=before,
        successor_code=after,
        effective_on=today() + timedelta(days),
        kind=SuccessionKind.MERGER,
    )
    async with partnership.database.transaction() as session:
        session.add(row)


async def renamed(partnership: Served, project, organisation: str, name: str = "Carried on"):
    board, path = partnership.as_(organisation), f"/v1/projects/{project['id']}"
    current = done(await partnership.as_(NATIONAL).get(path), 200)
    return await board.patch(path, json={"name": name}, headers=if_match(current))


async def test_the_national_team_names_which_part_of_a_split_board_answers_for_its_project(partnership: Served):
    project = await project_of(partnership, "QM7")
    assert project["lead_icb_code"] == "QM7"
    handed = done(await hand_over(partnership, project, "S1Y5D"), 200)
    assert (handed["icb_code"], handed["lead_icb_code"]) == ("QM7", "S1Y5D")
    found = done(await partnership.as_(NATIONAL).get("/v1/projects?lead_icb_code=S1Y5D"), 200)["items"]
    assert [each["id"] for each in found] == [project["id"]]
    history = done(await partnership.as_("icb:S1Y5D").get(f"/v1/projects/{project['id']}/history"), 200)["items"]
    assert history[0]["event"] == "partnership.project.handed-over"


async def test_what_was_handed_over_is_changed_by_the_successor_and_read_by_both(partnership: Served):
    project = await project_of(partnership, "QM7")
    done(await renamed(partnership, project, "icb:QM7"), 200)
    done(await hand_over(partnership, project, "S1Y5D"), 200)
    done(await renamed(partnership, project, "icb:S1Y5D", "Once more"), 200)
    refused(await renamed(partnership, project, "icb:QM7"), 403, "not-the-lead")
    assert (await renamed(partnership, project, "icb:D7T5G")).status_code == 404
    assert done(await partnership.as_("icb:QM7").get(f"/v1/projects/{project['id']}"), 200)["name"] == "Once more"


async def test_the_only_successor_takes_a_project_over_itself_and_changes_nothing_before(partnership: Served):
    project = await project_of(partnership, "QHG")
    refused(await renamed(partnership, project, "icb:S1Y5D"), 403, "not-the-lead")
    done(await hand_over(partnership, project, "S1Y5D", "icb:S1Y5D"), 200)
    done(await renamed(partnership, project, "icb:S1Y5D"), 200)


@pytest.mark.parametrize(
    ("board", "successor", "caller", "status", "problem"),
    [
        ("QM7", "S1Y5D", "icb:S1Y5D", 404, "project-not-found"),
        ("QM7", "S1Y5D", "icb:QWO", 404, "project-not-found"),
        ("QM7", "S1Y5D", "icb:QM7", 403, "not-yours-to-hand-over"),
        ("QHG", "QWO", "icb:S1Y5D", 403, "not-yours-to-hand-over"),
        ("QM7", "QWO", NATIONAL, 409, "not-a-successor"),
        ("QM7", "QM7", NATIONAL, 409, "not-a-successor"),
        ("QM7", "ZZZ", NATIONAL, 409, "not-a-successor"),
        ("QM7", "s1y5d", NATIONAL, 422, "unprocessable"),
        ("QM7", "S1Y5D", "la:383", 403, "forbidden"),
    ],
)
async def test_a_project_goes_to_a_successor_of_its_board_and_by_whom_it_may(
    partnership: Served, board: str, successor: str, caller: str, status: int, problem: str
):
    project = await project_of(partnership, board)
    refused(await hand_over(partnership, project, successor, caller), status, problem)
    assert done(await partnership.as_(NATIONAL).get(f"/v1/projects/{project['id']}"), 200) == project


async def test_a_split_board_is_not_taken_over_by_a_part_of_it_that_sees_the_project(partnership: Served):
    project = await project_of(partnership, "QHG")
    async with partnership.database.transaction() as session:
        await session.execute(text("update projects set lead_icb_code = 'QNQ', icb_code = 'S0E4D'"))
    refused(await hand_over(partnership, project, "S0E4D", "icb:S0E4D"), 403, "not-yours-to-hand-over")


async def test_a_successors_code_before_its_date_is_refused(partnership: Served):
    project = await project_of(partnership, "QWO")
    await succession(partnership, "QWO", "QOP", days=1)
    body = refused(await hand_over(partnership, project, "QOP"), 409, "succession-not-yet")
    assert body["detail"].startswith("The succession takes effect on ")
    assert (await hand_over(partnership, project, "QOP", "icb:QOP")).status_code == 404


async def test_a_project_is_handed_on_from_successor_to_successor(partnership: Served):
    project = await project_of(partnership, "QM7")
    done(await hand_over(partnership, project, "S1Y5D"), 200)
    await succession(partnership, "S1Y5D", "QOP", days=-1)
    assert done(await hand_over(partnership, project, "QOP", "icb:QOP"), 200)["lead_icb_code"] == "QOP"
    refused(await renamed(partnership, project, "icb:QM7"), 403, "not-the-lead")
    assert (await renamed(partnership, project, "icb:S1Y5D")).status_code == 404


async def test_a_closed_project_is_read_by_the_successor_that_is_named_and_changed_by_nobody(partnership: Served):
    project = await project_of(partnership, "QM7")
    await brought_to(partnership, project, ProjectStatus.CLOSED)
    project = done(await partnership.as_("icb:QM7").get(f"/v1/projects/{project['id']}"), 200)
    done(await hand_over(partnership, project, "S1Y5D"), 200)
    successor, path = partnership.as_("icb:S1Y5D"), f"/v1/projects/{project['id']}"
    read = done(await successor.get(path), 200)
    assert (read["status"], read["lead_icb_code"], read["icb_code"]) == ("closed", "S1Y5D", "QM7")
    members = done(await successor.get(f"/v1/members?project_id={project['id']}"), 200)["items"]
    assert [(each["organisation"], each["left_on"]) for each in members] == [("icb:QM7", None)]
    answer = await successor.patch(path, json={"name": "x"}, headers={"If-Match": f'"{read["version"]}"'})
    refused(answer, 409, "project-closed")


async def test_the_successor_takes_the_boards_place_among_the_members(partnership: Served):
    project = await project_of(partnership, "QM7")
    await member_of(partnership, project, "la:919", "local_authority")
    done(await hand_over(partnership, project, "S1Y5D"), 200)
    path = f"/v1/members?project_id={project['id']}"
    members = done(await partnership.as_("icb:S1Y5D").get(path), 200)["items"]
    told = {each["organisation"]: (each["role"], each["left_on"]) for each in members}
    left_on = today().isoformat()
    assert told == {"icb:QM7": ("lead", left_on), "icb:S1Y5D": ("lead", None), "la:919": ("partner", None)}
    for organisation, member, status, problem in (
        ("icb:S1Y5D", "icb:S1Y5D", 409, "lead-cannot-leave"),
        ("icb:QM7", "la:919", 403, "not-the-lead"),
    ):
        ended = next(each for each in members if each["organisation"] == member)
        leaving = await partnership.as_(organisation).post(
            f"/v1/members/{ended['id']}/departure", json={"left_on": left_on}, headers=if_match(ended)
        )
        refused(leaving, status, problem)


async def test_a_successor_that_was_a_partner_already_is_not_one_twice(partnership: Served):
    project = await project_of(partnership, "QHG")
    await member_of(partnership, project, "icb:S1Y5D", "icb")
    done(await hand_over(partnership, project, "S1Y5D"), 200)
    path = "/v1/members?organisation=icb:S1Y5D"
    assert len(done(await partnership.as_("icb:S1Y5D").get(path), 200)["items"]) == 1


async def test_a_plan_that_waits_for_the_board_before_is_revised_and_signed_by_the_successor(partnership: Served):
    project, _ = await partnership_of(partnership, "QM7")
    plan = await submit(partnership, await start_plan(partnership, project))
    done(await hand_over(partnership, project, "S1Y5D"), 200)
    revised = done(await act(partnership, "icb:S1Y5D", f"/v1/delivery-plans/{plan['id']}/revision", on=plan))
    path = f"/v1/delivery-plans/{revised['id']}/submission"
    submitted = done(await act(partnership, "icb:S1Y5D", path, on=revised), 200)
    asked = {each["organisation"] for each in await sign_offs_of(partnership, submitted)}
    assert ("icb:S1Y5D" in asked, "icb:QM7" in asked) == (True, False)
    assert (await signed_by_all(partnership, submitted))["status"] == "signed_off"


async def test_the_successor_signs_the_memorandum_in_the_boards_place(partnership: Served):
    project, _ = await partnership_of(partnership, "QM7")
    await approved_plan(partnership, project)
    draft = done(await act(partnership, NATIONAL, f"/v1/projects/{project['id']}/memoranda"))
    done(await hand_over(partnership, project, "S1Y5D"), 200)
    path = f"/v1/memoranda/{draft['id']}/signature"
    refused(await act(partnership, "icb:QM7", path, on=draft), 403, "not-the-lead")
    signed = draft
    for party in ("icb:S1Y5D", "national:dfe", "national:nhse"):
        signed = done(await act(partnership, party, path, on=signed), 200)
    assert signed["status"] == "agreed"
    assert [each["party"] for each in signed["signatures"]] == ["icb:S1Y5D", "national:dfe", "national:nhse"]


async def test_handed_over_to_two_at_once_it_goes_to_one(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project = await project_of(partnership, "QM7")
        answers = await asyncio.gather(
            *(hand_over(partnership, project, successor) for successor in ("S1Y5D", "D7T5G") * 5)
        )
        told = Counter(answer.status_code for answer in answers)
        assert (told[200], told[412] + told[409]) == (1, 9)
        found = done(await partnership.as_(NATIONAL).get("/v1/members?kind=icb"), 200)["items"]
        assert [each["left_on"] is None for each in found] == [False, True]
        events = (await partnership.as_("icb:QM7").get("/v1/events?type=partnership.project.handed-over")).json()
        assert [event["data"]["lead_icb_code"] for event in events] == [answers_lead(answers)]


def answers_lead(answers) -> str:
    return next(answer.json()["lead_icb_code"] for answer in answers if answer.status_code == 200)
