from typing import Any

from services.assessment_api import reference
from services.assessment_api.instruments import rules
from services.assessment_api.instruments.schemas import NewInstrument
from services.partnership_api import reference as partnership

DOMAINS = ["mental_health", "environment"]


def an_instrument(**changes: Any) -> NewInstrument:
    values = {
        "code": "made-up",
        "title": "Made up",
        "illustrative": True,
        "programme_year": "2025-26",
        "domains": DOMAINS,
        "scale": [{"value": 0, "label": "No"}, {"value": 1, "label": "Yes"}],
        "questions": [{"code": domain, "domain": domain, "text": "We do."} for domain in DOMAINS],
    }
    return NewInstrument.model_validate(values | changes)


def found(new: NewInstrument) -> list[tuple[str | None, str]]:
    return [(fault.pointer, fault.code) for fault in rules.faults(new, DOMAINS)]


def test_a_sound_instrument_has_no_fault():
    assert found(an_instrument()) == []


def test_the_order_of_the_domains_is_the_instruments_own():
    assert found(an_instrument(domains=list(reversed(DOMAINS)))) == []


def test_a_scale_that_does_not_rise_is_named_at_each_step_that_fails():
    scale = [{"value": value, "label": "A step"} for value in (1, 1, 2, 0)]
    assert found(an_instrument(scale=scale)) == [("/scale/1/value", "not_rising"), ("/scale/3/value", "not_rising")]


def test_a_domain_the_programme_year_has_not_is_named_and_so_is_the_one_it_lacks():
    questions = [{"code": "a", "domain": "mental_health", "text": "We do."}]
    assert found(an_instrument(domains=["mental_health", "music"], questions=questions)) == [
        ("/domains/1", "not_of_the_year"),
        ("/domains", "missing"),
        ("/domains/1", "empty"),
    ]


def test_a_domain_named_twice_is_a_fault():
    assert found(an_instrument(domains=[*DOMAINS, "environment"])) == [("/domains/2", "repeated")]


def test_question_codes_are_unique_and_their_domains_those_of_the_instrument():
    questions = [
        {"code": "a", "domain": "mental_health", "text": "We do."},
        {"code": "a", "domain": "environment", "text": "We do."},
        {"code": "b", "domain": "music", "text": "We do."},
    ]
    assert found(an_instrument(questions=questions)) == [
        ("/questions/1/code", "repeated"),
        ("/questions/2/domain", "unknown"),
    ]


def test_faults_of_all_kinds_are_named_at_once():
    new = an_instrument(
        scale=[{"value": 1, "label": "A"}, {"value": 0, "label": "B"}],
        domains=["music"],
        questions=[{"code": "a", "domain": "art", "text": "We do."}],
    )
    assert {code for _, code in found(new)} == {"not_rising", "not_of_the_year", "missing", "unknown", "empty"}


def test_the_shipped_instrument_is_sound_for_its_programme_year_and_says_that_it_is_made_up():
    years = {year.code: [domain.code for domain in year.domains] for year in partnership.programme_years()}
    [shipped] = reference.instruments()
    assert rules.faults(shipped, years[shipped.programme_year]) == []
    assert shipped.illustrative
    assert "Illustrative" in shipped.title
    assert all("made up by this project" in (question.guidance or "") for question in shipped.questions)


def test_the_shipped_instrument_asks_four_to_six_questions_of_each_domain():
    [shipped] = reference.instruments()
    asked = [question.domain for question in shipped.questions]
    assert {domain: 4 <= asked.count(domain) <= 6 for domain in shipped.domains} == dict.fromkeys(shipped.domains, True)
