from typing import Any

import pytest

from services.assessment_api import reference
from services.assessment_api.instruments import rules
from services.assessment_api.instruments.schemas import NewInstrument
from services.partnership_api import reference as partnership
from shared.contracts.assessment.instruments import Instrument, InstrumentKind
from tests.assessment_api.owner import NOW

DOMAINS = ["mental_health", "environment"]
VOICE = {"kind": "childrens_voice", "scale": [], "methods": [{"code": "drawing", "label": "Drawing"}]}


def a_question(code: str, domain: str, **changes: Any) -> dict[str, Any]:
    values = {"text": "We do.", "guidance": None, "required": True, "evidence_required": False}
    return {"code": code, "domain": domain} | values | changes


def an_instrument(**changes: Any) -> Instrument:
    values = {
        "id": "0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", "code": "made-up", "edition": 1, "kind": "self_assessment",
        "status": "draft", "title": "Made up", "illustrative": True, "programme_year": "2025-26", "domains": DOMAINS,
        "scale": [{"value": 0, "label": "No"}, {"value": 1, "label": "Yes"}], "direction": "higher_is_better",
        "questions": [a_question(domain, domain) for domain in DOMAINS], "methods": [], "published_at": None,
        "retired_at": None, "retired_reason": None, "version": 1, "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    return Instrument.model_validate(values | changes)


def found(edition: Instrument) -> list[tuple[str | None, str]]:
    return [(fault.pointer, fault.code) for fault in rules.faults(edition, DOMAINS)]


@pytest.mark.parametrize("changes", [{}, {"kind": "parent_carer_survey"}, {"direction": "lower_is_better"}, VOICE])
def test_a_sound_instrument_has_no_fault(changes: dict[str, Any]):
    assert found(an_instrument(**changes)) == []


def test_the_order_of_the_domains_is_the_instruments_own():
    assert found(an_instrument(domains=list(reversed(DOMAINS)))) == []


def test_a_scale_that_does_not_rise_is_named_at_each_step_that_fails():
    scale = [{"value": value, "label": "A step"} for value in (1, 1, 2, 0)]
    assert found(an_instrument(scale=scale)) == [("/scale/1/value", "not_rising"), ("/scale/3/value", "not_rising")]


@pytest.mark.parametrize("kind", ["self_assessment", "parent_carer_survey"])
@pytest.mark.parametrize("scale", [[], [{"value": 0, "label": "No"}]])
def test_what_is_rated_has_a_scale_of_two_steps_or_more(kind: str, scale: list[dict[str, Any]]):
    assert found(an_instrument(kind=kind, scale=scale)) == [("/scale", "too_short")]


@pytest.mark.parametrize("kind", ["self_assessment", "parent_carer_survey"])
def test_what_is_rated_has_no_ways_of_hearing_children(kind: str):
    assert found(an_instrument(kind=kind, methods=VOICE["methods"])) == [("/methods", "not_for_this_kind")]


def test_a_guide_to_childrens_voice_has_ways_of_hearing_them_and_neither_scale_nor_evidence():
    guide = an_instrument(
        kind="childrens_voice",
        questions=[a_question(domain, domain, evidence_required=domain == "environment") for domain in DOMAINS],
    )
    assert found(guide) == [
        ("/scale", "not_for_this_kind"),
        ("/methods", "missing"),
        ("/questions/1/evidence_required", "not_for_this_kind"),
    ]


def test_a_way_of_hearing_children_is_named_once():
    methods = [{"code": "walk", "label": label} for label in ("A walk", "Another walk")]
    assert found(an_instrument(**VOICE | {"methods": methods})) == [("/methods/1/code", "repeated")]


def test_a_domain_the_programme_year_has_not_is_named_and_so_is_the_one_it_lacks():
    questions = [a_question("a", "mental_health")]
    assert found(an_instrument(domains=["mental_health", "music"], questions=questions)) == [
        ("/domains/1", "not_of_the_year"),
        ("/domains", "missing"),
        ("/domains/1", "empty"),
    ]


def test_a_domain_named_twice_is_a_fault():
    assert found(an_instrument(domains=[*DOMAINS, "environment"])) == [("/domains/2", "repeated")]


def test_question_codes_are_unique_and_their_domains_those_of_the_instrument():
    questions = [a_question("a", "mental_health"), a_question("a", "environment"), a_question("b", "music")]
    assert found(an_instrument(questions=questions)) == [
        ("/questions/1/code", "repeated"),
        ("/questions/2/domain", "unknown"),
    ]


def test_faults_of_all_kinds_are_named_at_once():
    edition = an_instrument(
        scale=[{"value": 1, "label": "A"}, {"value": 0, "label": "B"}],
        domains=["music"],
        questions=[a_question("a", "art")],
        methods=VOICE["methods"],
    )
    assert {code for _, code in found(edition)} == {
        "not_rising", "not_of_the_year", "missing", "unknown", "empty", "not_for_this_kind",
    }  # fmt: skip


@pytest.mark.parametrize("shipped", reference.instruments(), ids=lambda shipped: shipped.kind)
def test_what_is_shipped_is_sound_for_its_programme_year_and_says_that_it_is_made_up(shipped: NewInstrument):
    years = {year.code: [domain.code for domain in year.domains] for year in partnership.programme_years()}
    edition = an_instrument(**shipped.model_dump())
    assert rules.faults(edition, years[shipped.programme_year]) == []
    assert shipped.illustrative
    assert "Illustrative" in shipped.title
    assert "illustrative" in shipped.code
    assert all("made up by this project" in (question.guidance or "") for question in shipped.questions)


def test_one_of_each_kind_is_shipped():
    assert [shipped.kind for shipped in reference.instruments()] == list(InstrumentKind)


def test_the_shipped_self_assessment_asks_four_to_six_questions_of_each_domain():
    shipped = reference.instrument(InstrumentKind.SELF_ASSESSMENT)
    asked = [question.domain for question in shipped.questions]
    assert {domain: 4 <= asked.count(domain) <= 6 for domain in shipped.domains} == dict.fromkeys(shipped.domains, True)
    assert any(question.evidence_required for question in shipped.questions)
