from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, strategies as st

from services.partnership_api.readiness import rules
from services.partnership_api.readiness.facts import Facts, PlanStage
from shared.contracts.partnership.projects import ProjectKind, ProjectStatus
from shared.contracts.partnership.readiness import RuleStanding, Standing

START, END = date(2025, 4, 1), date(2026, 3, 31)
BEGUN = Facts(
    today=date(2025, 6, 9), icb_code="QNX", programme_year="2025-26", starts_on=START, ends_on=END,
    kind=ProjectKind.NEW, status=ProjectStatus.SET_UP, target_schools=40,
)  # fmt: skip
MET, NOT_MET, LATER, ELSEWHERE = Standing.MET, Standing.NOT_MET, Standing.NOT_YET_DUE, Standing.ELSEWHERE
CASES = [
    ("R1", {}, MET, "one project of QNX"),
    ("R2", {}, MET, "had no project"),
    ("R2", {"kind": ProjectKind.CONTINUING}, MET, "had a project"),
    ("R3", {"confirmed_new": 14}, LATER, "14 of 40"),
    ("R3", {"confirmed_new": 41}, MET, "41 of 40"),
    ("R3", {"confirmed_new": 29, "today": date(2026, 4, 1)}, NOT_MET, "difference"),
    ("R3", {"target_schools": None}, MET, "no target"),
    ("R4", {}, LATER, "No school"),
    ("R4", {"taking_part": 2}, MET, "mainstream primary"),
    ("R4", {"taking_part": 2, "ineligible_now": ["Oak School"]}, NOT_MET, "Oak School"),
    ("R5", {"today": date(2025, 3, 31)}, LATER, "01 April 2025"),
    ("R5", {"today": START}, MET, "31 March 2026"),
    ("R5", {"today": END}, MET, "31 March 2026"),
    ("R5", {"today": date(2026, 4, 1)}, NOT_MET, "to be closed"),
    ("R5", {"today": date(2026, 4, 1), "status": ProjectStatus.CLOSED}, MET, "ends"),
    ("R6", {}, MET, "no existing schools"),
    ("R6", {"kind": ProjectKind.CONTINUING}, NOT_MET, "embedding"),
    ("R6", {"kind": ProjectKind.CONTINUING, "confirmed_existing": 30}, MET, "30 existing"),
    ("R7", {"missing_partners": ["No parent carer group is a member."]}, NOT_MET, "parent carer group"),
    ("R7", {}, MET, "Every kind"),
    ("R8", {}, LATER, "Nothing has been decided"),
    ("R8", {"plan": PlanStage.SUBMITTED}, NOT_MET, "No decision"),
    ("R8", {"decisions": 2}, MET, "2 decisions"),
    ("R9", {}, NOT_MET, "no governance group"),
    ("R9", {"has_group": True, "group_gaps": ["Kirklees is missing."]}, NOT_MET, "Kirklees"),
    ("R9", {"has_group": True}, MET, "parent carers"),
    ("R10", {}, LATER, "not there yet"),
    ("R10", {"has_group": True}, MET, "No existing group"),
    ("R10", {"has_group": True, "uses_existing_group": "SEND board"}, MET, "SEND board"),
    ("R11", {}, ELSEWHERE, "reporting"),
    ("R12", {}, ELSEWHERE, "reporting"),
    ("R13", {}, NOT_MET, "no delivery plan"),
    ("R13", {"plan": PlanStage.DRAFT}, NOT_MET, "draft"),
    ("R13", {"plan": PlanStage.DRAFT, "plan_in_force": True}, MET, "complete"),
    ("R13", {"plan": PlanStage.SUBMITTED}, MET, "complete"),
    ("R14", {"plan": PlanStage.DRAFT}, LATER, "once it is submitted"),
    ("R14", {"plan": PlanStage.SUBMITTED, "awaited": ["la:382"], "declined": ["la:383"]}, NOT_MET, "la:382"),
    ("R14", {"plan": PlanStage.SIGNED_OFF}, MET, "has signed"),
    ("R15", {"plan": PlanStage.SUBMITTED}, LATER, "once every partner"),
    ("R15", {"plan": PlanStage.SIGNED_OFF}, NOT_MET, "waits"),
    ("R15", {"plan": PlanStage.CHANGES_REQUESTED}, NOT_MET, "answer each point"),
    ("R15", {"plan": PlanStage.APPROVED, "plan_in_force": True}, MET, "approved"),
    ("R16", {}, LATER, "follows the approval"),
    ("R16", {"plan_in_force": True, "memorandum_awaits": ["national:nhse"]}, NOT_MET, "national:nhse"),
    ("R16", {"plan_in_force": True, "memorandum_agreed": True}, MET, "have agreed"),
    ("R17", {}, LATER, "Nothing is released until"),
    ("R17", {"plan_in_force": True, "memorandum_agreed": True}, NOT_MET, "may be released"),
    ("R17", {"released_pence": 10_450_000}, MET, "£104,500.00 released"),
    ("R18", {}, LATER, "not set the allocation"),
    ("R18", {"allocated_pence": 20_900_000, "released_pence": 20_900_000}, MET, "£209,000.00"),
    ("R18", {"allocated_pence": 100, "planned_in_plan_pence": 101}, NOT_MET, "More is planned"),
    ("R19", {}, LATER, "No school"),
    ("R19", {"taking_part": 1}, MET, "every school"),
    ("R19", {"taking_part": 1, "not_consulted": [f"School {n}" for n in range(7)]}, NOT_MET, "School 4 and 2 more"),
    ("R20", {"taking_part": 1}, MET, "reason"),
    ("R20", {"taking_part": 1, "without_evidence": ["Oak School"]}, NOT_MET, "Oak School"),
    ("R20", {}, LATER, "No school"),
    ("R21", {}, LATER, "no authority"),
    ("R21", {"la_codes": ["382", "383"]}, MET, "382, 383"),
]


