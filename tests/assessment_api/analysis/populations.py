"""A made-up population: projects of several authorities, what their schools said, and who asks about them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from shared.contracts.event import Event
from tests.assessment_api.analysis import facts

DOMAINS = ("communication", "environment")
POINTS = ("baseline", "follow_up")
STATEMENTS = tuple(f"Theme {number}." for number in range(6))
BOARDS = ("QWO", "QHM", "QXX")
AUTHORITIES = ("381", "382", "383", "384")
GROUPS = tuple(f"pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b1{number}" for number in range(3))
PROVIDER = "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b20"


@dataclass
class School:
    """One school: what it said, as a plain count of it goes."""

    number: int
    project: int
    authority: str
    scores: dict[str, dict[str, float]] = field(default_factory=dict)  # by point, by domain
    begun: set[str] = field(default_factory=set)  # points that are open
    themes: set[str] = field(default_factory=set)

    @property
    def block(self) -> tuple[int, str]:
        return self.project, self.authority

    def state(self, point: str) -> str:
        return "submitted" if point in self.scores else "in_progress" if point in self.begun else "not_started"

    def band(self, point: str, domain: str) -> int | None:
        return min(int(self.scores[point][domain] // 20), 4) if point in self.scores else None

    def direction(self, domain: str) -> str | None:
        if "follow_up" not in self.scores:
            return None
        start, end = (self.scores[point][domain] for point in POINTS)
        return "improved" if end > start else "declined" if end < start else "unchanged"


def population(random: Random, schools: int) -> list[School]:
    """Schools spread unevenly over three projects and four authorities, so that there are small counts everywhere."""
    found = []
    for number in range(schools):
        project = random.choice([0, 0, 0, 1, 1, 2])
        authority = random.choice([*AUTHORITIES[project : project + 2], AUTHORITIES[3]])
        school = School(number, project, authority)
        for point in POINTS[: random.choice([0, 1, 1, 1, 2, 2])]:
            school.scores[point] = {domain: random.choice([0, 10, 30, 30, 50, 50, 50, 70, 90]) for domain in DOMAINS}
        school.begun = {point for point in POINTS if random.random() < 0.5}
        school.themes = {text for place, text in enumerate(STATEMENTS) if random.random() < 0.1 * (place + 1)}
        found.append(school)
    return found


def events(schools: list[School]) -> Iterator[Event]:
    """What is announced of them."""
    for each in schools:
        place = {"project_id": facts.project_id(each.project), "icb_code": BOARDS[each.project]}
        school = facts.school(urn=facts.urn(each.number), la_code=each.authority, **place)
        yield school
        if each.number == next(other.number for other in schools if other.project == each.project):
            yield facts.project_of(school, BOARDS[each.project])
            yield facts.member(school, GROUPS[each.project])
        for point in POINTS:
            if each.state(point) != "not_started":
                status = each.state(point)
                yield facts.assessment(school, status, each.scores.get(point), point=point)
        yield from (facts.theme(school, text) for text in each.themes)


@dataclass(frozen=True)
class Asking:
    """A caller, and whose rows it may see."""

    organisation: str
    knows: Callable[[School], bool]


def callers(schools: list[School]) -> Iterator[Asking]:
    """One of each kind, for each project and authority."""
    yield Asking(PROVIDER, lambda _: False)
    for project in range(3):
        yield Asking(f"icb:{BOARDS[project]}", lambda school, project=project: school.project == project)
        yield Asking(GROUPS[project], lambda school, project=project: school.project == project)
        first = next(school for school in schools if school.project == project)
        yield Asking(f"school:{facts.urn(first.number)}", lambda school, first=first: school is first)
    for authority in AUTHORITIES:
        yield Asking(f"la:{authority}", lambda school, authority=authority: school.authority == authority)


Cell = tuple[Any, ...]


def cells(school: School) -> Iterator[Cell]:
    """What a school is counted in: one cell of each figure it has a place in."""
    for point in POINTS:
        if school.state(point) != "submitted":
            yield "completion", point, school.state(point)
        for domain in DOMAINS:
            if (band := school.band(point, domain)) is not None:
                yield "band", point, domain, band
    for domain in DOMAINS:
        if (direction := school.direction(domain)) is not None:
            yield "direction", domain, direction
    for text in school.themes:
        yield "theme", text
