"""What a school needs, of what was found and agreed."""

from typing import Any
from uuid import UUID, uuid4

from hypothesis import given, strategies as st

from services.commissioning_api.needs.rules import NOTHING_KNOWN, Agreed, Found, SchoolNeeds
from shared.contracts.assessment.findings import FindingScope, FindingSource

A, B, C = "communication", "environment", "mental_health"


def found(domain: str, need: float, scope: str = "domain", finding_id: UUID | None = None) -> Found:
    source = FindingSource.SELF_ASSESSMENT
    return Found(finding_id or uuid4(), source, FindingScope(scope), domain, need, "Much is to be done.")


def test_the_need_of_a_domain_is_the_greatest_of_what_is_said_of_it_as_a_whole():
    needs = SchoolNeeds([found(A, 90, "question"), found(B, 60, "theme"), found(A, 40), found(B, 30), found(C, 0)])
    assert needs.by_domain == {A: 40, B: 60, C: 0}
    assert [needs.has_need_in(domain) for domain in (A, B, C, "readiness_to_learn")] == [True, True, False, False]


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
def test_the_order_of_findings_changes_no_need(said: list[tuple[str, float, str]], data: Any):
    findings = [found(*each) for each in said]
    shuffled = data.draw(st.permutations(findings))
    one, other = SchoolNeeds(findings), SchoolNeeds(shuffled)
    assert (one.by_domain, one.first_domain) == (other.by_domain, other.first_domain)
