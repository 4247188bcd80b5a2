"""Ranking the menu for one school, every term explained. Pure: what is known comes in, the ranked menu comes out.

An item's score is the sum of its terms, each a value from 0 to 1 times a weight; `weights` has the weights.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.commissioning_api.availability import rules as availability
from services.commissioning_api.availability.rules import Offered
from services.commissioning_api.needs.rules import NOTHING_KNOWN, SchoolNeeds
from shared.contracts.commissioning.local_offers import Availability
from shared.contracts.commissioning.matching import ExistingKind, ExistingSupport, Match, MatchTerm, MatchTermName
from shared.contracts.commissioning.menus import Audience, Strand

from .weights import WEIGHTS

_DECIMALS = 4
_MOST_IDS = 200
_HAD = {Availability.AVAILABLE: 1.0, Availability.SCARCE: 0.5, Availability.ABSENT: 0.0}
_HAD_WHY = {
    Availability.AVAILABLE: "Where the school is, its usual hours can still be had.",
    Availability.SCARCE: "Where the school is, less than its usual hours can still be had.",
    Availability.ABSENT: "Where the school is, nobody has hours of it left.",
}


@dataclass(frozen=True)
class Item:
    """One item of the menu in force."""

    code: str
    title: str
    strand: Strand
    audience: Audience
    usual_hours: float
    domains: Sequence[str]
    offers: Collection[str]


@dataclass(frozen=True)
class School:
    """One school: where it is, its offer, its needs, what it has beside PINS, the items its package has already."""

    la_code: str
    offer: str
    needs: SchoolNeeds = NOTHING_KNOWN
    support: Sequence[ExistingSupport] = ()
    planned: Collection[str] = field(default_factory=frozenset)


def ranked(school: School, items: Iterable[Item], offers: Sequence[Offered], on: date) -> list[Match]:
    """The items that are for the school's offer, the best match first; of equals, by title."""
    of_item: dict[str, list[Offered]] = {}
    for offer in offers:
        if school.la_code in offer.la_codes:
            of_item.setdefault(offer.menu_item_code, []).append(offer)
    lasting = [each for each in school.support if each.until is None or each.until >= on]
    matches = [
        _match(school, item, of_item.get(item.code, []), lasting, on) for item in items if school.offer in item.offers
    ]
    matches.sort(key=lambda match: (-match.score, match.title, match.menu_item_code))
    return [match.model_copy(update={"rank": place}) for place, match in enumerate(matches, 1)]


def _match(
    school: School, item: Item, offers: Sequence[Offered], support: Sequence[ExistingSupport], on: date
) -> Match:
    had = _availability(school, item, offers, on)
    same = [each for each in support if each.menu_item_code == item.code]
    here = any(offer.exists_locally for offer in offers)
    planned = item.code in school.planned
    terms = [
        _priority(item, school.needs),
        _need(item, school.needs),
        _term(MatchTermName.AVAILABILITY, _HAD[had], _HAD_WHY[had]),
        _existing(same, here=here),
        _planned(planned=planned),
        _programmes(item, support),
    ]
    giving = [offer for offer in offers if offer.hours_left(on) > 0]
    giving.sort(key=lambda offer: (offer.unit_cost_pence / offer.hours_per_unit, offer.id))
    return Match(
        rank=1,
        menu_item_code=item.code,
        title=item.title,
        strand=item.strand,
        audience=item.audience,
        usual_hours=item.usual_hours,
        score=_rounded(sum(term.contribution for term in terms)),
        terms=terms,
        domains=[
            each for each in item.domains if each in school.needs.ranks or school.needs.by_domain.get(each, 0) > 0
        ],
        finding_ids=[each.finding_id for each in school.needs.answered_by(item.domains)][:_MOST_IDS],
        availability=had,
        local_offer_ids=[offer.id for offer in giving][:_MOST_IDS],
        exists_locally=bool(same) or here,
        already_planned=planned,
    )


def _availability(school: School, item: Item, offers: Sequence[Offered], on: date) -> Availability:
    # As for a project whose only school this is.
    shown = availability.Item(item.code, item.title, item.strand, item.usual_hours, item.offers)
    alone = [availability.Schools(school.la_code, school.offer, 1)]
    return availability.of_item(shown, alone, offers, on).availability


def _priority(item: Item, needs: SchoolNeeds) -> MatchTerm:
    if not needs.ranks:
        why = "School and delivery team have agreed no priorities so far."
        return _term(MatchTermName.PRIORITY, 0, why)
    found = min(((needs.ranks[each], each) for each in item.domains if each in needs.ranks), default=None)
    if found is None:
        return _term(MatchTermName.PRIORITY, 0, "None of its domains is among the agreed priorities.")
    rank, domain = found
    return _term(MatchTermName.PRIORITY, 1 / rank, f"It answers agreed priority {rank}, {_words(domain)}.")


def _need(item: Item, needs: SchoolNeeds) -> MatchTerm:
    felt = [(-needs.by_domain.get(each, 0), each) for each in item.domains if needs.by_domain.get(each, 0) > 0]
    if not felt:
        return _term(MatchTermName.NEED, 0, "Nothing that was found at the school tells of a need in its domains.")
    negative, domain = min(felt)
    why = f"Of its domains the school's need is greatest in {_words(domain)}: {-negative:.4g} of 100."
    return _term(MatchTermName.NEED, -negative / 100, why)


def _existing(same: Sequence[ExistingSupport], *, here: bool) -> MatchTerm:
    if same:
        title = min(each.title for each in same)
        return _term(MatchTermName.EXISTING, 1, f"The school has it already, beside PINS: {title}.")
    if here:
        why = "Schools in this authority have it already without PINS: what a line would add has to be said (R31)."
        return _term(MatchTermName.EXISTING, 0.5, why)
    return _term(MatchTermName.EXISTING, 0, "It is not known to exist here already.")


def _planned(*, planned: bool) -> MatchTerm:
    why = "The school's package has it already." if planned else "The school's package does not have it so far."
    return _term(MatchTermName.ALREADY_PLANNED, float(planned), why)


def _programmes(item: Item, support: Sequence[ExistingSupport]) -> MatchTerm:
    of_programmes = [each for each in support if each.kind is ExistingKind.PROGRAMME]
    covered = {domain for each in of_programmes for domain in each.domains} & set(item.domains)
    if not covered:
        why = "No other programme that the school is known to take part in covers its domains."
        return _term(MatchTermName.PROGRAMMES, 0, why)
    titles = sorted(each.title for each in of_programmes if not covered.isdisjoint(each.domains))
    named = titles[0] if len(titles) == 1 else f"{titles[0]} and {len(titles) - 1} more"
    why = f"Programmes the school takes part in cover {len(covered)} of its {len(item.domains)} domains: {named}."
    return _term(MatchTermName.PROGRAMMES, len(covered) / len(set(item.domains)), why)


def _term(name: MatchTermName, value: float, why: str) -> MatchTerm:
    # Rounded before it is weighed, so that what is shown is what was counted with.
    shown, weight = round(value, _DECIMALS), WEIGHTS[name]
    return MatchTerm(name=name, value=shown, weight=weight, contribution=_rounded(shown * weight), why=why)


def _rounded(number: float) -> float:
    return round(number, _DECIMALS) + 0.0  # no minus before a zero


def _words(domain: str) -> str:
    return domain.replace("_", " ").replace("-", " ")
