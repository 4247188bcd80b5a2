"""What becomes of findings when what they rest on changes: a table, and the same for anything that is said."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.assessment_api.findings.models import Finding
from services.assessment_api.findings.rules import Said
from shared.contracts.assessment.findings import FindingScope
from shared.contracts.partnership.participations import Participation
from shared.kit.tables import events
from tests.assessment_api.found import on_domain, on_question, renew, theme
from tests.assessment_api.owner import a_participation
from tests.support.serving import Served

A = on_domain("mental_health", 40.0)
A_WORSE = on_domain("mental_health", 55.0)
A_REWORDED = on_domain("mental_health", 40.0, "Said in other words.")
B = on_question("environment", "e1", 75.0)
C = theme("environment", 60.0)


@pytest.fixture
def school() -> Participation:
    return a_participation()


async def rows(assessment: Served, source_id: Any) -> list[Finding]:
    async with assessment.database.transaction() as session:
        found = await session.scalars(select(Finding).where(Finding.source_id == source_id).order_by(Finding.id))
        return list(found)


def said_by(row: Finding) -> Said:
    return Said(row.scope, row.domain, row.question, row.statement, row.need)


@pytest.mark.parametrize(
    ("before", "after", "kept", "replaced", "taken_back", "new"),
    [
        ([], [A, B], 0, 0, 0, 2),
        ([A, B], [A, B], 2, 0, 0, 0),
        ([A, B], [B, A], 2, 0, 0, 0),
        ([A, B], [A_WORSE, B], 1, 1, 0, 1),
        ([A], [A_REWORDED], 0, 1, 0, 1),
        ([A, B], [A], 1, 0, 1, 0),
        ([A, B], [], 0, 0, 2, 0),
        ([A], [B], 0, 0, 1, 1),
        ([A, B], [A_WORSE, C], 0, 1, 1, 2),
        ([], [], 0, 0, 0, 0),
    ],
)
async def test_what_still_holds_stays_what_changed_is_replaced_and_what_is_gone_is_taken_back(
    assessment: Served, school: Participation, before, after, kept, replaced, taken_back, new
):
    of = await renew(assessment.database, school, before)
    first = {row.id: row for row in await rows(assessment, of)}
    await renew(assessment.database, school, after, source_id=of)
    second = {row.id: row for row in await rows(assessment, of)}
    current = [row for row in second.values() if row.status == "current"]
    assert sorted(map(said_by, current), key=str) == sorted(after, key=str)
    stayed = [row for row in current if row.id in first]
    assert (len(stayed), len(current) - len(stayed)) == (kept, new)
    assert all(row.version == 1 for row in stayed)
    gone = [row for row in second.values() if row.status == "superseded"]
    assert sorted(row.superseded_by is not None for row in gone) == [False] * taken_back + [True] * replaced
    for row in gone:
        assert said_by(row) == said_by(first[row.id]), "what was cited is never rewritten"
        assert row.superseded_at is not None
        if row.superseded_by is not None:
            successor = second[row.superseded_by]
            assert (successor.scope, successor.domain, successor.question) == (row.scope, row.domain, row.question)


async def test_each_change_is_announced_once_with_the_finding_as_it_is_then(assessment: Served, school: Participation):
    of = await renew(assessment.database, school, [A, B])
    await renew(assessment.database, school, [A_WORSE, B], source_id=of)
    await renew(assessment.database, school, [A_WORSE, B], source_id=of)
    async with assessment.database.transaction() as session:
        told = (await session.execute(select(events).order_by(events.c.position))).mappings().all()
    told = [each for each in told if each["type"].startswith("assessment.finding.")]
    assert [each["type"].rsplit(".", 1)[1] for each in told] == ["made", "made", "made", "superseded"]
    made, superseded = told[2], told[3]
    assert superseded["data"]["superseded_by"] == made["subject"]
    assert (superseded["data"]["need"], made["data"]["need"]) == (40.0, 55.0)
    assert {each["actor"] for each in told} == {"school:107866"}
    assert {each["urn"] for each in told} == {school.urn}


async def test_what_is_taken_back_and_said_again_is_a_new_finding(assessment: Served, school: Participation):
    of = await renew(assessment.database, school, [A])
    await renew(assessment.database, school, [], source_id=of)
    await renew(assessment.database, school, [A], source_id=of)
    old, again = await rows(assessment, of)
    assert (old.status, old.superseded_by, again.status) == ("superseded", None, "current")


async def test_one_source_leaves_what_another_says_alone(assessment: Served, school: Participation):
    one = await renew(assessment.database, school, [A, C])
    await renew(assessment.database, school, [A_WORSE], source_id=uuid4())
    assert [row.status for row in await rows(assessment, one)] == ["current", "current"]


async def test_a_renewal_that_fails_leaves_neither_finding_nor_event(assessment: Served, school: Participation):
    too_long = Said(FindingScope.DOMAIN, "x" * 100, None, "A domain with a name too long to be kept.", 1.0)
    with pytest.raises(Exception, match="too long"):
        await renew(assessment.database, school, [A, too_long])
    async with assessment.database.transaction() as session:
        assert (await session.scalars(select(Finding))).all() == []
        kinds = await session.scalars(select(events.c.type))
        assert [kind for kind in kinds if ".finding." in kind] == []
