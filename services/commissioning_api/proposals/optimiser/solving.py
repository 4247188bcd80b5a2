"""Solving a model with HiGHS: a good plan first, from the relaxation, then the proof and what can be bettered.

1. The relaxation (units may be broken) gives the first bound. A trace of the price is taken off, so that of equally
   good solutions the cheaper one comes out and ties do not blow the next step up.
2. What the relaxation leaves out is left out, and the few choices that it takes, whole or in part, are decided
   exactly: a plan that is close to the best, in a few seconds.
   Then what that plan and the relaxation agree on is kept, and what is nearly worth its price is let in.
3. The whole programme starts from that plan and goes on until the gap is closed, the time is up or somebody stops it.
"""

import time
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from highspy import HighsModelStatus
from numpy.typing import NDArray

from .matrix import Programme
from .model import PENCE_IN_A_POUND, Model
from .outcome import Effort, Progress, Watch, goes_on

Values = NDArray[np.float64]

_TRACE_OF_PRICE = 1e-5
_NOTHING = 1e-7
_CLOSE_FOR_A_START = 0.005
_NEARLY_WORTH_IT = 0.1
_SHARE_FOR_THE_START, _SHARE_FOR_BETTER = 0.4, 0.5
_THREADS = 1


@dataclass(frozen=True)
class Answer:
    """What the solver came to. `impossible` is proven; if not, and without `values`: nothing was found in time."""

    impossible: bool
    values: Values | None = None
    bound: float | None = None


class SolverFailed(Exception):
    """The solver says something that it never should."""


def solve(model: Model, effort: Effort, watch: Watch = goes_on) -> Answer:
    """The best plan of a model that can be found with so much effort."""
    if not model.options:
        # Nothing fits and nothing has to: HiGHS calls a programme without columns empty, and not solved.
        return Answer(impossible=False, values=np.zeros(len(model.programme.costs)), bound=model.programme.offset)
    clock = _Clock(effort.seconds, watch)
    relaxed = _relaxation(model, clock)
    if isinstance(relaxed, Answer):
        return relaxed
    clock.tell(bound=relaxed.bound)
    best = _start(model, relaxed, clock)
    if best is not None and not clock.stopped:
        clock.tell(_value(model.programme, best))
        best = _best_of(model, best, _better(model, relaxed, best, clock))
        clock.tell(_value(model.programme, best))
    if clock.stopped:
        return Answer(False, best, relaxed.bound)
    return _whole(model, best, relaxed.bound, effort.gap, clock)


def _best_of(model: Model, one: Values, other: Values | None) -> Values:
    return one if other is None or _value(model.programme, one) >= _value(model.programme, other) else other


class _Clock:
    """The time that is left, and what is known so far, from one solve to the next."""

    def __init__(self, seconds: float, watch: Watch) -> None:
        self._began = time.monotonic()
        self._ends = self._began + seconds
        self._watch = watch
        self.stopped = False
        self.objective: float | None = None
        self.bound: float | None = None

    @property
    def left(self) -> float:
        return max(0.05, self._ends - time.monotonic())

    def tell(self, objective: float | None = None, bound: float | None = None) -> bool:
        """Whether to go on, after what one more look at the solver says."""
        if objective is not None and np.isfinite(objective):
            self.objective = objective if self.objective is None else max(objective, self.objective)
        if bound is not None and np.isfinite(bound):
            self.bound = bound if self.bound is None else min(bound, self.bound)
        if not self._watch(Progress(self.objective, self.bound, time.monotonic() - self._began)):
            self.stopped = True
        return not self.stopped


def new_solver(seconds: float) -> highspy.Highs:
    """A silent solver with a time limit."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("threads", _THREADS)
    return solver


@dataclass(frozen=True)
class _Relaxed:
    """The relaxation's solution, what each column would cost it, and its bound."""

    values: Values
    prices: Values
    bound: float


def run(solver: highspy.Highs) -> None:
    """Solve. An error is none of the answers that a problem can have, and must not pass for one."""
    if solver.run() == highspy.HighsStatus.kError:
        raise SolverFailed("HiGHS could not work on the programme it was given.")


def _relaxation(model: Model, clock: _Clock) -> _Relaxed | Answer:
    solver = new_solver(clock.left)
    _watched(solver, clock, tells=False)
    _cheaper_of_equals(model).given_to(solver, relaxed=True)
    run(solver)
    status = solver.getModelStatus()
    if status in (HighsModelStatus.kInfeasible, HighsModelStatus.kUnboundedOrInfeasible):
        return Answer(impossible=True)
    if status != HighsModelStatus.kOptimal:
        return Answer(impossible=False)
    solution = solver.getSolution()
    # The trace of the price was taken off everything: what the whole budget could have taken is put back on.
    bound = solver.getObjectiveValue() + _TRACE_OF_PRICE * _all_money(model)
    return _Relaxed(np.array(solution.col_value), np.array(solution.col_dual), bound)


