"""Gathering what a match rests on: own tables and copies alone, in five statements, whatever there is."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, Uuid, bindparam, cast, distinct, func, select

from services.commissioning_api.availability import queries as availability
from services.commissioning_api.availability.rules import Offered, Schools
from services.commissioning_api.existing_support.models import ExistingSupport
from services.commissioning_api.needs import queries as needs
from services.commissioning_api.packages.models import PackageLine
from services.commissioning_api.participations.errors import ParticipationNotFound
from services.commissioning_api.participations.models import Participation, Project
from services.commissioning_api.participations.queries import seen_by_partners
from shared.contracts.commissioning import matching as contract
from shared.contracts.commissioning.menus import Audience, Strand
from shared.contracts.commissioning.packages import LineStatus
from shared.kit.auth import Actor
from shared.kit.db import Connection
from shared.kit.reads import caller_values, compiled
from shared.kit.tables import consumer_cursors

from .rules import Item, School

_ITEMS = """
select i.code, i.title, i.strand, i.audience, i.usual_hours, i.domains, i.offers
from menu_items i join menus m on m.id = i.menu_id
where m.programme_year = $1 and m.is_current order by i.place
"""


@dataclass(frozen=True)
class Ground:
    """What one school's matches are made of."""

    programme_year: str
    school: School
    items: list[Item]
    offers: list[Offered]
    needs_as_of: datetime | None


async def ground_of(connection: Connection, participation_id: UUID, on: date, actor: Actor) -> Ground:
    """All that is known of a school here. Raises ParticipationNotFound when the caller does not see it."""
    statement = compiled(("matching", actor.kind), lambda: _school(actor))
    given = {"key": participation_id, **caller_values(actor)}
    row = await connection.fetchrow(statement.sql, *statement.values(given))
    if row is None:
        raise ParticipationNotFound
    year = row["programme_year"]
    # Of a project that was handed over, the offers of both boards serve.
    boards = frozenset(code for code in (row["icb_code"], row["lead_icb_code"]) if code)
    place = availability.Ground(year, boards, (Schools(row["la_code"], row["offer"], 1),))
    items = await connection.fetch(_ITEMS, year)
    return Ground(
        programme_year=year,
        school=School(
            la_code=row["la_code"],
            offer=row["offer"],
            needs=await needs.of_school(connection, participation_id),
            support=[contract.ExistingSupport.model_validate(each) for each in json.loads(row["support"] or "[]")],
            planned=frozenset(row["planned"] or ()),
        ),
        items=[_item(each) for each in items],
        offers=await availability.offers_for(connection, place, on),
        needs_as_of=row["needs_as_of"],
    )


def _item(row: Any) -> Item:
    values = dict(row)
    return Item(**values | {"strand": Strand(values["strand"]), "audience": Audience(values["audience"])})


def _school(actor: Actor) -> Select[Any]:
    own = PackageLine.participation_id == Participation.participation_id
    planned = select(func.array_agg(distinct(PackageLine.menu_item_code))).where(
        own, PackageLine.status != LineStatus.CANCELLED
    )
    as_of = select(consumer_cursors.c.as_of).where(consumer_cursors.c.source == "assessment")
    return (
        select(
            Participation.programme_year,
            Participation.icb_code,
            Project.lead_icb_code,
            Participation.la_code,
            Participation.offer,
            cast(ExistingSupport.support, Text).label("support"),
            planned.correlate(Participation).scalar_subquery().label("planned"),
            as_of.scalar_subquery().label("needs_as_of"),
        )
        .select_from(Participation)
        .outerjoin(Project, Project.project_id == Participation.project_id)
        .outerjoin(ExistingSupport, ExistingSupport.participation_id == Participation.participation_id)
        .where(
            Participation.participation_id == bindparam("key", type_=Uuid()),
            seen_by_partners(Participation)[actor.kind],
        )
    )
