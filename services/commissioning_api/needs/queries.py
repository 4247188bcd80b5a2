"""What is known here of the needs of schools. Nobody's access is checked: callers look for what they may see first.

The shape is `needs.rules.SchoolNeeds`, of one school or by participation:

    needs = (await of_project(session, project_id)).get(participation_id, NOTHING_KNOWN)
    needs.by_domain     {"mental_health": 75.0}, the need of each domain from 0 to 100
    needs.ranks         {"mental_health": 1}, the agreed priorities; empty as long as none are agreed
    needs.first_domain  "mental_health", the first priority, or else the domain of greatest need
    needs.findings      current findings, greatest need first; `answered_by(domains)` those an item would answer
"""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.needs.models import KnownFinding, KnownPrioritySet
from services.commissioning_api.needs.rules import NOTHING_KNOWN, Agreed, Found, SchoolNeeds
from shared.contracts.assessment.findings import FindingStatus
from shared.contracts.assessment.priorities import PriorityStatus


async def of_school(session: AsyncSession, participation_id: UUID) -> SchoolNeeds:
    """What one school needs, as far as assessment_api's feed was followed. Two statements."""
    return (await _needs(session, "participation_id", participation_id)).get(participation_id, NOTHING_KNOWN)


async def of_project(session: AsyncSession, project_id: UUID) -> dict[UUID, SchoolNeeds]:
    """What each school of a project needs, by participation; no entry for a school of which nothing is known.

    Two statements, however many schools there are.
    """
    return await _needs(session, "project_id", project_id)


async def _needs(session: AsyncSession, column: str, key: UUID) -> dict[UUID, SchoolNeeds]:
    findings, priorities = await _findings(session, column, key), await _priorities(session, column, key)
    return {
        school: SchoolNeeds(findings.get(school, ()), priorities.get(school, ()))
        for school in findings.keys() | priorities.keys()
    }


async def _findings(session: AsyncSession, column: str, key: UUID) -> dict[UUID, list[Found]]:
    of: Any = KnownFinding.__table__.c
    rows = await session.execute(
        select(of.participation_id, of.finding_id, of.source, of.scope, of.domain, of.need, of.statement)
        .where(of[column] == key, of.status == FindingStatus.CURRENT)
        .order_by(of.need.desc(), of.finding_id)
    )
    found: dict[UUID, list[Found]] = defaultdict(list)
    for school, *said in rows:
        found[school].append(Found(*said))
    return found


async def _priorities(session: AsyncSession, column: str, key: UUID) -> dict[UUID, list[Agreed]]:
    of: Any = KnownPrioritySet.__table__.c
    # Between the events of a new set and of the one it replaces, two are agreed: the later one is in force.
    rows = await session.execute(
        select(of.participation_id, of.priorities)
        .where(of[column] == key, of.status == PriorityStatus.AGREED)
        .distinct(of.participation_id)
        .order_by(of.participation_id, of.number.desc())
    )
    return {
        school: [Agreed(each["rank"], each["domain"], tuple(map(UUID, each["finding_ids"]))) for each in said]
        for school, said in rows
    }
