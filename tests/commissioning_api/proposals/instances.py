"""Problems made up from a seed: whole projects as large as real ones, and small ones that can be solved by hand."""

import random
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from services.commissioning_api.proposals.optimiser.problem import Bought, Item, LocalOffer, Problem, School
from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.proposals import ProposalTerms
from shared.contracts.partnership.participations import Offer

DOMAINS = (
    "leadership_culture_and_values", "mental_health", "readiness_to_learn", "teaching_and_learning", "environment",
    "communication",
)  # fmt: skip
AREAS = ("383", "384", "370")


def terms(**more: float) -> ProposalTerms:
    values = {
        "tailored_budget_pence": 10_000_00, "engagement_budget_pence": 5_000_00, "embedding_budget_pence": 0,
        "least_hours": 0, "most_hours": 30, "fairness_floor": 0, "time_limit_seconds": 60, "on": "2025-09-01",
    }  # fmt: skip
    return ProposalTerms.model_validate(values | more)


def a_project(seed: int, schools: int = 40, items: int = 40, providers: int = 15, **of_terms: float) -> Problem:
    """A project of a size that boards have: money for about two thirds of the hours that are asked for."""
    chance = random.Random(seed)
    menu = tuple(_item(chance, number) for number in range(items))
    offers = tuple(
        _offer(chance, len(menu) * provider + place, item, UUID(int=provider + 1))
        for provider in range(providers)
        for place, item in enumerate(menu)
        if chance.random() < max(0.25, 3 / providers)
    )
    of_terms = {
        "tailored_budget_pence": schools * 770_00, "engagement_budget_pence": schools * 225_00,
        "embedding_budget_pence": schools * 425_00, "least_hours": 12, "most_hours": 30, "fairness_floor": 0.3,
    } | of_terms  # fmt: skip
    return Problem(tuple(_school(chance, number) for number in range(schools)), menu, offers, terms(**of_terms))


def _item(chance: random.Random, number: int) -> Item:
    engagement = number % 4 == 3
    return Item(
        f"item-{number}",
        f"Item {number}",
        Strand.PARENT_CARER_ENGAGEMENT if engagement else Strand.TAILORED_SUPPORT,
        tuple(chance.sample(DOMAINS, chance.choice((1, 2, 2, 3)))),
        chance.choice((1, 3, 3, 4, 5, 6)),
        chance.choice(((Offer.FULL,), (Offer.FULL, Offer.EMBEDDING))),
    )


def _offer(chance: random.Random, number: int, item: Item, provider: UUID) -> LocalOffer:
    hours, unit = chance.choice(((1, 60_00), (1, 75_00), (1.5, 100_00), (3.5, 220_00), (7, 420_00)))
    return LocalOffer(
        UUID(int=10_000 + number),
        item.code,
        provider,
        f"Provider {provider.int}",
        int(unit * chance.uniform(0.6, 1.4)),
        hours,
        chance.choice((5, 10, 20, 40)),
        chance.choice((4, 6, 8)),
        tuple(chance.sample(AREAS, chance.choice((1, 2, 3)))),
    )


def _school(chance: random.Random, number: int) -> School:
    needs = {domain: float(chance.randint(5, 95)) for domain in DOMAINS}
    return School(
        UUID(int=1_000_000 + number),
        str(100_000 + number),
        f"School {number}",
        chance.choice(AREAS),
        Offer.FULL if chance.random() < 0.7 else Offer.EMBEDDING,
        needs,
        max(needs, key=lambda domain: needs[domain]),
    )


def a_small_problem(seed: int) -> Problem:
    """Two or three schools and a few offers: few enough plans to look at every one of them."""
    chance = random.Random(seed)
    domains = DOMAINS[: chance.choice((2, 3))]
    menu = tuple(
        Item(
            f"item-{number}",
            f"Item {number}",
            Strand.PARENT_CARER_ENGAGEMENT if number % 2 else Strand.TAILORED_SUPPORT,
            tuple(chance.sample(domains, chance.choice((1, 2)))),
            chance.choice((1, 2, 3, 4)),
            chance.choice(((Offer.FULL,), (Offer.FULL, Offer.EMBEDDING), (Offer.FULL, Offer.EMBEDDING))),
        )
        for number in range(chance.choice((2, 3)))
    )
    more = [(item, provider) for item in menu for provider in (1, 2) if (item, provider) not in _one_of_each(menu)]
    pairs = _one_of_each(menu) + chance.sample(more, chance.choice((0, 1, 2)))
    offers = tuple(_small_offer(chance, number, item, UUID(int=by)) for number, (item, by) in enumerate(pairs))
    schools = tuple(_small_school(chance, number, menu, domains) for number in range(chance.choice((2, 3))))
    return Problem(schools, menu, offers, _small_terms(chance))


def of_existing_schools(seed: int) -> Problem:
    """A small problem whose schools all have the embedding offer, and the strands' budgets nothing for them."""
    problem = a_small_problem(seed)
    return replace(
        problem,
        items=tuple(replace(item, offers=(Offer.FULL, Offer.EMBEDDING)) for item in problem.items),
        schools=tuple(replace(school, offer=Offer.EMBEDDING) for school in problem.schools),
        terms=problem.terms.model_copy(update={"tailored_budget_pence": 0, "engagement_budget_pence": 0}),
    )


def _one_of_each(menu: Sequence[Item]) -> list[tuple[Item, int]]:
    """An offer for each strand: without, no school could have both."""
    return [(menu[0], 1), (menu[1], 2)]


def _small_offer(chance: random.Random, number: int, item: Item, provider: UUID) -> LocalOffer:
    return LocalOffer(
        UUID(int=100 + number),
        item.code,
        provider,
        f"Provider {provider.int}",
        chance.choice((0, 50_00, 80_50, 99_99)),
        chance.choice((1.0, 1.5, 3.0)),
        chance.choice((1, 2, 4, 10)),
        chance.choice((1, 2, 3)),
        AREAS[:1] if chance.random() < 0.15 else AREAS,
        chance.choice((0.0, 0.0, 1.0)),
    )


def _small_school(chance: random.Random, number: int, menu: Sequence[Item], domains: Sequence[str]) -> School:
    needs = {domain: float(chance.choice((0, 10, 45, 90))) for domain in domains}
    bought: tuple[Bought, ...] = ()
    if chance.random() < 0.3:
        item = chance.choice(menu)
        bought = (Bought(item.code, item.strand, item.domains, chance.choice((1.0, 5.0))),)
    offer = Offer.EMBEDDING if chance.random() < 0.35 else Offer.FULL
    return School(
        UUID(int=number + 1), str(100_000 + number), f"School {number}", chance.choice(AREAS), offer, needs,
        chance.choice((None, chance.choice(domains))), bought,
    )  # fmt: skip


def _small_terms(chance: random.Random) -> ProposalTerms:
    return terms(
        tailored_budget_pence=chance.choice((150_00, 400_00, 900_00)),
        engagement_budget_pence=chance.choice((150_00, 400_00, 900_00)),
        embedding_budget_pence=chance.choice((100_00, 200_00, 300_00)),
        least_hours=chance.choice((0, 1, 2)),
        most_hours=chance.choice((3, 5, 8)),
        fairness_floor=chance.choice((0, 0, 0.2, 0.5)),
    )
