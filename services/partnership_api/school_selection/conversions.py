"""Schools that go on under another number: told by their board, or by the register when it is imported."""

from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    String,
    Uuid,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    text,
)  # fmt: skip
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.projects import service as projects
from services.partnership_api.schools.models import SchoolLink
from shared.contracts.partnership import participations as contract
from shared.contracts.partnership.participations import ParticipationStatus
from shared.contracts.partnership.schools import LinkKind
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.concurrency import found, locked

from . import errors
from .ground import lock_schools
from .models import Participation
from .queries import PARTICIPATIONS

# GIAS: closed; open, and open but proposed to close.
_CLOSED, _OPEN = 2, (1, 3)

# From each closed school along the links to where one open school is left. A split leaves several, and then the board
# says which; so it does when two schools that take part become one.
_ENDS = text("""
with recursive way as (
    select p.id, p.programme_year, p.current_urn as started, p.current_urn as urn
    from participations p join schools s on s.urn = p.current_urn
    where p.status <> 'withdrawn' and s.status_code = 2
  union
    select way.id, way.programme_year, way.started, later.urn
    from way join schools s on s.urn = way.urn and s.status_code = 2
    cross join lateral (
        select l.link_urn as urn from school_links l where l.urn = way.urn and l.kind = 'successor'
        union all
        select l.urn from school_links l where l.link_urn = way.urn and l.kind = 'predecessor'
    ) later
),
ends as (
    select way.id, way.programme_year, way.started, min(way.urn) as urn
    from way join schools s on s.urn = way.urn and s.status_code in (1, 3)
    group by way.id, way.programme_year, way.started having count(*) = 1
)
select id, started, urn from ends
where (urn, programme_year) in (select urn, programme_year from ends group by urn, programme_year having count(*) = 1)
""")
_CONVERT = text("""
update participations p set current_urn = e.urn, version = version + 1, updated_at = :now
from unnest(:ids, :started, :urns) e (id, started, urn)
where p.id = e.id and p.current_urn = e.started and p.status <> 'withdrawn'
  and not exists (select from participations o
                  where o.programme_year = p.programme_year and o.status <> 'withdrawn' and o.id <> p.id
                    and (o.urn = e.urn or o.current_urn = e.urn))
returning p.id
""").bindparams(
    bindparam("ids", type_=ARRAY(Uuid)), bindparam("started", type_=ARRAY(String)),
    bindparam("urns", type_=ARRAY(String)), bindparam("now", type_=DateTime(timezone=True)),
)  # fmt: skip


async def convert(
    session: AsyncSession, participation_id: UUID, successor_urn: str, version: int, actor: Actor
) -> Participation:
    """Let a participation go on with the school's successor, as the register names it."""
    seen: Participation = await found(
        session, PARTICIPATIONS, participation_id, actor, missing=errors.ParticipationNotFound
    )
    await projects.open_project(session, seen.project_id, actor)
    # Schools before participations, as an import takes them: so no two wait for each other.
    schools = await lock_schools(session, [seen.current_urn, successor_urn])
    participation: Participation = await locked(
        session, PARTICIPATIONS, participation_id, actor, version=version, missing=errors.ParticipationNotFound
    )
    successor = schools.get(successor_urn)
    is_closed = schools[seen.current_urn].status_code == _CLOSED
    if not is_closed or successor is None or successor.status_code not in _OPEN:
        raise errors.NotTheSuccessor
    if not await session.scalar(select(_follows(seen.current_urn, successor_urn))):
        raise errors.NotTheSuccessor
    await _must_be_free(session, participation, successor_urn)
    participation.convert(successor_urn)
    await outbox.announce(session, contract.ParticipationConverted, participation, actor)
    return participation


async def follow_register(session: AsyncSession, actor: Actor) -> int:
    """Let every participation of a closed school go on with the open school that followed it; how many did."""
    # Two imports at once, of schools and of links, each lack what the other brings: the second sees both.
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("conversions of schools", 0))))
    ends = (await session.execute(_ENDS)).all()
    if not ends:
        return 0
    await lock_schools(session, {each.urn for each in ends})
    converted = await session.scalars(
        _CONVERT,
        {
            "ids": [each.id for each in ends],
            "started": [each.started for each in ends],
            "urns": [each.urn for each in ends],
            "now": utc_now(),
        },
    )
    of_them = select(Participation).where(Participation.id.in_(list(converted))).order_by(Participation.id)
    rows = (await session.scalars(of_them.execution_options(populate_existing=True))).all()
    await outbox.announce_each(session, contract.ParticipationConverted, rows, actor)
    return len(rows)


def _follows(urn: str, successor_urn: str) -> ColumnElement[bool]:
    link = SchoolLink
    said_of_it = and_(link.urn == urn, link.link_urn == successor_urn, link.kind == LinkKind.SUCCESSOR)
    said_of_the_other = and_(link.urn == successor_urn, link.link_urn == urn, link.kind == LinkKind.PREDECESSOR)
    return exists().where(or_(said_of_it, said_of_the_other))


async def _must_be_free(session: AsyncSession, participation: Participation, urn: str) -> None:
    taken_by = await session.scalar(
        select(Participation.project_id).where(
            or_(Participation.urn == urn, Participation.current_urn == urn),
            Participation.id != participation.id,
            Participation.programme_year == participation.programme_year,
            Participation.status != ParticipationStatus.WITHDRAWN,
        )
    )
    if taken_by is not None:
        here = taken_by == participation.project_id
        raise errors.SchoolSelectedAlready if here else errors.SchoolTakenElsewhere
