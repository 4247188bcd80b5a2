"""Of an impossible problem: what contradicts what, in sentences.

First what no money could mend: a school for which nothing on offer serves a strand or its first priority. Then an
elastic programme: every limit of one sort may be broken at a price, and the least breach is found. Each sort is tried
alone, so that the answer is a choice: "£3,400 more, or...". Only when no sort alone is enough are all loosened at once.
HiGHS can also name an irreducible infeasible set, but that is a set of rows, and says neither how much nor what else.
"""

from collections import defaultdict
from collections.abc import Callable

import highspy
import numpy as np

from . import words
from .limits import Kind, Limit
from .matrix import INFINITY
from .model import PENCE_IN_A_POUND, Model
from .solving import new_solver, run

_SECONDS_EACH = 10.0
_BREACH = 1e-4
_SORTS = {
    "money": (Kind.BUDGET,),
    "providers": (Kind.CAPACITY,),
    "hours": (Kind.LEAST_HOURS, Kind.MOST_HOURS),
    "fairness": (Kind.FAIRNESS,),
}
# A breach is weighed against money, in pounds: an hour, a point of need, and a rule that should never be broken.
_PRICES = {
    Kind.BUDGET: 1.0, Kind.CAPACITY: 60.0, Kind.LEAST_HOURS: 60.0, Kind.MOST_HOURS: 60.0, Kind.FAIRNESS: 20.0,
    Kind.BOTH_STRANDS: 5000.0, Kind.FIRST_PRIORITY: 5000.0,
}  # fmt: skip


def out_of_reach(model: Model) -> list[str]:
    """What no plan could do for a school, whatever the money and the capacity."""
    lacking: dict[str, list[str]] = defaultdict(list)
    served = {(choice.school, choice.item.strand) for choice in model.options}
    answered = {(choice.school, domain) for choice in model.options for domain in choice.item.domains}
    for limit in model.row_of:
        if limit.school is None:
            continue
        school = model.problem.schools[limit.school]
        if limit.kind is Kind.BOTH_STRANDS and limit.strand and (limit.school, limit.strand) not in served:
            lacking[f"Nothing on offer for {words.strand(limit.strand)} fits"].append(school.name)
        elif limit.kind is Kind.FIRST_PRIORITY and (limit.school, school.first_priority) not in answered:
            first = words.domain(school.first_priority or "")
            lacking[f"Nothing on offer that answers {first}, the first priority, fits"].append(school.name)
        elif limit.kind is Kind.LEAST_HOURS and limit.school not in {choice.school for choice in model.options}:
            lacking["Nothing on offer fits"].append(school.name)
    most = words.hours(model.problem.terms.most_hours)
    why = f"An offer fits if it can be had in the school's area, is for its kind of offer and for at most {most}."
    return [words.sentence(f"{what} {words.named(names)}. {why}") for what, names in lacking.items()]


def conflicts(model: Model) -> list[str]:
    """What would have to give way, sort by sort."""
    ways = []
    for sort, kinds in _SORTS.items():
        broken = _least_breach(model, kinds)
        if broken:
            ways.append((sort, broken))
    if ways:
        said = ["Each of these limits alone would make a plan possible, if it gave way:"] if len(ways) > 1 else []
        return said + [sentence for _, broken in ways for sentence in _sentences(model, broken)]
    broken = _least_breach(model, tuple(Kind))
    if not broken:
        return ["The limits contradict each other. No single one of them could be named in the time there was."]
    return ["No single kind of limit is enough to loosen. Together these would be:", *_sentences(model, broken)]


