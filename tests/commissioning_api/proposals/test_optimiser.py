"""The optimiser against the truth: every plan of small problems, an independent verifier, bounds, and monotony."""

from dataclasses import replace
from itertools import pairwise

import pytest

from services.commissioning_api.proposals.optimiser.best_plan import best_plan
from services.commissioning_api.proposals.optimiser.outcome import Effort
from services.commissioning_api.proposals.optimiser.problem import Problem
from shared.contracts.partnership.participations import Offer
from tests.commissioning_api.proposals.instances import a_project, a_small_problem, of_existing_schools
from tests.commissioning_api.proposals.other_bound import bound_by_hours
from tests.commissioning_api.proposals.verifier import (
    best_by_trying_all,
    faults,
    total,
)

_EXACT = Effort(30, gap=0)


def with_terms(problem: Problem, **more: float) -> Problem:
    return replace(problem, terms=problem.terms.model_copy(update=more))


@pytest.mark.parametrize("first", range(0, 400, 25))
def test_of_small_problems_every_plan_was_looked_at_and_none_is_better(first):
    solved = 0
    for seed in range(first, first + 25):
        problem = a_small_problem(seed)
        best, outcome = best_by_trying_all(problem), best_plan(problem, _EXACT)
        if best is None:
            assert outcome.impossible, seed
            assert outcome.objective is None
            assert outcome.lines == []
            continue
        solved += 1
        assert outcome.objective == pytest.approx(best, abs=1e-6), seed
        assert outcome.bound == pytest.approx(best, abs=1e-3 + best * 1e-5)
        assert faults(problem, outcome.lines) == [], seed
        assert total(problem, outcome.lines) == pytest.approx(best, abs=1e-6)
    assert 0 < solved < 25


@pytest.mark.parametrize("first", range(0, 100, 50))
def test_existing_schools_are_paid_from_the_embedding_budget_alone(first):
    solved, held_back = 0, 0
    for seed in range(first, first + 50):
        problem = of_existing_schools(seed)
        best, outcome = best_by_trying_all(problem), best_plan(problem, _EXACT)
        richer = best_by_trying_all(with_terms(problem, embedding_budget_pence=10**7))
        held_back += best != richer
        assert outcome.impossible is (best is None), seed
        if best is not None:
            solved += 1
            assert outcome.objective == pytest.approx(best, abs=1e-6), seed
            assert faults(problem, outcome.lines) == [], seed
        elif richer is not None:
            assert any("for the embedding offer would have to be" in each for each in outcome.conflicts), seed
    assert solved
    assert held_back


def test_where_nothing_fits_and_nothing_has_to_the_plan_is_empty():
    problem = of_existing_schools(0)
    nothing = tuple(replace(item, offers=(Offer.FULL,)) for item in problem.items)
    idle = tuple(replace(school, first_priority=None) for school in problem.schools)
    outcome = best_plan(replace(with_terms(problem, least_hours=0), items=nothing, schools=idle), _EXACT)
    assert (outcome.conflicts, outcome.lines, outcome.gap) == ([], [], 0)
    assert outcome.objective == outcome.bound


@pytest.mark.parametrize("seed", [2, 5])
def test_a_plan_for_forty_schools_is_within_two_in_a_hundred_of_a_bound_found_another_way(seed):
    problem = a_project(seed, 40)
    outcome = best_plan(problem, Effort(90, gap=0.012))
    independent = bound_by_hours(problem)
    assert faults(problem, outcome.lines) == []
    assert outcome.objective == pytest.approx(total(problem, outcome.lines), abs=1e-6)
    assert outcome.objective <= outcome.bound <= independent + 1e-3
    assert independent <= outcome.objective * 1.02


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_no_plan_of_a_small_problem_passes_the_bound_found_another_way(seed):
    problem = a_small_problem(seed)
    problem = replace(problem, schools=tuple(replace(school, bought=()) for school in problem.schools))
    best = best_by_trying_all(problem)
    assert best is None or best <= bound_by_hours(problem) + 1e-6


def test_more_money_never_covers_less():
    problem = a_project(7, 6, items=12, providers=5, least_hours=2, fairness_floor=0)
    covered = []
    for budget in (1_500_00, 2_500_00, 4_000_00, 8_000_00):
        outcome = best_plan(with_terms(problem, tailored_budget_pence=budget), Effort(20, gap=1e-6))
        covered.append((outcome.objective, outcome.bound))
    for (less, _), (_, more) in pairwise(covered):
        assert less <= more + 1e-6
    assert covered[0][0] < covered[-1][0]


def test_the_same_problem_gives_the_same_plan():
    problem = a_project(9, 5, items=12, providers=4, least_hours=2)
    first, second = (best_plan(problem, Effort(30, gap=0.005)) for _ in range(2))
    assert first == second


def test_a_run_that_is_stopped_keeps_the_best_plan_so_far():
    problem = a_project(2, 40)
    outcome = best_plan(problem, Effort(60, gap=0), lambda progress: progress.objective is None)
    assert outcome.lines
    assert faults(problem, outcome.lines) == []
    assert outcome.gap > 0


def test_a_run_out_of_time_keeps_the_best_plan_so_far():
    problem = a_project(2, 40)
    outcome = best_plan(problem, Effort(4, gap=0))
    assert faults(problem, outcome.lines) == []
    assert outcome.objective < outcome.bound


def test_a_run_that_is_stopped_at_once_has_no_plan_and_calls_nothing_impossible():
    outcome = best_plan(a_project(2, 40), Effort(60), lambda _: False)
    assert outcome.lines == []
    assert not outcome.impossible
