"""A solution as people read it: the lines, and for each school what they do and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.proposals import ProposedLine, SchoolPlan

from . import words
from .choices import Choice
from .coverage import covered, covered_of, hours_towards
from .model import Model
from .problem import Problem, School

_MOST_FINDINGS = 50
_NEARLY = 1e-6


@dataclass(frozen=True)
class Taken:
    """A choice, and how many units of it."""

    choice: Choice
    units: int

    @property
    def hours(self) -> float:
        return self.choice.hours(self.units)

    @property
    def pence(self) -> int:
        return self.choice.pence(self.units)


def taken_of(model: Model, values: Sequence[float]) -> list[Taken]:
    """What a solution takes, in whole units."""
    counted = ((choice, model.units(place, values)) for place, choice in enumerate(model.options))
    return [Taken(choice, units) for choice, units in counted if units]


def objective_of(problem: Problem, plan: Sequence[Taken]) -> float:
    """The need that a plan covers, counted anew from its whole units."""
    by_school = _by_school(plan)
    return sum(covered_of(school, _towards(school, by_school[n])) for n, school in enumerate(problem.schools))


def lines_of(problem: Problem, plan: Sequence[Taken]) -> list[ProposedLine]:
    """The lines of a plan, numbered school by school."""
    ordered = sorted(plan, key=lambda each: (each.choice.school, each.choice.item.strand, each.choice.item.code))
    return [_line(number, problem.schools[each.choice.school], each) for number, each in enumerate(ordered, 1)]


def _line(number: int, school: School, taken: Taken) -> ProposedLine:
    item, offer = taken.choice.item, taken.choice.offer
    domain = _domain(school, item.domains)
    return ProposedLine(
        number=number,
        participation_id=school.participation_id,
        urn=school.urn,
        school_name=school.name,
        menu_item_code=item.code,
        menu_item_title=item.title,
        strand=item.strand,
        domain=domain,
        local_offer_id=offer.id,
        provider_name=offer.provider_name,
        hours=taken.hours,
        cost_pence=taken.pence,
        finding_ids=list(school.findings.get(domain, ()))[:_MOST_FINDINGS],
        accepted_as=None,
    )


def _domain(school: School, domains: tuple[str, ...]) -> str:
    """The domain a line is for: the school's first priority if the item answers it, else its greatest need there."""
    if school.first_priority in domains:
        return str(school.first_priority)
    return max(domains, key=lambda domain: school.needs.get(domain, 0.0))


def school_plans(model: Model, plan: Sequence[Taken]) -> list[SchoolPlan]:
    """What a plan does for each school."""
    by_school = _by_school(plan)
    return [_school_plan(model, number, by_school[number]) for number in range(len(model.problem.schools))]


def _school_plan(model: Model, number: int, plan: list[Taken]) -> SchoolPlan:
    school = model.problem.schools[number]
    got = covered_of(school, _towards(school, plan))
    return SchoolPlan(
        participation_id=school.participation_id,
        urn=school.urn,
        school_name=school.name,
        need=school.need,
        covered=got,
        share_covered=min(1.0, got / school.need) if school.need else 1.0,
        hours=sum(each.hours for each in plan),
        cost_pence=sum(each.pence for each in plan),
        why=[words.sentence(each) for each in _why(model, number, plan, got)],
    )


def _why(model: Model, number: int, plan: list[Taken], got: float) -> list[str]:
    school, terms = model.problem.schools[number], model.problem.terms
    said = []
    if school.first_priority is not None:
        answers = [each for each in plan if school.first_priority in each.choice.item.domains]
        by = [f"{each.choice.item.title} ({words.hours(each.hours)})" for each in answers]
        answer = words.named(by or ["what its package has already"], 3)
        said.append(f"Its first priority, {words.domain(school.first_priority)}, is answered by {answer}.")
    towards = _towards(school, plan)
    for domain, need in sorted(school.needs.items(), key=lambda each: -each[1])[:6]:
        if need > 0:
            said.append(_of_domain(domain, need, towards[domain]))
    engagement = sum(each.hours for each in plan if each.choice.item.strand is Strand.PARENT_CARER_ENGAGEMENT)
    if engagement:
        said.append(f"{words.hours(engagement)} of the plan are engagement of its parents and carers.")
    if school.hours_bought:
        said.append(f"The {words.hours(school.hours_bought)} that its package has already are counted in.")
    hours = sum(each.hours for each in plan) + school.hours_bought
    if hours >= terms.most_hours - _NEARLY:
        said.append(f"It has as many hours as a school may have: {words.hours(terms.most_hours)}.")
    elif hours <= terms.least_hours + _NEARLY:
        said.append(f"It has the least hours a school must have: more cover greater needs elsewhere, or {_CANNOT}.")
    floor = terms.fairness_floor * model.reachable[number]
    if terms.fairness_floor and got <= floor * 1.05:
        said.append("It is held up by the fairness floor: without it, more of this would go to other schools.")
    return said


_CANNOT = "there is no money or capacity for more"


def _of_domain(domain: str, need: float, hours: float) -> str:
    share = covered(need, hours) / need
    if not share:
        return f"Nothing is planned for {words.domain(domain)}, a need of {need:.0f} in 100."
    return (
        f"{words.hours(hours)} towards {words.domain(domain)}, a need of {need:.0f} in 100, "
        f"cover {words.percent(share)} of it."
    )


def _by_school(plan: Sequence[Taken]) -> dict[int, list[Taken]]:
    by_school: dict[int, list[Taken]] = defaultdict(list)
    for each in plan:
        by_school[each.choice.school].append(each)
    return by_school


def _towards(school: School, plan: Sequence[Taken]) -> dict[str, float]:
    had = [(line.domains, line.hours) for line in school.bought]
    return hours_towards(school, had + [(each.choice.item.domains, each.hours) for each in plan])
