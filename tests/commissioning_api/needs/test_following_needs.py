"""What assessment_api says of need is kept, by school and by project."""

import asyncio
from uuid import UUID, uuid4

from services.commissioning_api.needs import queries
from services.commissioning_api.needs.rules import NOTHING_KNOWN, SchoolNeeds
from tests.commissioning_api.assessed import finding_of
from tests.commissioning_api.participations.said import a_finding_event, a_priorities_event, apply
from tests.commissioning_api.stand_in import a_participation
from tests.support.databases import RolledBackDatabase, statements_counted
from tests.support.serving import Served

SCHOOL = a_participation()
OTHER = a_participation(project_id=SCHOOL.project_id)


async def of_school(commissioning: Served, participation_id: UUID) -> SchoolNeeds:
    async with commissioning.database.reading() as connection:
        return await queries.of_school(connection, participation_id)


async def of_project(commissioning: Served, project_id: UUID) -> dict[UUID, SchoolNeeds]:
    async with commissioning.database.transaction() as session:
        return await queries.of_project(session, project_id)


async def test_findings_count_until_they_are_superseded(commissioning: Served):
    await apply(commissioning, a_finding_event(SCHOOL, need=70), a_finding_event(SCHOOL, "environment", need=80))
    needs = await of_school(commissioning, SCHOOL.id)
    assert needs.by_domain == {"mental_health": 70, "environment": 80}
    assert [each.domain for each in needs.findings] == ["environment", "mental_health"]
    await apply(commissioning, a_finding_event(SCHOOL, "environment", need=80, status="superseded", version=2))
    assert (await of_school(commissioning, SCHOOL.id)).by_domain == {"mental_health": 70}


async def test_a_follow_up_tells_of_a_need_in_place_of_the_baseline(commissioning: Served):
    later = a_finding_event(SCHOOL, need=20, id=uuid4(), occasion="Follow-up")
    await apply(commissioning, a_finding_event(SCHOOL, need=70), a_finding_event(SCHOOL, "environment", need=80), later)
    needs = await of_school(commissioning, SCHOOL.id)
    assert needs.by_domain == {"mental_health": 20, "environment": 80}
    assert needs == (await of_project(commissioning, SCHOOL.project_id))[SCHOOL.id]


async def test_priorities_are_in_force_once_agreed_and_until_others_are(commissioning: Served):
    await apply(commissioning, a_priorities_event(SCHOOL, ["environment"], "proposed", 1))
    assert await of_school(commissioning, SCHOOL.id) == NOTHING_KNOWN
    await apply(commissioning, a_priorities_event(SCHOOL, ["environment", "mental_health"]))
    needs = await of_school(commissioning, SCHOOL.id)
    assert needs.ranks == {"environment": 1, "mental_health": 2}
    assert needs.priorities[0].finding_ids == (finding_of(SCHOOL.id, "environment"),)
    # The event that supersedes the first set comes after the one that agrees the second.
    await apply(commissioning, a_priorities_event(SCHOOL, ["mental_health"], number=2))
    assert (await of_school(commissioning, SCHOOL.id)).ranks == {"mental_health": 1}
    await apply(commissioning, a_priorities_event(SCHOOL, ["environment"], "superseded", 5))
    assert (await of_school(commissioning, SCHOOL.id)).ranks == {"mental_health": 1}


async def test_a_project_has_the_needs_of_each_of_its_schools_in_two_statements(commissioning: Served):
    await apply(
        commissioning,
        a_finding_event(SCHOOL, need=70),
        a_finding_event(OTHER, "environment", need=20),
        a_priorities_event(OTHER, ["environment"]),
        a_finding_event(a_participation(), need=90),
    )
    assert isinstance(commissioning.database, RolledBackDatabase)
    with statements_counted(commissioning.database) as statements:
        needs = await of_project(commissioning, SCHOOL.project_id)
        await asyncio.sleep(0)
    assert len(statements) == 2
    assert {school: each.by_domain for school, each in needs.items()} == {
        SCHOOL.id: {"mental_health": 70}, OTHER.id: {"environment": 20},
    }  # fmt: skip
    for school in (SCHOOL, OTHER):
        assert await of_school(commissioning, school.id) == needs[school.id]
    assert await of_project(commissioning, uuid4()) == {}
