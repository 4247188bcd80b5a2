"""The whole way from a problem to its best plan, or to why there is none."""

from .binding import binding
from .conflicts import conflicts, out_of_reach
from .model import build
from .outcome import Effort, Outcome, Watch, gap_between, goes_on
from .plans import lines_of, objective_of, school_plans, taken_of
from .problem import Problem
from .solving import solve


def best_plan(problem: Problem, effort: Effort, watch: Watch = goes_on) -> Outcome:
    """The best plan for all schools of a problem at once."""
    model = build(problem)
    beyond = out_of_reach(model)
    if beyond:
        return Outcome(conflicts=beyond)
    answer = solve(model, effort, watch)
    if answer.impossible:
        return Outcome(conflicts=conflicts(model))
    if answer.values is None:
        return Outcome(bound=answer.bound)
    plan = taken_of(model, [float(value) for value in answer.values])
    objective = objective_of(problem, plan)
    bound = max(objective, objective if answer.bound is None else answer.bound)
    return Outcome(
        objective=objective,
        bound=bound,
        gap=gap_between(objective, bound),
        lines=lines_of(problem, plan),
        plans=school_plans(model, plan),
        binding=binding(model, plan),
    )