def _cheaper_of_equals(model: Model) -> Programme:
    costs = list(model.programme.costs)
    for place, choice in enumerate(model.options):
        price = choice.offer.unit_cost_pence / PENCE_IN_A_POUND
        for column, trace in model.per_unit(place, price * _TRACE_OF_PRICE):
            costs[column] -= trace
    return model.programme.with_costs(costs)


def _all_money(model: Model) -> float:
    return sum(model.problem.budgets.values()) / PENCE_IN_A_POUND


def _start(model: Model, relaxed: _Relaxed, clock: _Clock) -> Values | None:
    """A plan of what the relaxation takes, or none."""
    support = [relaxed.values[taken] > _NOTHING for taken in model.taken]
    solver = _narrowed(model, support, [False] * len(support), clock.left * _SHARE_FOR_THE_START)
    return _ran(solver, clock)


def _better(model: Model, relaxed: _Relaxed, start: Values, clock: _Clock) -> Values | None:
    """A plan near another: what it and the relaxation both take whole stays, what is nearly worth it may come in."""
    open_, kept = [], []
    for taken in model.taken:
        in_plan = start[taken] > 0.5
        open_.append(in_plan or relaxed.values[taken] > _NOTHING or abs(relaxed.prices[taken]) < _NEARLY_WORTH_IT)
        kept.append(in_plan and relaxed.values[taken] > 1 - _NOTHING)
    solver = _narrowed(model, open_, kept, clock.left * _SHARE_FOR_BETTER)
    solver.setOptionValue("mip_heuristic_effort", 0.5)
    _begin_from(solver, start)
    return _ran(solver, clock)


def _narrowed(model: Model, open_: list[bool], kept: list[bool], seconds: float) -> highspy.Highs:
    """The programme with only some of the choices open, and some of them decided already."""
    solver = new_solver(seconds)
    solver.setOptionValue("mip_rel_gap", _CLOSE_FOR_A_START)
    _cheaper_of_equals(model).given_to(solver)
    for place, (taken, more) in enumerate(zip(model.taken, model.more, strict=True)):
        if not open_[place]:
            solver.changeColBounds(taken, 0.0, 0.0)
            if more is not None:
                solver.changeColBounds(more, 0.0, 0.0)
        elif kept[place]:
            solver.changeColBounds(taken, 1.0, 1.0)
    return solver


def _ran(solver: highspy.Highs, clock: _Clock) -> Values | None:
    _watched(solver, clock, tells=False)
    run(solver)
    return _found(solver)


def _begin_from(solver: highspy.Highs, start: Values) -> None:
    # Presolve may move a start to a better place of its smaller programme, and then find nothing better than where the
    # start only seems to be: seen as a plan of 62 that was called proven to be 72.
    solver.setOptionValue("presolve", "off")
    known = highspy.HighsSolution()
    known.col_value = list(start)
    solver.setSolution(known)


def _whole(model: Model, start: Values | None, bound: float, gap: float, clock: _Clock) -> Answer:
    solver = new_solver(clock.left)
    solver.setOptionValue("mip_rel_gap", gap)
    _watched(solver, clock, tells=True)
    model.programme.given_to(solver)
    if start is not None:
        _begin_from(solver, start)
    run(solver)
    if solver.getModelStatus() == HighsModelStatus.kInfeasible:
        return Answer(impossible=True)
    values, proven = _found(solver), solver.getInfo().mip_dual_bound
    if start is not None:
        values = _best_of(model, start, values)
    return Answer(False, values, min(bound, proven) if np.isfinite(proven) else bound)


def _found(solver: highspy.Highs) -> Values | None:
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    return np.array(solver.getSolution().col_value)


def _value(programme: Programme, values: Values) -> float:
    return programme.offset + float(np.dot(values, programme.costs))


def _watched(solver: highspy.Highs, clock: _Clock, *, tells: bool) -> None:
    def look(event: Any) -> None:
        said = event.data_out
        go_on = clock.tell(said.mip_primal_bound, said.mip_dual_bound) if tells else clock.tell()
        if not go_on:
            event.interrupt()

    solver.cbMipInterrupt += look
    if not tells:
        solver.cbSimplexInterrupt += look
