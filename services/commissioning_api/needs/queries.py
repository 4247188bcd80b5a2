"""What is known here of the needs of schools. Nobody's access is checked: callers look for what they may see first.

The shape is `needs.rules.SchoolNeeds`, of one school or by participation:

    needs = (await of_project(session, project_id)).get(participation_id, NOTHING_KNOWN)
    needs.by_domain     {"mental_health": 75.0}, the need of each domain from 0 to 100
    needs.ranks         {"mental_health": 1}, the agreed priorities; empty as long as none are agreed
    needs.first_domain  "mental_health", the first priority, or else the domain of greatest need
    needs.findings      what is still said, greatest need first; `answered_by(domains)` those an item would answer
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, Uuid, bindparam, cast, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.needs.models import KnownFinding, KnownPrioritySet
from services.commissioning_api.needs.rules import NOTHING_KNOWN, Agreed, Found, SchoolNeeds, still_said
from shared.contracts.assessment.findings import FindingScope, FindingSource, FindingStatus
from shared.contracts.assessment.priorities import PriorityStatus
from shared.kit.db import Connection
from shared.kit.reads import compiled

_FINDING: Any = KnownFinding.__table__.c
_SET: Any = KnownPrioritySet.__table__.c


async def of_school(connection: Connection, participation_id: UUID) -> SchoolNeeds:
    """What one school needs, as far as assessment_api's feed was followed. Two statements of the read path."""
    rows = []
    for build in (_findings, _priorities):
        statement = compiled(("needs", build), lambda build=build: build("participation_id"))
        rows.append(await connection.fetch(statement.sql, *statement.values({"key": participation_id})))
    return _by_school(*rows).get(participation_id, NOTHING_KNOWN)


async def of_project(session: AsyncSession, project_id: UUID) -> dict[UUID, SchoolNeeds]:
    """What each school of a project needs, by participation; no entry for a school of which nothing is known.

    Two statements, however many schools there are.
    """
    key = {"key": project_id}
    findings = await session.execute(_findings("project_id"), key)
    return _by_school(findings, await session.execute(_priorities("project_id"), key))


def _by_school(findings: Iterable[Any], priorities: Iterable[Any]) -> dict[UUID, SchoolNeeds]:
    found: dict[UUID, list[Found]] = defaultdict(list)
    for school, finding_id, source, occasion, scope, *said in findings:
        found[school].append(Found(finding_id, FindingSource(source), occasion, FindingScope(scope), *said))
    agreed = {school: [_agreed(each) for each in json.loads(said)] for school, said in priorities}
    return {
        school: SchoolNeeds(still_said(found.get(school, ())), agreed.get(school, ()))
        for school in found.keys() | agreed.keys()
    }


def _agreed(said: dict[str, Any]) -> Agreed:
    return Agreed(said["rank"], said["domain"], tuple(map(UUID, said["finding_ids"])))


def _findings(column: str) -> Select[Any]:
    of = _FINDING
    return (
        select(of.participation_id, of.finding_id, of.source, of.occasion, of.scope, of.domain, of.need, of.statement)
        .where(of[column] == bindparam("key", type_=Uuid()), of.status == FindingStatus.CURRENT)
        .order_by(of.need.desc(), of.finding_id)
    )


def _priorities(column: str) -> Select[Any]:
    # Between the events of a new set and of the one it replaces two are agreed: the later one is in force.
    return (
        select(_SET.participation_id, cast(_SET.priorities, Text))
        .where(_SET[column] == bindparam("key", type_=Uuid()), _SET.status == PriorityStatus.AGREED)
        .ext(distinct_on(_SET.participation_id))
        .order_by(_SET.participation_id, _SET.number.desc())
    )
