"""A participation survives an academy conversion, and says so: by the register's files, or by the board."""

import asyncio
from typing import Any

import httpx
import pytest

from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.gias import CSV, gias_file, imported, links_file
from tests.support.governance import contact_of
from tests.support.partnership import done, group_of, member_of, project_of
from tests.support.selection import (
    LEEDS,
    SELECTION,
    TAKE,
    close,
    confirmed,
    consulted,
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

BOARD, OLD, NEW, NEWER = "icb:QWO", "100025", "145001", "145002"
CLOSED = {"EstablishmentStatus (code)": "2"}


async def linked(partnership: Served, *links: tuple[str, str, str], query: str = "") -> dict[str, Any]:
    file = links_file(*((urn, other, kind, "") for urn, other, kind in links))
    path = f"/v1/schools/links/imports{query}"
    return done(await partnership.as_("national:dfe").post(path, content=file, headers=CSV), 200)


async def closed(partnership: Served, *urns: str) -> dict[str, Any]:
    return await imported(partnership, *(LEEDS | CLOSED | {"URN": urn} for urn in urns))


async def now(partnership: Served, participation: dict[str, Any]) -> dict[str, Any]:
    return done(await partnership.as_(BOARD).get(f"/v1/participations/{participation['id']}"), 200)


async def convert(partnership: Served, participation: dict[str, Any], urn: str = NEW) -> httpx.Response:
    path = f"/v1/participations/{participation['id']}/conversion"
    return await partnership.as_(BOARD).post(path, json={"successor_urn": urn}, headers=if_match(participation))


@pytest.fixture
async def project(partnership: Served) -> dict[str, Any]:
    return await project_with_schools(partnership, *({"URN": urn} for urn in (OLD, NEW, NEWER, "100049")))


async def test_an_import_lets_a_participation_go_on_under_the_new_number(partnership: Served, project):
    taking_part = await participation_of(partnership, project)
    assert (await linked(partnership, (OLD, NEW, "Successor")))["converted"] == 0
    assert (await closed(partnership, OLD))["converted"] == 1
    converted = await now(partnership, taking_part)
    changed = {"current_urn": NEW, "version": 2, "updated_at": converted["updated_at"]}
    assert converted == taking_part | changed
    assert (await closed(partnership, OLD))["converted"] == 0
    assert await now(partnership, taking_part) == converted


async def test_the_conversion_is_announced_to_the_school_under_both_numbers(partnership: Served, project):
    taking_part = await participation_of(partnership, project)
    await closed(partnership, OLD)
    await linked(partnership, (NEW, OLD, "Predecessor"))
    query = "select urn, organisations, subject, actor, resource_version from events where type like '%.converted'"
    async with partnership.database.reading() as connection:
        [event] = [tuple(row) for row in await connection.fetch(query)]
    assert event == (OLD, [f"school:{NEW}"], taking_part["id"], "national:dfe", 2)
    entries = done(await partnership.as_(f"school:{NEW}").get(f"/v1/participations/{taking_part['id']}/history"), 200)
    assert entries["items"][0]["event"] == "partnership.participation.converted"


async def test_the_school_acts_with_its_new_token(partnership: Served, project):
    taking_part = await participation_of(partnership, project)
    await closed(partnership, OLD)
    await linked(partnership, (OLD, NEW, "Successor"))
    school = partnership.as_(f"school:{NEW}")
    converted = done(await school.get(f"/v1/participations/{taking_part['id']}"), 200)
    assert done(await school.get(f"/v1/projects/{project['id']}"), 200)["id"] == project["id"]
    path = f"/v1/participations/{taking_part['id']}/confirmation"
    agreed = done(await school.post(path, json={}, headers=if_match(converted)), 200)
    assert (agreed["status"], agreed["confirmed_by"]) == ("confirmed", f"school:{NEW}")


async def test_what_was_said_of_the_school_as_a_candidate_follows_it(partnership: Served, project):
    candidate = done(await put_forward(partnership, project))
    item = await with_evidence(partnership, candidate)
    done(await decide(partnership, candidate, **TAKE), 200)
    paths = (f"/v1/candidates/{candidate['id']}", f"/v1/evidence/{item['id']}")
    assert {(await partnership.as_(f"school:{NEW}").get(path)).status_code for path in paths} == {404}
    await closed(partnership, OLD)
    await linked(partnership, (OLD, NEW, "Successor"))
    for urn, status in ((OLD, 200), (NEW, 200), (NEWER, 404)):
        assert {(await partnership.as_(f"school:{urn}").get(path)).status_code for path in paths} == {status}
    decided = done(await partnership.as_(f"school:{NEW}").get(paths[0]), 200)
    withdrawal = await partnership.as_(f"school:{NEW}").post(f"{paths[0]}/withdrawal", headers=if_match(decided))
    refused(withdrawal, 409, "candidate-decided-already")


async def test_partners_that_were_heard_on_it_under_either_number_were_heard(partnership: Served):
    await imported(partnership, *(LEEDS | {"URN": urn} for urn in (OLD, NEW)))
    project = await project_of(partnership, "QWO")
    parents = f"pcg:{(await group_of(partnership))['id']}"
    for organisation, kind, urn in (("la:383", "local_authority", OLD), (parents, "parent_carer_group", NEW)):
        await member_of(partnership, project, organisation, kind)
        await consulted(partnership, project, organisation, urn)
    taking_part = await participation_of(partnership, project)
    path = f"/v1/participations/{taking_part['id']}/confirmation"
    early = await partnership.as_(f"school:{OLD}").post(path, json={}, headers=if_match(taking_part))
    refused(early, 409, "not-consulted")
    assert await heard(partnership, project) == "not_met"
    await closed(partnership, OLD)
    await linked(partnership, (OLD, NEW, "Successor"))
    assert await heard(partnership, project) == "met"
    await confirmed(partnership, await now(partnership, taking_part))


async def heard(partnership: Served, project: dict[str, Any]) -> str:
    told = done(await partnership.as_(BOARD).get(f"/v1/projects/{project['id']}/readiness"), 200)
    return next(each["standing"] for each in told["rules"] if each["rule"] == "R19")


async def test_its_contacts_are_the_schools_and_its_boards_under_both_numbers(partnership: Served, project):
    await participation_of(partnership, project)
    old = await contact_of(partnership, f"school:{OLD}")
    academy, path = partnership.as_(f"school:{NEW}"), f"/v1/contacts/{old['id']}"
    assert (await academy.get(path)).status_code == 404
    await closed(partnership, OLD)
    await linked(partnership, (OLD, NEW, "Successor"))
    new = await contact_of(partnership, f"school:{NEW}")
    for organisation in (f"school:{NEW}", BOARD, "la:383"):
        seen = done(await partnership.as_(organisation).get("/v1/contacts"), 200)["items"]
        assert {contact["id"] for contact in seen} == {old["id"], new["id"]}, organisation
    assert (await partnership.as_(f"school:{NEWER}").get(path)).status_code == 404
    reads = done(await academy.get("/v1/contact-reads"), 200)["items"]
    assert {read["read_by"] for read in reads} == {f"school:{NEW}", BOARD, "la:383"}
    done(await academy.patch(path, json={"role": "Head"}, headers=if_match(old)), 200)


async def test_a_dry_run_says_how_many_would_go_on_and_changes_nothing(partnership: Served, project):
    taking_part = await participation_of(partnership, project)
    await closed(partnership, OLD)
    told = await linked(partnership, (OLD, NEW, "Successor"), query="?dry_run=true")
    assert (told["dry_run"], told["converted"]) == (True, 1)
    assert await now(partnership, taking_part) == taking_part


@pytest.mark.parametrize(
    ("links", "ends", "current_urn"),
    [
        ([(OLD, NEW, "Successor"), (NEW, NEWER, "Successor")], [NEW], NEWER),
        ([(OLD, NEW, "Successor"), (NEW, OLD, "Successor")], [NEW], OLD),
        ([(OLD, NEW, "Successor - split"), (OLD, NEWER, "Successor - split")], [], OLD),
        ([(OLD, NEW, "Successor - split"), (OLD, NEWER, "Successor - split")], [NEWER], NEW),
        ([(OLD, "999999", "Successor")], [], OLD),
        ([(OLD, NEW, "Sixth form centre")], [], OLD),
    ],
    ids=["twice", "in a circle", "split", "split and one closed", "into a school that is not here", "no successor"],
)
async def test_the_links_are_followed_to_one_open_school(partnership: Served, project, links, ends, current_urn):
    taking_part = await participation_of(partnership, project)
    await linked(partnership, *links)
    await closed(partnership, OLD, *ends)
    assert (await now(partnership, taking_part))["current_urn"] == current_urn


async def test_two_schools_that_became_one_are_left_to_their_board(partnership: Served, project):
    first, second = (
        await participation_of(partnership, project),
        await participation_of(partnership, project, urn="100049"),
    )
    await linked(partnership, (OLD, NEW, "Successor - merged"), ("100049", NEW, "Successor - merged"))
    assert (await closed(partnership, OLD, "100049"))["converted"] == 0
    done(await convert(partnership, first), 200)
    refused(await convert(partnership, second), 409, "school-selected-already")
    await withdrawn(partnership, second)


async def test_who_has_left_stays_as_it_was(partnership: Served, project):
    left = await withdrawn(partnership, await participation_of(partnership, project))
    await linked(partnership, (OLD, NEW, "Successor"))
    await closed(partnership, OLD)
    assert await now(partnership, left) == left


async def test_a_school_that_takes_part_is_not_taken_under_its_new_number(partnership: Served, project):
    taking_part = await participation_of(partnership, project)
    other = await project_of(partnership, "QHG")
    await member_of(partnership, other, "la:383", "local_authority")
    paths = [(each["icb_code"], f"/v1/projects/{each['id']}/participations") for each in (project, other)]
    problems = ["school-selected-already", "school-taken-elsewhere"]
    await linked(partnership, (OLD, NEW, "Successor"))  # the register knows, and nobody has acted on it yet
    for (board, path), problem in zip(paths, problems, strict=True):
        refused(await partnership.as_(f"icb:{board}").post(path, json=SELECTION | {"urn": NEW}), 409, problem)
    await closed(partnership, OLD)
    for (board, path), problem in zip(paths, problems, strict=True):
        refused(await partnership.as_(f"icb:{board}").post(path, json=SELECTION | {"urn": NEW}), 409, problem)
    await withdrawn(partnership, await now(partnership, taking_part))
    assert (await participation_of(partnership, other, urn=NEW))["urn"] == NEW


async def test_a_board_says_which_of_two_successors_it_is(partnership: Served, project):
    taking_part = await confirmed(partnership, await participation_of(partnership, project))
    refused(await convert(partnership, taking_part), 409, "not-the-successor")
    await linked(partnership, (OLD, NEW, "Successor - split"), (OLD, NEWER, "Successor - split"))
    refused(await convert(partnership, taking_part), 409, "not-the-successor")
    await closed(partnership, OLD)
    refused(await convert(partnership, taking_part, "100049"), 409, "not-the-successor")
    refused(await convert(partnership, taking_part, "999999"), 409, "not-the-successor")
    converted = done(await convert(partnership, taking_part, NEWER), 200)
    assert (converted["urn"], converted["current_urn"], converted["status"]) == (OLD, NEWER, "confirmed")
    await close(partnership, project)
    refused(await convert(partnership, converted), 409, "project-closed")


async def test_of_two_files_imported_at_once_the_later_converts(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project = await project_with_schools(partnership, {"URN": OLD}, {"URN": NEW})
        taking_part = await participation_of(partnership, project)
        national = partnership.as_("national:dfe")
        files = {
            "/v1/schools/imports": gias_file(LEEDS | CLOSED | {"URN": OLD}),
            "/v1/schools/links/imports": links_file((OLD, NEW, "Successor", "")),
        }
        asking = [national.post(path, content=file, headers=CSV) for path, file in files.items()]
        told = [done(answer, 200)["converted"] for answer in await asyncio.gather(*asking)]
        current_urn = (await now(partnership, taking_part))["current_urn"]
    assert sorted(told) == [0, 1]
    assert current_urn == NEW


async def test_of_a_board_and_an_import_at_once_one_has_the_school(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        project = await project_with_schools(partnership, {"URN": OLD}, {"URN": NEW})
        await participation_of(partnership, project)
        await linked(partnership, (OLD, NEW, "Successor"))
        other = await project_of(partnership, "QHG")
        await member_of(partnership, other, "la:383", "local_authority")
        file, path = gias_file(LEEDS | CLOSED | {"URN": OLD}), f"/v1/projects/{other['id']}/participations"
        told, *refusals = await asyncio.gather(
            partnership.as_("national:dfe").post("/v1/schools/imports", content=file, headers=CSV),
            *(partnership.as_("icb:QHG").post(path, json=SELECTION | {"urn": NEW}) for _ in range(5)),
        )
    assert done(told, 200)["converted"] == 1
    for answer in refusals:
        refused(answer, 409, "school-taken-elsewhere")
