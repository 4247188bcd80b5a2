"""How the menu is ranked for a school: a table of terms, and what holds of every ranking."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from services.commissioning_api.availability.rules import Offered
from services.commissioning_api.matching.rules import Item, School, ranked
from services.commissioning_api.matching.weights import WEIGHTS
from services.commissioning_api.needs.rules import Agreed, Found, SchoolNeeds
from shared.contracts.assessment.findings import FindingScope, FindingSource
from shared.contracts.commissioning.matching import ExistingKind, ExistingSupport, Match, MatchTerm, MatchTermName
from shared.contracts.commissioning.menus import Audience, Strand

ON = date(2025, 9, 1)
DOMAINS = ("communication", "environment", "mental_health", "readiness_to_learn")


def an_item(code: str = "audit", domains: tuple[str, ...] = DOMAINS[:2], **more: Any) -> Item:
    values: dict[str, Any] = {
        "code": code, "title": code.title(), "strand": Strand.TAILORED_SUPPORT, "audience": Audience.WHOLE_SCHOOL,
        "usual_hours": 10, "domains": domains, "offers": ["full"],
    }  # fmt: skip
    return Item(**values | more)


def an_offer(code: str = "audit", number: int = 1, **more: Any) -> Offered:
    values: dict[str, Any] = {
        "id": UUID(int=number), "menu_item_code": code, "la_codes": ["383"], "unit_cost_pence": 10_000,
        "hours_per_unit": 1, "capacity_hours_per_month": 10, "lead_time_days": 0, "exists_locally": False,
        "available_from": date(2025, 4, 1), "available_until": date(2025, 12, 31), "taken": 0,
    }  # fmt: skip
    return Offered(**values | more)


def found(domain: str, need: float, number: int = 1) -> Found:
    return Found(
        UUID(int=number), FindingSource.SURVEY, "Autumn term", FindingScope.DOMAIN, domain, need, "Much is to be done."
    )


def support(kind: str = "service", title: str = "Clinic", **more: Any) -> ExistingSupport:
    values = {"kind": kind, "title": title, "menu_item_code": None, "domains": [], "until": None}
    return ExistingSupport.model_validate(values | more)


def a_school(**more: Any) -> School:
    return School(**{"la_code": "383", "offer": "full"} | more)


def the_match(school: School, *offers: Offered, item: Item | None = None) -> Match:
    [match] = ranked(school, [item or an_item()], offers, ON)
    return match


def term(match: Match, name: MatchTermName) -> MatchTerm:
    [found] = [each for each in match.terms if each.name is name]
    return found


AGREED = SchoolNeeds((), [Agreed(1, DOMAINS[2], ()), Agreed(2, DOMAINS[0], ()), Agreed(4, DOMAINS[1], ())])
CASES: list[tuple[MatchTermName, float, str, School, list[Offered]]] = [
    (MatchTermName.PRIORITY, 0, "have agreed no priorities", a_school(), []),
    (MatchTermName.PRIORITY, 0.5, "agreed priority 2, communication", a_school(needs=AGREED), []),
    (
        MatchTermName.PRIORITY, 0, "None of its domains",
        a_school(needs=SchoolNeeds((), [Agreed(1, DOMAINS[2], ())])), [],
    ),
    (MatchTermName.NEED, 0, "Nothing that was found", a_school(needs=SchoolNeeds([found(DOMAINS[2], 90)])), []),
    (
        MatchTermName.NEED, 0.7, "greatest in environment: 70 of 100",
        a_school(needs=SchoolNeeds([found(DOMAINS[1], 70), found(DOMAINS[0], 60)])), [],
    ),
    (MatchTermName.AVAILABILITY, 0, "nobody has hours", a_school(), [an_offer(la_codes=["380"])]),
    (MatchTermName.AVAILABILITY, 0.5, "less than its usual", a_school(), [an_offer(taken=31)]),
    (MatchTermName.AVAILABILITY, 1, "can still be had", a_school(), [an_offer(taken=30)]),
    (MatchTermName.EXISTING, 0, "not known to exist", a_school(support=[support(domains=list(DOMAINS))]), []),
    (MatchTermName.EXISTING, 0.5, "has to be said (R31)", a_school(), [an_offer(exists_locally=True)]),
    (MatchTermName.EXISTING, 1, "PINS: Clinic", a_school(support=[support(menu_item_code="audit")]), []),
    (
        MatchTermName.EXISTING, 0, "not known to exist",
        a_school(support=[support(menu_item_code="audit", until=date(2025, 8, 31))]), [],
    ),
    (MatchTermName.ALREADY_PLANNED, 0, "does not have it", a_school(planned=frozenset(["other"])), []),
    (MatchTermName.ALREADY_PLANNED, 1, "has it already", a_school(planned=frozenset(["audit"])), []),
    (MatchTermName.PROGRAMMES, 0, "No other programme", a_school(support=[support(domains=list(DOMAINS))]), []),
    (
        MatchTermName.PROGRAMMES, 0.5, "cover 1 of its 2 domains: Talk and 1 more",
        a_school(support=[support("programme", title, domains=[*DOMAINS[1:]]) for title in ("Walk", "Talk")]), [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "why", "school", "offers"), CASES)
def test_each_term_has_its_value_and_says_why(
    name: MatchTermName, value: float, why: str, school: School, offers: list[Offered]
):
    shown = term(the_match(school, *offers), name)
    assert shown.value == value
    assert why in shown.why


def test_an_item_for_another_offer_is_left_out_and_one_that_exists_is_shown_as_such():
    items = [an_item("one", offers=["embedding"]), an_item("two"), an_item("three")]
    matches = ranked(a_school(support=[support(menu_item_code="two")]), items, [], ON)
    assert [(match.rank, match.menu_item_code, match.exists_locally) for match in matches] == [
        (1, "three", False), (2, "two", True),
    ]  # fmt: skip


def test_it_says_what_it_answers_and_who_gives_it_the_cheapest_hour_first():
    needs = SchoolNeeds([found(DOMAINS[1], 70, 2), found(DOMAINS[2], 60, 3), found(DOMAINS[0], 0, 4)])
    offers = [
        an_offer(number=1), an_offer(number=2, unit_cost_pence=27_000, hours_per_unit=3),
        an_offer(number=3, unit_cost_pence=1, capacity_hours_per_month=0),
        an_offer(number=4, unit_cost_pence=1, la_codes=["380"]), an_offer("other", number=5, unit_cost_pence=1),
    ]  # fmt: skip
    match = the_match(a_school(needs=needs), *offers)
    assert match.domains == ["environment"]
    assert match.finding_ids == [UUID(int=2)]
    assert match.local_offer_ids == [UUID(int=2), UUID(int=1)]


def test_equals_stand_by_title():
    items = [an_item("b", title="Zebra"), an_item("a", title="Zebra"), an_item("c", title="Ant")]
    assert [match.menu_item_code for match in ranked(a_school(), items, [], ON)] == ["c", "a", "b"]


def test_what_speaks_for_an_item_never_weighs_less_than_what_the_package_has_already():
    favour = sum(weight for weight in WEIGHTS.values() if weight > 0)
    assert 0 < favour <= 100
    assert WEIGHTS[MatchTermName.PRIORITY] > WEIGHTS[MatchTermName.NEED] > WEIGHTS[MatchTermName.AVAILABILITY]
    assert min(WEIGHTS.values()) == WEIGHTS[MatchTermName.ALREADY_PLANNED] >= -100


DOMAIN = st.sampled_from(DOMAINS)
CODES = ("audit", "coaching", "review", "workshop")
FINDINGS = st.lists(st.builds(found, DOMAIN, st.floats(0, 100), st.integers(1, 99)), max_size=6)
PRIORITIES = st.lists(DOMAIN, unique=True).map(
    lambda domains: [Agreed(rank, domain, ()) for rank, domain in enumerate(domains, 1)]
)
SUPPORT = st.lists(
    st.builds(
        lambda kind, code, domains: support(kind, "Something", menu_item_code=code, domains=domains),
        st.sampled_from([*ExistingKind]), st.sampled_from([None, *CODES]), st.lists(DOMAIN, unique=True),
    ),
    max_size=3,
)  # fmt: skip
SCHOOLS = st.builds(
    a_school,
    needs=st.builds(SchoolNeeds, FINDINGS, PRIORITIES),
    support=SUPPORT,
    planned=st.frozensets(st.sampled_from(CODES)),
)
ITEMS = st.lists(
    st.builds(an_item, st.sampled_from(CODES), st.lists(DOMAIN, unique=True).map(tuple)),
    min_size=1,
    unique_by=lambda item: item.code,
)
OFFERS = st.lists(
    st.builds(
        an_offer, st.sampled_from(CODES), taken=st.floats(0, 60), exists_locally=st.booleans(),
        unit_cost_pence=st.integers(0, 3),
    ),
    max_size=5,
).map(lambda offers: [replace(offer, id=UUID(int=number)) for number, offer in enumerate(offers)])  # fmt: skip


def scores(matches: list[Match]) -> dict[str, float]:
    return {match.menu_item_code: match.score for match in matches}


@given(SCHOOLS, ITEMS, OFFERS)
def test_every_score_is_its_terms_and_every_term_its_value_times_its_weight(
    school: School, items: list[Item], offers: list[Offered]
):
    matches = ranked(school, items, offers, ON)
    assert [match.rank for match in matches] == list(range(1, len(items) + 1))
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
    for match in matches:
        assert [each.name for each in match.terms] == [*MatchTermName]
        for each in match.terms:
            assert each.weight == WEIGHTS[each.name]
            assert each.contribution == pytest.approx(each.value * each.weight, abs=1e-9)
        assert match.score == pytest.approx(sum(each.contribution for each in match.terms), abs=1e-9)
        assert Match.model_validate(match.model_dump()) == match


@given(SCHOOLS, ITEMS, OFFERS, DOMAIN, st.floats(0, 100))
def test_a_greater_need_raises_the_items_of_its_domain_and_no_other(
    school: School, items: list[Item], offers: list[Offered], domain: str, need: float
):
    more = SchoolNeeds([*school.needs.findings, found(domain, need)], school.needs.priorities)
    before = scores(ranked(school, items, offers, ON))
    after = scores(ranked(replace(school, needs=more), items, offers, ON))
    for item in items:
        if domain in item.domains:
            assert after[item.code] >= before[item.code]
        else:
            assert after[item.code] == before[item.code]


@given(SCHOOLS, ITEMS, OFFERS, st.data())
def test_a_priority_that_moves_up_raises_the_items_of_its_domain(
    school: School, items: list[Item], offers: list[Offered], data: Any
):
    places = [each.domain for each in school.needs.priorities]
    if len(places) < 2:
        return
    at = data.draw(st.integers(1, len(places) - 1))
    moved = [places[at], *places[:at], *places[at + 1 :]]
    agreed = [Agreed(rank, domain, ()) for rank, domain in enumerate(moved, 1)]
    up = replace(school, needs=SchoolNeeds(school.needs.findings, agreed))
    before, after = scores(ranked(school, items, offers, ON)), scores(ranked(up, items, offers, ON))
    assert all(after[item.code] >= before[item.code] for item in items if places[at] in item.domains)


@given(SCHOOLS, ITEMS, OFFERS, st.data())
def test_the_order_of_items_offers_findings_and_support_changes_nothing(
    school: School, items: list[Item], offers: list[Offered], data: Any
):
    # Findings come in one order, the greatest need first: only what is ranked of them must not depend on it.
    shuffled = replace(
        school,
        needs=SchoolNeeds(
            data.draw(st.permutations(school.needs.findings)), data.draw(st.permutations(school.needs.priorities))
        ),
        support=data.draw(st.permutations(school.support)),
    )
    one = ranked(school, items, offers, ON)
    other = ranked(shuffled, data.draw(st.permutations(items)), data.draw(st.permutations(offers)), ON)
    ids = {"finding_ids"}
    assert [each.model_dump(exclude=ids) for each in one] == [each.model_dump(exclude=ids) for each in other]
    assert [sorted(each.finding_ids) for each in one] == [sorted(each.finding_ids) for each in other]


@given(SCHOOLS, ITEMS, OFFERS, st.data())
def test_what_the_school_has_already_never_ranks_above_the_same_without(
    school: School, items: list[Item], offers: list[Offered], data: Any
):
    item = data.draw(st.sampled_from(items))
    with_it = [*school.support, support(title="It", menu_item_code=item.code)]
    having = [
        replace(school, support=with_it),
        replace(school, planned=frozenset(school.planned) | {item.code}),
        replace(school, support=[*school.support, support("programme", "It", domains=list(item.domains))]),
    ]
    before = {match.menu_item_code: match for match in ranked(school, items, offers, ON)}
    for each in having:
        after = {match.menu_item_code: match for match in ranked(each, items, offers, ON)}
        assert after[item.code].score <= before[item.code].score
        if each is not having[2]:  # another programme lowers what shares its domains too
            assert after[item.code].rank >= before[item.code].rank