def _least_breach(model: Model, kinds: tuple[Kind, ...]) -> dict[Limit, float]:
    """The limits of these kinds that are broken when as little as possible is, and by how much. Empty: no way."""
    programme = model.programme
    breakable = [(limit, row) for limit, row in model.row_of.items() if limit.kind in kinds]
    if not breakable:
        return {}
    solver = new_solver(_SECONDS_EACH)
    solver.setOptionValue("mip_rel_gap", 0.02)
    programme.with_costs([0.0] * len(programme.costs)).given_to(solver)
    count, first = len(breakable), len(programme.costs)
    solver.addCols(
        count,
        np.array([-_PRICES[limit.kind] for limit, _ in breakable]),
        np.zeros(count),
        np.full(count, INFINITY),
        count,
        np.arange(count, dtype=np.int32),
        np.array([row for _, row in breakable], dtype=np.int32),
        np.array([1.0 if programme.highs[row] == INFINITY else -1.0 for _, row in breakable]),
    )
    run(solver)
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return {}
    values = solver.getSolution().col_value
    breaches = {limit: float(values[first + place]) for place, (limit, _) in enumerate(breakable)}
    return {limit: breach for limit, breach in breaches.items() if breach > _BREACH}


def _sentences(model: Model, broken: dict[Limit, float]) -> list[str]:
    said = []
    for kind in Kind:
        of_kind = {limit: breach for limit, breach in broken.items() if limit.kind is kind}
        if of_kind:
            said += [words.sentence(each) for each in _SAYERS[kind](model, of_kind)]
    return said[:48]


def _of_money(model: Model, broken: dict[Limit, float]) -> list[str]:
    said = []
    for limit, breach in broken.items():
        if limit.budget is not None:
            there = words.pounds(model.problem.budgets[limit.budget])
            more = words.pounds(breach * PENCE_IN_A_POUND)
            said.append(f"The budget of {there} for {words.budget(limit.budget)} would have to be {more} greater.")
    return said


def _of_offers(model: Model, broken: dict[Limit, float]) -> list[str]:
    by_id = {choice.offer.id: choice for choice in model.options}
    said = []
    for limit, breach in broken.items():
        if limit.offer_id is not None:
            choice = by_id[limit.offer_id]
            said.append(
                f"{choice.offer.provider_name} would have to give {words.hours(breach)} more of {choice.item.title} "
                f"than the {words.hours(choice.offer.hours_left)} there are."
            )
    return said


def _of_schools(model: Model, broken: dict[Limit, float]) -> str:
    return words.named([model.problem.schools[limit.school or 0].name for limit in broken])


def _least(model: Model, broken: dict[Limit, float]) -> list[str]:
    least = words.hours(model.problem.terms.least_hours)
    worst = words.hours(max(broken.values()))
    return [f"Fewer than the least of {least}, by up to {worst}, would have to do for {_of_schools(model, broken)}."]


def _most(model: Model, broken: dict[Limit, float]) -> list[str]:
    most = words.hours(model.problem.terms.most_hours)
    worst = words.hours(max(broken.values()))
    return [f"More than the most of {most}, by up to {worst}, would be needed for {_of_schools(model, broken)}."]


def _fairness(model: Model, broken: dict[Limit, float]) -> list[str]:
    floor = model.problem.terms.fairness_floor
    reach = min(floor - breach / model.reachable[limit.school or 0] for limit, breach in broken.items())
    schools = _of_schools(model, broken)
    return [f"The fairness floor of {words.percent(floor)} would have to be {words.percent(reach)} for {schools}."]


def _strands(model: Model, broken: dict[Limit, float]) -> list[str]:
    return [f"Both strands (R22) cannot be given to {_of_schools(model, broken)}."]


def _priorities(model: Model, broken: dict[Limit, float]) -> list[str]:
    return [f"The first priority cannot be answered for {_of_schools(model, broken)}."]


_SAYERS: dict[Kind, Callable[[Model, dict[Limit, float]], list[str]]] = {
    Kind.BUDGET: _of_money,
    Kind.CAPACITY: _of_offers,
    Kind.LEAST_HOURS: _least,
    Kind.MOST_HOURS: _most,
    Kind.FAIRNESS: _fairness,
    Kind.BOTH_STRANDS: _strands,
    Kind.FIRST_PRIORITY: _priorities,
}
