"""What the selection of schools is decided on, read once for however many of them: the statements do not grow."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, String, bindparam, exists, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.members.models import Member
from services.partnership_api.organisations.models import Icb, LocalAuthority
from services.partnership_api.programmes.models import ProgrammeYear
from services.partnership_api.projects import service as projects
from services.partnership_api.projects.models import Project
from services.partnership_api.projects.rules import year_before
from services.partnership_api.schools.models import School

# A school is taken under its own number and under those of the schools it followed: a conversion that the register
# tells of and that nobody has acted on yet sets nobody free.
_TAKING_PART = text("""
with recursive line as (
    select wanted as urn, wanted as earlier from unnest(:urns) wanted
  union
    select line.urn, before.urn from line cross join lateral (
        select s.urn from school_links s where s.link_urn = line.earlier and s.kind = 'successor'
        union all
        select p.link_urn from school_links p where p.urn = line.earlier and p.kind = 'predecessor'
    ) before
)
select line.urn, p.project_id, p.icb_code, p.programme_year
from line join participations p on p.current_urn = line.earlier or (p.urn = line.urn and line.urn = line.earlier)
where p.status <> 'withdrawn' and p.programme_year in (:year, :year_before)
""").bindparams(bindparam("urns", type_=ARRAY(String(6))))


@dataclass(frozen=True)
class Authority:
    """The authority of a school, and whether it is a partner in the project."""

    name: str
    is_member: bool


@dataclass(frozen=True)
class Ground:
    """`taken` gives the project in which a school takes part this year; `before`, who took part the year before."""

    project: Project
    schools: dict[str, School]
    authorities: dict[str, Authority]
    taken: dict[str, UUID]
    before: frozenset[str]


async def survey(session: AsyncSession, project: Project, urns: Collection[str]) -> Ground:
    """Lock the schools, each for one decision at a time, and read what their selection rests on."""
    schools = await lock_schools(session, urns)
    found = await _taking_part(session, project, schools)
    return Ground(
        project=project,
        schools=schools,
        authorities=await _authorities(session, project, {each.la_code for each in schools.values()}),
        taken={urn: project_id for urn, project_id, _, year in found if year == project.programme_year},
        before=await _before(
            session, project, [(urn, icb) for urn, _, icb, year in found if year != project.programme_year]
        ),
    )


async def lock_schools(session: AsyncSession, urns: Collection[str]) -> dict[str, School]:
    """The schools, each locked for one decision at a time."""
    # FOR NO KEY UPDATE leaves foreign keys to the schools alone. In order, so that no two wait for each other.
    locked = select(School).where(School.urn.in_(urns)).order_by(School.urn).with_for_update(key_share=True)
    rows = await session.scalars(locked.execution_options(populate_existing=True))
    return {each.urn: each for each in rows}


async def _taking_part(
    session: AsyncSession, project: Project, urns: Collection[str]
) -> list[tuple[str, UUID, str, str]]:
    years = {"year": project.programme_year, "year_before": year_before(project.programme_year)}
    return [tuple(row) for row in await session.execute(_TAKING_PART, {"urns": [*urns], **years})]


async def _authorities(session: AsyncSession, project: Project, la_codes: Collection[str]) -> dict[str, Authority]:
    is_member = exists().where(
        Member.project_id == project.id,
        Member.organisation == "la:" + LocalAuthority.la_code,
        Member.left_on.is_(None),
    )
    rows = await session.execute(
        select(LocalAuthority.la_code, LocalAuthority.name, is_member).where(LocalAuthority.la_code.in_(la_codes))
    )
    return {la_code: Authority(name, is_member) for la_code, name, is_member in rows}


async def _before(session: AsyncSession, project: Project, took_part: list[tuple[str, str]]) -> frozenset[str]:
    if not took_part:
        return frozenset()
    board = await session.get_one(Icb, project.icb_code)
    behind = await projects.boards_behind(
        session, board, await session.get_one(ProgrammeYear, project.programme_year_id)
    )
    return frozenset(urn for urn, icb_code in took_part if icb_code in behind)
