"""A bound that no plan can pass, from a programme written another way than the optimiser's, and for itself alone.

Hours of each offer for each school, as many as one likes and not in units; coverage as what a need has less what is
left open of it. Least hours, strands, first priorities and fairness are left out: without them more can be covered.
"""

import highspy

from services.commissioning_api.proposals.optimiser.problem import Problem, School
from tests.commissioning_api.proposals.verifier import budget_of, item_of, may_have, money, unit_range


def bound_by_hours(problem: Problem) -> float:
    """The most need that any plan could cover; schools with something bought are not thought of."""
    programme = highspy.Highs()
    programme.silent()
    programme.setOptionValue("threads", 1)
    hours = {}
    for number, school in enumerate(problem.schools):
        for offer in problem.offers:
            item = item_of(problem, offer)
            if may_have(school, item, offer):
                longest = max(unit_range(item, offer)) * offer.hours_per_unit
                hours[number, offer] = programme.addVariable(lb=0, ub=longest)
    for budget in ("tailored", "engagement", "embedding"):
        spent = [
            given * (offer.unit_cost_pence / offer.hours_per_unit)
            for (number, offer), given in hours.items()
            if budget_of(problem, problem.schools[number], offer) == budget
        ]
        if spent:
            programme.addConstr(programme.qsum(spent) <= money(problem, budget))
    for offer in problem.offers:
        taken = [given for (_, other), given in hours.items() if other is offer]
        if taken:
            programme.addConstr(programme.qsum(taken) <= offer.capacity_hours_per_month * offer.months)
    left = [
        each
        for number, school in enumerate(problem.schools)
        for each in _open(problem, programme, hours, number, school)
    ]
    programme.minimize(programme.qsum(left))
    return sum(school.need for school in problem.schools) - programme.getObjectiveValue()


def _open(problem: Problem, programme: highspy.Highs, hours: dict, number: int, school: School) -> list:
    """What is left open of each of a school's needs: above both of the lines that its curve lies under."""
    own = [(offer, given) for (other, offer), given in hours.items() if other == number]
    programme.addConstr(programme.qsum([given for _, given in own]) <= problem.terms.most_hours)
    for item in problem.items:
        shares = [
            given * (1 / (max(unit_range(item, offer)) * offer.hours_per_unit))
            for offer, given in own
            if offer.item_code == item.code
        ]
        if len(shares) > 1:
            programme.addConstr(programme.qsum(shares) <= 1)
    left = []
    for domain, need in school.needs.items():
        towards = []
        for offer, given in own:
            helped = [each for each in item_of(problem, offer).domains if school.needs.get(each, 0) > 0]
            if domain in helped:
                towards.append(given * (1 / len(helped)))
        still = programme.addVariable(lb=0, ub=need)
        left.append(still)
        if not towards:
            programme.addConstr(still >= need)
            continue
        together = programme.qsum(towards)
        programme.addConstr(still + together * (need * 0.15) >= need)
        programme.addConstr(still + together * (need / 15) >= need * (1 - 0.6 + 4 / 15))
    return left
