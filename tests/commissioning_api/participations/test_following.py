"""What the other services say is kept as they said it last, however often and in whatever order it arrives."""

from itertools import permutations

import pytest
from sqlalchemy import text
from time_machine import TimeMachineFixture

from services.commissioning_api.main import SERVICE
from services.commissioning_api.subscriptions import PROJECTIONS
from shared.contracts.event import CloudEvent
from tests.commissioning_api.participations.said import (
    GROUP,
    a_finding_event,
    a_member_event,
    a_participation_event,
    a_priorities_event,
    an_assessment_event,
    apply,
)
from tests.commissioning_api.stand_in import NOW, a_participation
from tests.support.serving import Served

SCHOOL = a_participation()
PARTICIPATION = [
    a_participation_event(SCHOOL, version=1, status="selected"),
    a_participation_event(SCHOOL, version=2, status="confirmed"),
    a_participation_event(SCHOOL, version=3, status="withdrawn", offer="training"),
]
MEMBER = [a_member_event(SCHOOL.project_id, GROUP, 1), a_member_event(SCHOOL.project_id, GROUP, 2, "2025-12-01")]
ASSESSMENT = [an_assessment_event(SCHOOL, 3), an_assessment_event(SCHOOL, 5, "reopened")]


async def rows(commissioning: Served) -> list[list[tuple[object, ...]]]:
    async with commissioning.app.state.database.transaction() as session:
        return [
            [tuple(row) for row in await session.execute(text(f'select * from "{table}"'))] for table in PROJECTIONS
        ]


FINDING = [a_finding_event(SCHOOL, need=70), a_finding_event(SCHOOL, version=2, need=70, status="superseded")]
PRIORITIES = [
    a_priorities_event(SCHOOL, ["mental_health"], status="proposed"),
    a_priorities_event(SCHOOL, ["mental_health"], status="agreed", version=3),
    a_priorities_event(SCHOOL, ["mental_health"], status="superseded", version=4),
]


@pytest.mark.parametrize(
    "events",
    [PARTICIPATION, MEMBER, ASSESSMENT, FINDING, PRIORITIES],
    ids=["participation", "member", "assessment", "finding", "priorities"],
)
async def test_the_newest_version_stands_in_whatever_order_and_however_often_it_came(
    commissioning: Served, events: list[CloudEvent], time_machine: TimeMachineFixture
):
    time_machine.move_to(NOW, tick=False)  # a participation says when it was kept
    await apply(commissioning, events[-1])
    expected = await rows(commissioning)
    for order in permutations(events):
        async with commissioning.app.state.database.transaction() as session:
            for table in PROJECTIONS:
                await session.execute(text(f'delete from "{table}"'))
        await apply(commissioning, *order, *order)
        assert await rows(commissioning) == expected


async def test_a_group_sees_a_package_from_when_it_joins_until_it_leaves(commissioning: Served):
    path = f"/v1/participations/{SCHOOL.id}/package"
    group = commissioning.as_(GROUP)
    await apply(commissioning, PARTICIPATION[1])
    assert (await group.get(path)).status_code == 404
    await apply(commissioning, MEMBER[0])
    package = await group.get(path)
    assert package.status_code == 200, package.text
    assert (package.json()["school_name"], package.json()["offer"]) == ("Primley Primary School", "full")
    await apply(commissioning, MEMBER[1])
    assert (await group.get(path)).status_code == 404


OWN = {
    "menus", "menu_items",
    "providers", "local_offers",
    "package_lines", "considerations",
    "project_budgets", "budget_releases", "ledger_accounts", "ledger_entries", "invoices",
    "support_proposals",
    "existing_support",
    "delivery_sessions",
    "school_groups", "engagement_entries", "embedding_aims",
}  # fmt: skip


def test_a_rebuild_empties_every_table_that_the_feeds_fill():
    assert set(PROJECTIONS) == set(SERVICE.metadata.tables) - OWN
