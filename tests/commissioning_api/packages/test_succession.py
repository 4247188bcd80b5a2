"""A project that was handed over: the successor goes on with its packages, the board before reads them."""

from typing import Any

import pytest

from services.commissioning_api.main import SERVICE
from shared.contracts.partnership import projects
from tests.commissioning_api.asking import HEAD, LINE, change, considered, move, problem, propose, proposed
from tests.commissioning_api.participations.said import apply, as_sent
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live

BEFORE, NOW, OTHER = "icb:QM7", "icb:S1Y5D", "icb:D7T5G"


async def handed_over(commissioning: Served, partnership: PartnershipStandIn, school: Any, version: int = 2) -> None:
    """The national team has handed the school's project over, and its event has arrived here."""
    partnership.handed_over[school.project_id] = "S1Y5D"
    project = projects.ProjectHandedOver(data=partnership.project(school).model_copy(update={"version": version}))
    await apply(commissioning, as_sent(project, "partnership"))


async def test_lines_are_the_successors_to_see_and_to_change(commissioning: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part(icb_code="QM7")
    line = await proposed(commissioning.as_(BEFORE), school.id)
    for organisation in (NOW, OTHER):
        assert (await commissioning.as_(organisation).get(f"/v1/package-lines/{line['id']}")).status_code == 404
    await handed_over(commissioning, partnership, school)
    for organisation, status in ((NOW, 200), (BEFORE, 200), (OTHER, 404)):
        client = commissioning.as_(organisation)
        for path in (f"/v1/package-lines/{line['id']}", f"/v1/participations/{school.id}/package"):
            assert (await client.get(path)).status_code == status, (organisation, path)
    await proposed(commissioning.as_(NOW), school.id, starts_on="2025-11-01", ends_on="2025-11-30")
    await considered(commissioning.as_(NOW), school.id)
    changed = await change(commissioning.as_(NOW), line["id"], 1, hours=4)
    assert changed.status_code == 200, changed.text
    assert (await move(commissioning.as_(NOW), line["id"], "agreement", 2, HEAD)).status_code == 200
    cancelled = await move(commissioning.as_(NOW), line["id"], "cancellation", 3, {"reason": "Not wanted."})
    assert cancelled.status_code == 200, cancelled.text


async def test_the_board_before_changes_nothing_any_more(commissioning: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part(icb_code="QM7")
    board = commissioning.as_(BEFORE)
    line = await proposed(board, school.id)
    await handed_over(commissioning, partnership, school)
    for answer in (
        await propose(board, school.id),
        await change(board, line["id"], 1, hours=4),
        await move(board, line["id"], "agreement", 1, HEAD),
        await move(board, line["id"], "cancellation", 1, {"reason": "Not wanted."}),
    ):
        assert (answer.status_code, problem(answer)) == (403, "not-your-project")
    assert (await board.get(f"/v1/package-lines/{line['id']}")).json() == line


async def test_what_is_proposed_is_decided_by_what_the_owner_says_now(
    commissioning: Served, partnership: PartnershipStandIn
):
    school = partnership.takes_part(icb_code="QM7")
    partnership.handed_over[school.project_id] = "S1Y5D"
    assert problem(await propose(commissioning.as_(BEFORE), school.id)) == "not-your-project"
    await proposed(commissioning.as_(NOW), school.id)


@pytest.mark.parametrize("versions", [(2, 3), (3, 2)])
async def test_an_older_event_takes_nothing_back(
    commissioning: Served, partnership: PartnershipStandIn, versions: tuple[int, int]
):
    school = partnership.takes_part(icb_code="QM7")
    line = await proposed(commissioning.as_(BEFORE), school.id)
    before = as_sent(projects.ProjectDelivering(data=partnership.project(school)), "partnership")
    await apply(commissioning, before)
    for version in versions:
        await handed_over(commissioning, partnership, school, version)
    await apply(commissioning, before)
    assert (await commissioning.as_(NOW).get(f"/v1/package-lines/{line['id']}")).status_code == 200


async def test_the_successor_follows_what_happens(
    databases: Databases, network: Network, partnership: PartnershipStandIn
):
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as commissioning:
        school = partnership.takes_part(icb_code="QM7")
        await proposed(commissioning.as_(BEFORE), school.id, **LINE)
        await handed_over(commissioning, partnership, school)
        for organisation, number in ((NOW, 1), (BEFORE, 1), (OTHER, 0)):
            events = (
                await commissioning.as_(organisation).get("/v1/events?type=commissioning.package-line.proposed")
            ).json()
            assert len(events) == number, organisation
