"""What keeps a plan from being better: each limit loosened a little, and the relaxation solved again.

The relaxation (units may be broken) is solved again with the one limit loosened; the difference is what the loosening
would buy. A whole new plan would cost minutes a limit and its difference would drown in the gap; the relaxation's is
exact for itself, takes milliseconds, and is close to the plan's because the plan is.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import highspy
from highspy import HighsModelStatus

from shared.contracts.commissioning.proposals import Binding

from . import words
from .limits import Kind, Limit
from .model import PENCE_IN_A_POUND, Model
from .plans import Taken
from .solving import new_solver, run

_MOST_OFFERS = 12
_SECONDS_EACH = 5.0
_WORTH_SAYING = 0.01
_HOURS_MORE, _OFFER_HOURS_MORE, _FLOOR_LESS = 2.0, 10.0, 0.05


@dataclass
class _Loosened:
    """Some rows with their new bounds, and how to speak of it."""

    limit: str
    by: str
    used: float
    of: float
    rows: dict[int, tuple[float, float]] = field(default_factory=dict)


def binding(model: Model, plan: Sequence[Taken]) -> list[Binding]:
    """The limits that bind, what would buy most first."""
    solver = new_solver(_SECONDS_EACH)
    model.programme.given_to(solver, relaxed=True)
    run(solver)
    if solver.getModelStatus() != HighsModelStatus.kOptimal:
        return []
    before, prices = solver.getObjectiveValue(), list(solver.getSolution().row_dual)
    found = []
    for loosened in _candidates(model, plan, prices):
        gain = _gain(model, solver, loosened) - before
        if gain > _WORTH_SAYING:
            found.append((gain, loosened))
    found.sort(key=lambda each: -each[0])
    return [
        Binding(limit=each.limit, used=each.used, of=each.of, loosened_by=each.by, would_buy=round(gain, 4))
        for gain, each in found
    ]


def _gain(model: Model, solver: highspy.Highs, loosened: _Loosened) -> float:
    programme = model.programme
    for row, (low, high) in loosened.rows.items():
        solver.changeRowBounds(row, low, high)
    run(solver)
    value = solver.getObjectiveValue() if solver.getModelStatus() == HighsModelStatus.kOptimal else 0.0
    for row in loosened.rows:
        solver.changeRowBounds(row, programme.lows[row], programme.highs[row])
    return value


def _candidates(model: Model, plan: Sequence[Taken], prices: Sequence[float]) -> list[_Loosened]:
    return [*_budgets(model, plan), *_offers(model, plan, prices), *_of_schools(model, plan)]


def _budgets(model: Model, plan: Sequence[Taken]) -> list[_Loosened]:
    found = []
    for line, budget in model.problem.budgets.items():
        # A tenth more in round hundreds of pounds, ten thousand at most: a step that a board can decide on.
        more = min(10_000_00, max(100_00, round(budget / 1000_00) * 100_00))
        row = model.row_of[Limit(Kind.BUDGET, line)]
        found.append(
            _Loosened(
                f"The budget for {words.budget(line)}, in pence.",
                f"{words.pounds(more)} more for {words.budget(line)}.",
                sum(each.pence for each in plan if each.choice.budget is line),
                budget,
                {row: (model.programme.lows[row], (budget + more) / PENCE_IN_A_POUND)},
            )
        )
    return found


def _offers(model: Model, plan: Sequence[Taken], prices: Sequence[float]) -> list[_Loosened]:
    rows = [(limit, row) for limit, row in model.row_of.items() if limit.kind is Kind.CAPACITY]
    dearest = sorted(rows, key=lambda each: -abs(prices[each[1]]))[:_MOST_OFFERS]
    used: dict[object, float] = defaultdict(float)
    for each in plan:
        used[each.choice.offer.id] += each.hours
    by_id = {choice.offer.id: choice for choice in model.options}
    found = []
    for limit, row in dearest:
        if limit.offer_id is None or abs(prices[row]) < _WORTH_SAYING / _OFFER_HOURS_MORE:
            continue
        choice = by_id[limit.offer_id]
        what = f"{choice.item.title} from {choice.offer.provider_name}"
        left = choice.offer.hours_left
        found.append(
            _Loosened(
                words.sentence(f"The hours of {what}."),
                words.sentence(f"{words.hours(_OFFER_HOURS_MORE)} more of {what}."),
                used[limit.offer_id],
                left,
                {row: (model.programme.lows[row], left + _OFFER_HOURS_MORE)},
            )
        )
    return found


def _of_schools(model: Model, plan: Sequence[Taken]) -> list[_Loosened]:
    terms, lows, highs = model.problem.terms, model.programme.lows, model.programme.highs
    rows = {kind: [(key, row) for key, row in model.row_of.items() if key.kind is kind] for kind in Kind}
    hours = sum(each.hours for each in plan) + sum(school.hours_bought for school in model.problem.schools)
    schools = len(model.problem.schools)
    most = _Loosened(
        "The greatest hours of each school, of all schools together.",
        f"Up to {words.hours(terms.most_hours + _HOURS_MORE)} for each school.",
        hours,
        terms.most_hours * schools,
        {row: (lows[row], highs[row] + _HOURS_MORE) for _, row in rows[Kind.MOST_HOURS]},
    )
    least = _Loosened(
        "The least hours of each school, of all schools together.",
        f"A least of {words.hours(max(0.0, terms.least_hours - _HOURS_MORE))} for each school.",
        hours,
        terms.least_hours * schools,
        {row: (lows[row] - _HOURS_MORE, highs[row]) for _, row in rows[Kind.LEAST_HOURS]},
    )
    lower = max(0.0, terms.fairness_floor - _FLOOR_LESS)
    fairness = _Loosened(
        "The fairness floor, as a share.",
        f"A fairness floor of {words.percent(lower)}.",
        terms.fairness_floor,
        terms.fairness_floor,
        {
            row: (lows[row] - (terms.fairness_floor - lower) * model.reachable[key.school or 0], highs[row])
            for key, row in rows[Kind.FAIRNESS]
        },
    )
    return [most, least, fairness]
