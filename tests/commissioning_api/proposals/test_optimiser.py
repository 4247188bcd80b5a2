"""The optimiser against the truth: every plan of small problems, an independent verifier, bounds, and monotony."""

from dataclasses import replace
from itertools import pairwise

import pytest

from services.commissioning_api.proposals.optimiser.best_plan import best_plan
from services.commissioning_api.proposals.optimiser.problem import Problem
from services.commissioning_api.proposals.optimiser.solving import Effort
from tests.commissioning_api.proposals.instances import a_project, a_small_problem
from tests.commissioning_api.proposals.verifier import (
    best_by_trying_all,
    bound_without_whole_numbers,
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


@pytest.mark.parametrize("seed", [1, 2])
def test_a_project_of_forty_schools_is_solved_within_two_in_a_hundred(seed):
    problem = a_project(seed, 40)
    outcome = best_plan(problem, Effort(30, gap=0.019))
    assert outcome.gap <= 0.02
    assert faults(problem, outcome.lines) == []
    assert outcome.objective == pytest.approx(total(problem, outcome.lines), abs=1e-6)
    assert outcome.objective <= outcome.bound <= bound_without_whole_numbers(problem) + 1e-6


def test_where_the_bound_without_a_solver_is_sharp_the_plan_reaches_it():
    # So much money, so many providers and so few hours that only each school's own hours limit it.
    problem = with_terms(
        a_project(5, 12, providers=40), tailored_budget_pence=10**9, engagement_budget_pence=10**9, least_hours=0
    )
    outcome = best_plan(problem, Effort(20, gap=0.005))
    independent = bound_without_whole_numbers(problem)
    assert independent * 0.9 <= outcome.objective <= outcome.bound <= independent + 1e-6


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
