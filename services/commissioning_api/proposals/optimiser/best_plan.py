"""The whole way from a problem to its best plan, or to why there is none."""

from dataclasses import dataclass, field

from shared.contracts.commissioning.proposals import Binding, ProposedLine, SchoolPlan

from .binding import binding
from .conflicts import conflicts, out_of_reach
from .model import build
from .plans import lines_of, objective_of, school_plans, taken_of
from .problem import Problem
from .solving import Effort, Watch, goes_on, solve

_GREATEST_GAP = 10.0**6


@dataclass(frozen=True)
class Outcome:
    """The best plan found, with how good it is proven to be; or what contradicts what; or nothing found in time."""

    objective: float | None = None
    bound: float | None = None
    gap: float | None = None
    lines: list[ProposedLine] = field(default_factory=list)
    plans: list[SchoolPlan] = field(default_factory=list)
    binding: list[Binding] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)

    @property
    def impossible(self) -> bool:
        """Whether it is proven that there is no plan."""
        return bool(self.conflicts)


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


def gap_between(objective: float, bound: float) -> float:
    """How far a plan may be from the best there is, as a share of the plan."""
    if bound <= objective:
        return 0.0
    return min(_GREATEST_GAP, (bound - objective) / objective) if objective > 0 else _GREATEST_GAP
