"""What a plan says of itself: why, what binds, and of an impossible one what contradicts what."""

from dataclasses import replace

import pytest

from services.commissioning_api.proposals.optimiser.best_plan import best_plan
from services.commissioning_api.proposals.optimiser.outcome import Effort
from services.commissioning_api.proposals.optimiser.problem import Problem
from shared.contracts.commissioning.menus import Strand
from shared.contracts.partnership.participations import Offer
from tests.commissioning_api.proposals.instances import a_project
from tests.commissioning_api.proposals.verifier import faults

_EFFORT = Effort(20, gap=0.01)


def a_district(**terms: float) -> Problem:
    return a_project(4, 8, items=16, providers=6, **terms)


def test_each_school_is_told_what_answers_its_first_priority_and_what_is_covered():
    problem = a_district()
    outcome = best_plan(problem, _EFFORT)
    assert [plan.participation_id for plan in outcome.plans] == [each.participation_id for each in problem.schools]
    for plan in outcome.plans:
        assert plan.why[0].startswith("Its first priority, ")
        assert plan.covered == pytest.approx(plan.share_covered * plan.need)
        own = [line for line in outcome.lines if line.participation_id == plan.participation_id]
        assert plan.hours == sum(line.hours for line in own)
        assert plan.cost_pence == sum(line.cost_pence for line in own)
        assert {line.strand for line in own} == set(Strand)


def test_a_line_is_for_a_domain_of_its_item_and_cites_the_findings_there():
    problem = a_district()
    known = {domain: (each.participation_id,) for each in problem.schools[:1] for domain in each.needs}
    schools = (replace(problem.schools[0], findings=known), *problem.schools[1:])
    outcome = best_plan(replace(problem, schools=schools), _EFFORT)
    for line in outcome.lines:
        assert line.domain in problem.item_of[line.menu_item_code].domains
        own = line.participation_id == schools[0].participation_id
        assert line.finding_ids == ([schools[0].participation_id] if own else [])


def test_what_binds_is_named_with_what_loosening_it_would_buy():
    outcome = best_plan(a_district(tailored_budget_pence=3_000_00), _EFFORT)
    first = outcome.binding[0]
    assert first.would_buy > 0
    assert [each.would_buy for each in outcome.binding] == sorted((b.would_buy for b in outcome.binding), reverse=True)
    tailored = next(each for each in outcome.binding if each.limit.startswith("The budget for tailored support"))
    assert tailored.loosened_by == "£300 more for tailored support."
    assert 0.9 * tailored.of < tailored.used <= tailored.of == 3_000_00


def test_a_budget_that_is_too_small_for_the_least_hours_is_named_with_what_is_missing():
    outcome = best_plan(
        a_district(tailored_budget_pence=500_00, engagement_budget_pence=500_00, fairness_floor=0), _EFFORT
    )
    money = next(each for each in outcome.conflicts if "budget" in each)
    assert money.startswith("The budget of £500 for tailored support would have to be £")
    assert any("the least of 12 hours" in each for each in outcome.conflicts)


def test_loosening_what_a_conflict_names_makes_a_plan_possible():
    problem = a_district(tailored_budget_pence=200_00, engagement_budget_pence=5_000_00, fairness_floor=0)
    said = next(each for each in best_plan(problem, _EFFORT).conflicts if "budget" in each)
    missing = float(said.split("would have to be £")[1].split(" ")[0].replace(",", ""))
    more = 200_00 + round(missing * 100) + 1
    mended = replace(problem, terms=problem.terms.model_copy(update={"tailored_budget_pence": more}))
    outcome = best_plan(mended, _EFFORT)
    assert outcome.conflicts == []
    assert faults(mended, outcome.lines) == []


def test_the_embedding_budget_is_named_when_it_binds_and_when_it_is_too_small():
    outcome = best_plan(a_district(), _EFFORT)
    existing = {each.participation_id for each in a_district().schools if each.offer is Offer.EMBEDDING}
    spent = sum(line.cost_pence for line in outcome.lines if line.participation_id in existing)
    named = next(each for each in outcome.binding if each.limit == "The budget for the embedding offer, in pence.")
    assert (named.used, named.of, named.loosened_by) == (spent, 3_400_00, "£300 more for the embedding offer.")
    [said] = best_plan(a_district(embedding_budget_pence=0, fairness_floor=0), _EFFORT).conflicts
    assert said.startswith("The budget of £0 for the embedding offer would have to be £")


def test_a_plan_without_existing_schools_asks_for_no_embedding_budget():
    problem = a_district(tailored_budget_pence=6_000_00, embedding_budget_pence=0)
    new = replace(problem, schools=tuple(each for each in problem.schools if each.offer is Offer.FULL))
    outcome = best_plan(new, _EFFORT)
    assert (outcome.conflicts, faults(new, outcome.lines)) == ([], [])
    assert not any("embedding" in each.limit for each in outcome.binding)


def test_an_existing_school_has_the_strands_that_the_menu_has_for_it():
    problem = a_district()
    only = tuple(
        replace(item, offers=(Offer.FULL,)) if item.strand is Strand.PARENT_CARER_ENGAGEMENT else item
        for item in problem.items
    )
    changed = replace(problem, items=only)
    outcome = best_plan(changed, _EFFORT)
    assert faults(changed, outcome.lines) == []
    strands = {each.participation_id: set[Strand]() for each in problem.schools}
    for line in outcome.lines:
        strands[line.participation_id].add(line.strand)
    for school in problem.schools:
        existing = school.offer is Offer.EMBEDDING
        assert strands[school.participation_id] == ({Strand.TAILORED_SUPPORT} if existing else set(Strand))


def test_a_school_that_nothing_on_offer_fits_is_named():
    problem = a_district()
    lonely = replace(problem.schools[2], la_code="999", name="Far Away Primary School")
    outcome = best_plan(replace(problem, schools=(lonely, *problem.schools[3:])), _EFFORT)
    assert outcome.conflicts[0].startswith(
        "Nothing on offer for tailored support fits Far Away Primary School."
    ) or any("Far Away Primary School" in each for each in outcome.conflicts)
    assert all("Far Away" in each for each in outcome.conflicts)


def test_a_first_priority_that_nothing_answers_is_named():
    problem = a_district()
    hopeless = replace(problem.schools[0], first_priority="sleep")
    outcome = best_plan(replace(problem, schools=(hopeless,)), _EFFORT)
    assert outcome.conflicts[0].startswith(
        "Nothing on offer that answers sleep, the first priority, fits School 0. An offer fits if"
    )


def test_a_fairness_floor_that_is_too_high_is_named_with_one_that_is_not():
    outcome = best_plan(a_district(fairness_floor=1), _EFFORT)
    assert any(each.startswith("The fairness floor of 100% would have to be ") for each in outcome.conflicts)


def test_without_any_capacity_the_providers_are_named():
    problem = a_district(least_hours=2, fairness_floor=0)
    empty = tuple(replace(offer, capacity_hours_per_month=0.25) for offer in problem.offers)
    outcome = best_plan(replace(problem, offers=empty), _EFFORT)
    assert any("would have to give" in each for each in outcome.conflicts)
