"""What a plan is decided on, taken down from what is known here: schools, needs, menu, offers, what is bought."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import RowMapping, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.local_offers.rules import months_between
from services.commissioning_api.menus import service as menus
from services.commissioning_api.needs.queries import of_project as needs_of_project
from services.commissioning_api.needs.rules import NOTHING_KNOWN, SchoolNeeds
from services.commissioning_api.participations.models import Participation
from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.proposals import ProposalTerms
from shared.contracts.partnership.participations import Offer, ParticipationStatus

from . import errors
from .optimiser.problem import Bought, Item, LocalOffer, Problem, School

# A line takes its hours from the days it spans, each as much as the other: what lies ahead is still to be given.
_OFFERS = text("""
select o.id, o.menu_item_code, o.provider_id, o.provider_name, o.unit_cost_pence, o.hours_per_unit,
       o.capacity_hours_per_month, f.day as first_day, o.available_until, o.la_codes, coalesce(t.hours, 0) as taken
from local_offers o
cross join lateral (select greatest(o.available_from, cast(:on as date) + o.lead_time_days) as day) f
left join lateral (
    select sum(l.hours * (l.ends_on - greatest(l.starts_on, f.day) + 1) / (l.ends_on - l.starts_on + 1)) as hours
    from package_lines l
    where l.local_offer_id = o.id and l.status not in ('cancelled', 'completed') and l.ends_on >= f.day
) t on true
where o.programme_year = :year and o.status = 'active' and o.icb_code = any(:boards) and o.la_codes && :areas
order by o.id
""")
_BOUGHT = text("""
select l.participation_id, l.menu_item_code, l.strand, l.domain, l.hours
from package_lines l
where l.participation_id = any(:schools) and l.status <> 'cancelled' order by l.id
""")


@dataclass(frozen=True)
class Ground:
    """A project, its year, the boards whose offers serve it, and the day on which lines are asked for."""

    project_id: UUID
    programme_year: str
    icb_codes: Collection[str]
    on: date


async def problem_of(session: AsyncSession, ground: Ground, terms: ProposalTerms) -> Problem:
    """The problem of a project as it is now."""
    confirmed = (
        await session.scalars(
            select(Participation)
            .where(Participation.project_id == ground.project_id, Participation.status == ParticipationStatus.CONFIRMED)
            .order_by(Participation.participation_id)
        )
    ).all()
    if not confirmed:
        raise errors.NoConfirmedSchools
    menu = await menus.menu_in_force(session, ground.programme_year)
    if menu is None:
        raise errors.NoMenuInForce
    items = tuple(
        Item(each.code, each.title, each.strand, tuple(each.domains), each.usual_hours, tuple(map(Offer, each.offers)))
        for each in menu.items
    )
    schools = await _schools(session, ground.project_id, confirmed, {item.code: item for item in items})
    return Problem(schools, items, await _offers(session, ground, {each.la_code for each in confirmed}), terms)


async def _schools(
    session: AsyncSession, project_id: UUID, confirmed: Collection[Participation], menu: dict[str, Item]
) -> tuple[School, ...]:
    ids = [each.participation_id for each in confirmed]
    bought: dict[UUID, list[Bought]] = defaultdict(list)
    for row in (await session.execute(_BOUGHT, {"schools": ids})).mappings():
        bought[row["participation_id"]].append(_bought(row, menu))
    needs = await needs_of_project(session, project_id)
    return tuple(
        _school(each, needs.get(each.participation_id, NOTHING_KNOWN), bought[each.participation_id])
        for each in confirmed
    )


def _school(said: Participation, needs: SchoolNeeds, bought: list[Bought]) -> School:
    cited: dict[str, list[UUID]] = defaultdict(list)
    for finding in needs.findings:
        if finding.need > 0:
            cited[finding.domain].append(finding.finding_id)
    return School(
        participation_id=said.participation_id,
        urn=said.current_urn,
        name=said.school_name,
        la_code=said.la_code,
        offer=said.offer,
        needs=needs.by_domain,
        first_priority=needs.first_domain,
        bought=tuple(bought),
        findings={domain: tuple(ids) for domain, ids in cited.items()},
    )


def _bought(row: RowMapping, menu: dict[str, Item]) -> Bought:
    # A line may be of an earlier edition of the menu: then it is for the domain it names.
    item = menu.get(row["menu_item_code"])
    domains = item.domains if item else (row["domain"],)
    return Bought(row["menu_item_code"], Strand(row["strand"]), domains, row["hours"])


async def _offers(session: AsyncSession, ground: Ground, areas: Collection[str]) -> tuple[LocalOffer, ...]:
    given = {
        "on": ground.on,
        "year": ground.programme_year,
        "boards": sorted(ground.icb_codes),
        "areas": sorted(areas),
    }
    return tuple(
        LocalOffer(
            id=row["id"],
            item_code=row["menu_item_code"],
            provider_id=row["provider_id"],
            provider_name=row["provider_name"],
            unit_cost_pence=row["unit_cost_pence"],
            hours_per_unit=row["hours_per_unit"],
            capacity_hours_per_month=row["capacity_hours_per_month"],
            months=months_between(row["first_day"], row["available_until"]),
            la_codes=tuple(row["la_codes"]),
            hours_taken=float(row["taken"]),
        )
        for row in (await session.execute(_OFFERS, given)).mappings()
    )
