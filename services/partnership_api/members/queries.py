"""How members are read: by those who see the project, and by the member itself."""

from uuid import UUID

from sqlalchemy import false, or_

from services.partnership_api.members.models import Member
from services.partnership_api.members.rules import Missing, Partner, missing_partners
from services.partnership_api.projects.queries import project_visible
from shared.contracts.partnership import projects as contract
from shared.contracts.roles import Kind
from shared.kit.db import Connection
from shared.kit.reads import View, caller_organisation

_OF_PROJECT = project_visible(Member.project_id, Member.icb_code)

MEMBERS = View(
    Member,
    contract.Member,
    {kind: or_(_OF_PROJECT.get(kind, false()), Member.organisation == caller_organisation()) for kind in Kind},
    sorts=("id", "updated_at"),
)

_PARTNERSHIP = """
select y.required_partner_kinds as required,
       array(select m.organisation from project_members m
             where m.project_id = p.id and m.left_on is null order by m.id) as organisations,
       array(select m.kind from project_members m
             where m.project_id = p.id and m.left_on is null order by m.id) as kinds,
       array(select distinct s.la_code from participations s
             where s.project_id = p.id and s.status <> 'withdrawn') as authorities
from projects p join programme_years y on y.id = p.programme_year_id where p.id = $1
"""


async def missing_from(connection: Connection, project_id: UUID) -> list[Missing]:
    """The partners a project lacks, by the edition of the year's rules that it started under."""
    row = await connection.fetchrow(_PARTNERSHIP, project_id)
    members = [Partner(*pair) for pair in zip(row["organisations"], row["kinds"], strict=True)]
    return missing_partners(row["required"], members, row["authorities"])
