"""What is to be decided: schools with needs, a menu, what can be had locally, and the terms to keep to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.proposals import ProposalTerms
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.partnership.participations import Offer


@dataclass(frozen=True)
class Bought:
    """A line that the school's package has already: it counts, and is not bought again."""

    item_code: str
    strand: Strand
    domains: tuple[str, ...]
    hours: float


@dataclass(frozen=True)
class School:
    """A confirmed school. `needs` are from 0 to 100 by domain, `findings` those that say so."""

    participation_id: UUID
    urn: str
    name: str
    la_code: str
    offer: Offer
    needs: Mapping[str, float]
    first_priority: str | None
    bought: tuple[Bought, ...] = ()
    findings: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)

    @property
    def hours_bought(self) -> float:
        """The hours its package has already."""
        return sum(each.hours for each in self.bought)

    @property
    def need(self) -> float:
        """All its need, over all domains."""
        return sum(self.needs.values())

    def helped(self, domains: tuple[str, ...]) -> list[str]:
        """Those of an item's domains in which this school has a need: its hours are shared among them evenly."""
        return [domain for domain in domains if self.needs.get(domain, 0) > 0]


@dataclass(frozen=True)
class Item:
    """One item of the menu in force."""

    code: str
    title: str
    strand: Strand
    domains: tuple[str, ...]
    usual_hours: float
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class LocalOffer:
    """One item from one provider. `months` are those left in the window after its lead time."""

    id: UUID
    item_code: str
    provider_id: UUID
    provider_name: str
    unit_cost_pence: int
    hours_per_unit: float
    capacity_hours_per_month: float
    months: float
    la_codes: tuple[str, ...]
    hours_taken: float = 0

    @property
    def hours_left(self) -> float:
        """What it can still give. Its hours are taken to be spread evenly over its months."""
        return max(0.0, self.capacity_hours_per_month * self.months - self.hours_taken)


@dataclass(frozen=True)
class Problem:
    """Everything a plan is decided on: the same problem gives the same plan."""

    schools: tuple[School, ...]
    items: tuple[Item, ...]
    offers: tuple[LocalOffer, ...]
    terms: ProposalTerms

    @cached_property
    def item_of(self) -> Mapping[str, Item]:
        """The menu by code."""
        return {item.code: item for item in self.items}

    @cached_property
    def budgets(self) -> Mapping[FundingStrand, int]:
        """What may be spent of each budget line, in pence."""
        return {
            FundingStrand.TAILORED_SUPPORT: self.terms.tailored_budget_pence,
            FundingStrand.PARENT_CARER_ENGAGEMENT: self.terms.engagement_budget_pence,
            FundingStrand.EMBEDDING: self.terms.embedding_budget_pence,
        }

    def strands_due(self, school: School) -> list[Strand]:
        """The strands a school must have: both (R22); of the lighter offer those that the menu has for it (R6)."""
        if school.offer is not Offer.EMBEDDING:
            return list(Strand)
        return [strand for strand in Strand if any(self._is_for(school, item, strand) for item in self.items)]

    @staticmethod
    def _is_for(school: School, item: Item, strand: Strand) -> bool:
        return item.strand is strand and school.offer in item.offers