@pytest.mark.parametrize(("rule", "known", "standing", "said"), CASES)
def test_a_project_stands_to_each_rule_as_what_is_known_of_it_says(rule, known, standing, said):
    verdict = dict(rules.RULES)[rule](replace(BEGUN, **known))
    assert verdict.standing is standing
    assert said in verdict.reason
    assert (verdict.path is not None) == (standing is NOT_MET)


def test_every_rule_from_r1_to_r21_is_judged_and_has_its_title():
    assert [name for name, _ in rules.RULES] == [f"R{number}" for number in range(1, 22)]
    assert all(10 < len(rules.title_of(rule)) <= 500 for _, rule in rules.RULES)


NAMES = st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=200), max_size=60)
PENCE = st.integers(0, 10**12)
FACTS = st.builds(
    replace, st.just(BEGUN), status=st.sampled_from(ProjectStatus), kind=st.sampled_from(ProjectKind),
    plan=st.sampled_from(PlanStage), today=st.dates(date(2025, 1, 1), date(2027, 1, 1)), has_group=st.booleans(),
    plan_in_force=st.booleans(), memorandum_agreed=st.booleans(), confirmed_new=st.integers(0, 10**6),
    taking_part=st.integers(0, 10**6), decisions=st.integers(0, 10**6), allocated_pence=PENCE | st.none(),
    released_pence=PENCE, missing_partners=NAMES, group_gaps=NAMES, awaited=NAMES, declined=NAMES,
    not_consulted=NAMES, ineligible_now=NAMES, without_evidence=NAMES, la_codes=NAMES, memorandum_awaits=NAMES,
)  # fmt: skip


@given(FACTS)
def test_whatever_is_known_each_rule_says_in_a_sentence_where_the_project_stands(facts: Facts):
    for name, rule in rules.RULES:
        verdict = rule(facts)
        shown = RuleStanding(
            rule=name, title=rules.title_of(rule), standing=verdict.standing, reason=verdict.reason, link=verdict.path
        )
        assert (shown.link is not None) == (shown.standing is NOT_MET)
