"""The menu ranked for one school, over HTTP."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, text
from time_machine import TimeMachineFixture

from shared.contracts.partnership.participations import Participation
from shared.kit.tables import consumer_cursors
from tests.commissioning_api.asking import move, problem, proposed
from tests.commissioning_api.assessed import finding_of
from tests.commissioning_api.existing_support.recording import PROGRAMME, SERVICE_LIKE_ITEM, put_support
from tests.commissioning_api.offering import offered, registered
from tests.commissioning_api.participations.said import (
    GROUP,
    a_finding_event,
    a_member_event,
    a_participation_event,
    a_priorities_event,
    apply,
)
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.databases import RolledBackDatabase, statements_counted
from tests.support.network import Network
from tests.support.serving import Served

ITEM = "anxiety-training"  # three hours, for mental health


@pytest.fixture(autouse=True)
def _in_september(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(datetime(2025, 9, 1, 9, tzinfo=UTC))


@pytest.fixture
async def school(commissioning: Served, partnership: PartnershipStandIn) -> Participation:
    found = partnership.takes_part()
    await apply(commissioning, a_participation_event(found))
    return found


async def matches(commissioning: Served, school: Participation, organisation: str = "icb:QWO") -> dict[str, Any]:
    answer = await commissioning.as_(organisation).get(f"/v1/participations/{school.id}/matches")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def of_item(commissioning: Served, school: Participation, code: str = ITEM) -> dict[str, Any]:
    [match] = [each for each in (await matches(commissioning, school))["matches"] if each["menu_item_code"] == code]
    return {**match, **{each["name"]: each["value"] for each in match["terms"]}}


async def test_the_whole_menu_for_the_schools_offer_is_ranked(commissioning: Served, school: Participation):
    menu = (await commissioning.as_("icb:QWO").get("/v1/menu-items", params={"limit": 500})).json()["items"]
    shown = await matches(commissioning, school)
    assert (shown["programme_year"], shown["offer"], shown["priorities_agreed"]) == ("2025-26", "full", False)
    assert {each["menu_item_code"] for each in shown["matches"]} == {
        item["code"] for item in menu if "full" in item["offers"]
    }
    assert [each["rank"] for each in shown["matches"]] == list(range(1, len(shown["matches"]) + 1))
    assert (await of_item(commissioning, school))["score"] == 0


async def test_from_what_was_found_and_agreed_to_what_answers_it(commissioning: Served, school: Participation):
    await apply(commissioning, a_finding_event(school, need=70), a_finding_event(school, "environment", need=40))
    match = await of_item(commissioning, school)
    assert (match["need"], match["priority"]) == (0.7, 0)
    assert match["finding_ids"] == [str(finding_of(school.id, "mental_health"))]
    await apply(commissioning, a_priorities_event(school, ["mental_health", "environment"]))
    shown = await matches(commissioning, school)
    assert shown["priorities_agreed"] is True
    assert "mental_health" in shown["matches"][0]["domains"]
    assert (await of_item(commissioning, school))["priority"] == 1


async def test_what_can_be_had_where_the_school_is_counts(commissioning: Served, school: Participation):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    far = await offered(board, provider["id"], la_codes=["380"])
    assert (await of_item(commissioning, school))["availability"] == 0
    near = await offered(
        board, (await registered(board, name="Near"))["id"], exists_locally=True, exists_for="Schools in the west."
    )
    match = await of_item(commissioning, school)
    assert match["local_offer_ids"] == [near["id"]] != [far["id"]]
    assert match["exists_locally"] is True
    terms = {each["name"]: each["value"] for each in match["terms"]}
    assert (terms["availability"], terms["existing"]) == (1, 0.5)


async def test_what_the_school_has_already_counts_against_it(commissioning: Served, school: Participation):
    board = commissioning.as_("icb:QWO")
    assert (await put_support(board, school.id, [SERVICE_LIKE_ITEM, PROGRAMME])).status_code == 201
    match = await of_item(commissioning, school)
    assert (match["existing"], match["exists_locally"], match["already_planned"]) == (1, True, False)
    line = await proposed(board, school.id, adds="It is for those who wait.")
    match = await of_item(commissioning, school)
    assert (match["already_planned"], match["terms"][4]["value"]) == (1, 1)
    await move(board, line["id"], "cancellation", line["version"], {"reason": "Not wanted."})
    match = await of_item(commissioning, school)
    assert match["terms"][4]["value"] == 0


async def test_it_is_said_how_far_the_needs_were_followed(commissioning: Served, school: Participation):
    assert (await matches(commissioning, school))["needs_as_of"] is None
    until = datetime(2025, 8, 31, 12, tzinfo=UTC)
    async with commissioning.database.transaction() as session:
        await session.execute(insert(consumer_cursors).values(source="assessment", as_of=until))
    assert (await matches(commissioning, school))["needs_as_of"] == "2025-08-31T12:00:00.000000Z"


async def test_it_is_answered_while_the_neighbours_are_away(
    commissioning: Served, school: Participation, network: Network
):
    network.away |= {"partnership.test", "assessment.test"}
    assert (await matches(commissioning, school))["matches"]


async def test_without_a_menu_in_force_it_says_so(commissioning: Served, school: Participation):
    async with commissioning.database.transaction() as session:
        await session.execute(text("update menus set is_current = false"))
    answer = await commissioning.as_("icb:QWO").get(f"/v1/participations/{school.id}/matches")
    assert (answer.status_code, problem(answer)) == (409, "no-menu-in-force")


SEES = {
    "icb:QWO": 200, "icb:QF7": 404, "la:383": 200, "la:373": 404, "school:107866": 200, "school:107001": 404,
    GROUP: 200, "pcg:0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6b": 404, "national:dfe": 200, "service:reporting": 200,
    "provider:0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a": 403, "evaluator:iff": 403,
}  # fmt: skip


async def test_who_sees_the_school_sees_its_matches(commissioning: Served, school: Participation):
    await apply(commissioning, a_member_event(school.project_id, GROUP, 1))
    for organisation, status in SEES.items():
        client = commissioning.as_(organisation)
        answers = [await client.get(f"/v1/participations/{each}/matches") for each in (school.id, uuid4())]
        assert [each.status_code for each in answers] == [status, 404 if status == 200 else status], organisation


async def test_of_a_project_that_was_handed_over_the_successor_sees_them_with_the_offers_of_both(
    commissioning: Served, school: Participation
):
    async with commissioning.database.transaction() as session:
        await session.execute(
            text("insert into projects (project_id, lead_icb_code, source_version) values (:id, 'QF7', 9)"),
            {"id": school.project_id},
        )
    for organisation in ("icb:QWO", "icb:QF7"):
        client = commissioning.as_(organisation)
        provider = await registered(client, la_codes=["383"])
        await offered(client, provider["id"])
    for organisation in ("icb:QWO", "icb:QF7"):
        shown = (await matches(commissioning, school, organisation))["matches"]
        [match] = [each for each in shown if each["menu_item_code"] == ITEM]
        assert len(match["local_offer_ids"]) == 2


async def test_it_takes_five_statements_whatever_there_is(commissioning: Served, school: Participation):
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    for code in (ITEM, "sensory-audit", "classroom-coaching"):
        await offered(board, provider["id"], menu_item_code=code)
    for domain in ("mental_health", "environment", "communication"):
        await apply(commissioning, a_finding_event(school, domain))
    await apply(commissioning, a_priorities_event(school, ["mental_health", "environment"]))
    await put_support(board, school.id, [PROGRAMME])
    assert isinstance(commissioning.database, RolledBackDatabase)
    with statements_counted(commissioning.database) as statements:
        await matches(commissioning, school)
        await asyncio.sleep(0)  # the driver tells of a statement at the loop's next turn
    assert len(statements) == 5
