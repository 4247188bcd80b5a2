"""How governance is read: by those who see the project, its schools excepted."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, column, func, literal_column, select, table
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.governance.models import Decision, GovernanceGroup, GroupMember, Meeting
from services.partnership_api.governance.rules import gaps
from services.partnership_api.members.models import Member
from services.partnership_api.organisations.models import NationalBody
from services.partnership_api.projects.queries import project_visible
from shared.contracts.partnership import governance as contract
from shared.contracts.roles import Kind
from shared.kit.db import Connection
from shared.kit.reads import View

# Participations are a feature beside this one, so they are known here by their table's name alone.
_SCHOOLS = table("participations", column("project_id"), column("la_code"), column("urn"), column("status"))


def _visible(model: Any) -> Mapping[Kind, ColumnElement[bool]]:
    found = project_visible(model.project_id, model.icb_code)
    return {kind: seen for kind, seen in found.items() if kind is not Kind.SCHOOL}


def _member_rows() -> ColumnElement[Any]:
    pairs = (
        literal_column(each) if isinstance(each, str) else each
        for each in (
            "'organisation'",
            GroupMember.organisation,
            "'represents'",
            GroupMember.represents,
            "'role'",
            GroupMember.role,
        )
    )
    rows = func.jsonb_agg(aggregate_order_by(func.jsonb_build_object(*pairs), GroupMember.place))
    return (
        select(func.coalesce(rows, literal_column("'[]'::jsonb"), type_=JSONB))
        .where(GroupMember.group_id == GovernanceGroup.id)
        .scalar_subquery()
    )


GOVERNANCE_GROUPS = View(
    GovernanceGroup,
    contract.GovernanceGroup,
    _visible(GovernanceGroup),
    key="project_id",
    sorts=("project_id", "updated_at"),
    columns={"members": _member_rows()},
)
MEETINGS = View(Meeting, contract.Meeting, _visible(Meeting), sorts=("id", "held_on", "updated_at"))
DECISIONS = View(Decision, contract.Decision, _visible(Decision), sorts=("id", "decided_on", "updated_at"))

_GOVERNANCE = """
select p.lead_icb_code,
       array(select m.organisation from governance_groups g join governance_group_members m on m.group_id = g.id
             where g.project_id = p.id order by m.place) as organisations,
       array(select m.represents from governance_groups g join governance_group_members m on m.group_id = g.id
             where g.project_id = p.id order by m.place) as represents,
       array(select distinct s.la_code from participations s
             where s.project_id = p.id and s.status <> 'withdrawn') as authorities
from projects p where p.id = $1
"""


async def gaps_of(connection: Connection, project_id: UUID) -> list[contract.Absence]:
    """Whom a project's governance lacks as its schools are now; without a group, everybody."""
    row = await connection.fetchrow(_GOVERNANCE, project_id)
    represents = [contract.Represents(word) for word in row["represents"]]
    return gaps(row["lead_icb_code"], row["authorities"], zip(row["organisations"], represents, strict=True))


async def members_of(session: AsyncSession, project_id: UUID) -> set[str]:
    """The current members of a project."""
    current = Member.project_id == project_id, Member.left_on.is_(None)
    return set(await session.scalars(select(Member.organisation).where(*current)))


async def partners_of(session: AsyncSession, project_id: UUID) -> set[str]:
    """Everybody who can have been at a meeting: members and schools, past ones included, and the national team."""
    members = select(Member.organisation).where(Member.project_id == project_id)
    schools = select(func.concat("school:", _SCHOOLS.c.urn, type_=Text())).where(_SCHOOLS.c.project_id == project_id)
    national = select(func.concat("national:", NationalBody.code, type_=Text()))
    return set(await session.scalars(members.union_all(schools, national)))


async def authorities_with_schools(session: AsyncSession, project_id: UUID) -> list[str]:
    """The authorities whose schools take part now, in order."""
    taking_part = _SCHOOLS.c.project_id == project_id, _SCHOOLS.c.status != "withdrawn"
    found = select(_SCHOOLS.c.la_code).where(*taking_part).distinct().order_by(_SCHOOLS.c.la_code)
    return list(await session.scalars(found))


async def parent_carers_of(session: AsyncSession, project_id: UUID) -> set[str]:
    """Those in the governance group who speak for parent carers."""
    statement = (
        select(GroupMember.organisation)
        .join(GovernanceGroup, GovernanceGroup.id == GroupMember.group_id)
        .where(
            GovernanceGroup.project_id == project_id,
            GroupMember.represents == contract.Represents.PARENT_CARER_GROUP,
        )
    )
    return set(await session.scalars(statement))
