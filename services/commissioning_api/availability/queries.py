"""Gathering what availability is judged on: three statements, however many items, offers and schools."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, func, select
from sqlalchemy.orm import aliased

from services.commissioning_api.participations.models import Participation, Project
from services.commissioning_api.participations.queries import seen_by_partners
from shared.contracts.commissioning.menus import Strand
from shared.contracts.partnership.participations import ParticipationStatus
from shared.kit.auth import Actor
from shared.kit.db import Connection
from shared.kit.reads import caller_values, compiled

from . import errors
from .rules import Item, Offered, Schools

_CALLERS = aliased(Participation)

_ITEMS = """
select i.code, i.title, i.strand, i.usual_hours, i.offers
from menu_items i join menus m on m.id = i.menu_id
where m.programme_year = $1 and m.is_current order by i.place
"""
# A line takes its hours from the days it spans, each as much as the other: what lies ahead is still to be given.
_OFFERS = """
select o.id, o.menu_item_code, o.la_codes, o.unit_cost_pence, o.hours_per_unit, o.capacity_hours_per_month,
       o.lead_time_days, o.exists_locally, o.available_from, o.available_until, coalesce(t.hours, 0) as taken
from local_offers o
cross join lateral (select greatest(o.available_from, $4::date + o.lead_time_days) as day) f
left join lateral (
    select sum(l.hours * (l.ends_on - greatest(l.starts_on, f.day) + 1) / (l.ends_on - l.starts_on + 1)) as hours
    from package_lines l
    where l.local_offer_id = o.id and l.status not in ('cancelled', 'completed') and l.ends_on >= f.day
) t on true
where o.programme_year = $1 and o.status = 'active' and o.icb_code = any($2) and o.la_codes && $3
order by o.id
"""


@dataclass(frozen=True)
class Ground:
    """A project's year, its schools that have not withdrawn, and the boards that buy for them."""

    programme_year: str
    icb_codes: frozenset[str]
    schools: tuple[Schools, ...]


async def ground_of(connection: Connection, project_id: UUID, actor: Actor) -> Ground:
    """What is known of a project here. Raises ProjectNotFound when the caller sees none of its schools."""
    statement = compiled(("availability", actor.kind), lambda: _schools(actor))
    rows = await connection.fetch(statement.sql, *statement.values({"key": project_id, **caller_values(actor)}))
    if not rows:
        raise errors.ProjectNotFound
    return Ground(
        programme_year=rows[0]["programme_year"],
        # Of a project that was handed over, the offers of both boards serve.
        icb_codes=frozenset(code for row in rows for code in (row["icb_code"], row["lead_icb_code"]) if code),
        schools=tuple(Schools(row["la_code"], row["offer"], row["confirmed"]) for row in rows if row["taking_part"]),
    )


async def items_of(connection: Connection, programme_year: str) -> list[Item]:
    """The menu in force for a year."""
    rows = await connection.fetch(_ITEMS, programme_year)
    return [Item(row["code"], row["title"], Strand(row["strand"]), row["usual_hours"], row["offers"]) for row in rows]


async def offers_for(connection: Connection, ground: Ground, on: date) -> list[Offered]:
    """The active offers that reach the project's authorities, and the hours already taken of each from a day on."""
    la_codes = sorted({group.la_code for group in ground.schools})
    rows = await connection.fetch(_OFFERS, ground.programme_year, sorted(ground.icb_codes), la_codes, on)
    return [Offered(**row) for row in rows]


def _schools(actor: Actor) -> Select[Any]:
    key = bindparam("key", type_=Uuid())
    mine = select(_CALLERS.participation_id).where(_CALLERS.project_id == key, seen_by_partners(_CALLERS)[actor.kind])
    place: tuple[Any, ...] = (
        Participation.programme_year, Participation.icb_code, Project.lead_icb_code, Participation.la_code,
        Participation.offer,
    )  # fmt: skip
    confirmed = func.count().filter(Participation.status == ParticipationStatus.CONFIRMED)
    taking_part = func.count().filter(Participation.status != ParticipationStatus.WITHDRAWN)
    return (
        select(*place, confirmed.label("confirmed"), taking_part.label("taking_part"))
        .select_from(Participation)
        .outerjoin(Project, Project.project_id == Participation.project_id)
        .where(Participation.project_id == key, mine.exists())
        .group_by(*place)
        .order_by(*place)
    )
