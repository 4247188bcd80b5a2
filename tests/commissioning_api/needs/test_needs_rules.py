"""What a school needs, of what was found and agreed."""

from typing import Any
from uuid import UUID, uuid4

from hypothesis import given, strategies as st

from services.commissioning_api.needs.rules import NOTHING_KNOWN, Agreed, Found, SchoolNeeds, still_said
from shared.contracts.assessment.findings import FindingScope, FindingSource

SELF, SURVEY, VOICE = FindingSource.SELF_ASSESSMENT, FindingSource.SURVEY, FindingSource.VOICE
A, B, C = "communication", "environment", "mental_health"


def found(domain: str, need: float, scope: str = "domain", finding_id: UUID | None = None) -> Found:
    return said(SELF, "Baseline", domain, need, scope, finding_id)


def said(
    source: FindingSource,
    occasion: str,
    domain: str,
    need: float,
    scope: str = "domain",
    finding_id: UUID | None = None,
) -> Found:
    return Found(finding_id or uuid4(), source, occasion, FindingScope(scope), domain, need, "Much is to be done.")


def test_the_need_of_a_domain_is_the_greatest_of_what_is_said_of_it_as_a_whole():
    needs = SchoolNeeds([found(A, 90, "question"), found(B, 60, "theme"), found(A, 40), found(B, 30), found(C, 0)])
    assert needs.by_domain == {A: 40, B: 60, C: 0}
    assert [needs.has_need_in(domain) for domain in (A, B, C, "readiness_to_learn")] == [True, True, False, False]


def test_progress_at_the_follow_up_is_not_hidden_by_the_baseline():
    before, question = said(SELF, "Baseline", A, 80), said(SELF, "Baseline", A, 100, "question")
    theme, after = said(SELF, "Baseline", A, 75, "theme"), said(SELF, "Follow-up", A, 20)
    assert still_said([question, before, theme, after]) == [after]
    assert SchoolNeeds(still_said([before, after])).by_domain == {A: 20}
    worse = said(SELF, "Follow-up", A, 90)
    assert still_said([worse, before]) == [worse]


def test_what_the_later_occasion_has_no_figure_of_is_still_said_by_the_earlier_one():
    before, after = said(SELF, "Baseline", A, 80), said(SELF, "Follow-up", B, 20)
    theme = said(SELF, "Follow-up", A, 30, "theme")
    assert still_said([before, theme, after]) == [before, theme, after]


def test_a_later_term_overtakes_an_earlier_one_and_no_source_another():
    summer, autumn, spring = (said(SURVEY, f"{term} term", A, 50) for term in ("Summer", "Autumn", "Spring"))
    baseline, review = said(SELF, "Baseline", A, 10), said(SELF, "Embedding review", A, 30)
    assert still_said([spring, summer, autumn]) == [spring]
    assert still_said([autumn, summer, baseline]) == [autumn, baseline]
    assert still_said([review, baseline]) == [review]


def test_children_who_were_heard_later_take_back_nothing_of_what_others_said():
    early, late = said(VOICE, "2025-09-18", A, 70, "theme"), said(VOICE, "2026-02-03", A, 30, "theme")
    assert still_said([early, late]) == [early, late]


def test_an_item_answers_the_findings_of_its_domains_that_tell_of_a_need():
    first, none, other = found(A, 90, "question"), found(A, 0, "theme"), found(B, 60)
    assert SchoolNeeds([first, other, none]).answered_by([A]) == [first]


def test_what_comes_first_is_what_was_agreed_and_else_the_greatest_need():
    findings = [found(B, 60), found(A, 40)]
    assert SchoolNeeds(findings, [Agreed(2, B, ()), Agreed(1, A, ()), Agreed(3, A, ())]).first_domain == A
    assert SchoolNeeds(findings).first_domain == B
    assert SchoolNeeds([found(B, 60), found(A, 60)]).first_domain == A
    assert SchoolNeeds([found(A, 0)]).first_domain is None
    assert NOTHING_KNOWN.first_domain is None


@given(st.lists(st.tuples(st.sampled_from([A, B, C]), st.floats(0, 100), st.sampled_from([*FindingScope]))), st.data())
def test_the_order_of_findings_changes_no_need(drawn: list[tuple[str, float, str]], data: Any):
    findings = [found(*each) for each in drawn]
    shuffled = data.draw(st.permutations(findings))
    one, other = SchoolNeeds(findings), SchoolNeeds(shuffled)
    assert (one.by_domain, one.first_domain) == (other.by_domain, other.first_domain)
