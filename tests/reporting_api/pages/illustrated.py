"""A year that never was: boards, schools, scores and money, made up, and the same each time."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from random import Random

from services.reporting_api.pages.boards import boards
from services.reporting_api.reference.authorities import local_authorities
from shared.contracts.event import Event
from tests.reporting_api import facts, more_facts as more

DOMAINS = {
    "communication": "Communication",
    "environment": "Environment",
    "health": "Health and wellbeing",
    "leadership": "Leadership",
    "readiness": "Readiness to learn",
    "teaching": "Teaching",
}
_FIRST = (
    "Elm",
    "Ash Grove",
    "Oak Lane",
    "Mill",
    "Hillside",
    "Riverside",
    "St Mary's",
    "Park",
    "Moor",
    "Castle",
    "Abbey",
)
_SESSION_DAYS = [date(2025, 9, 22), date(2025, 10, 13), date(2025, 11, 3), date(2025, 12, 8)]
_SESSION_DAYS += [date(2026, 1, 19), date(2026, 1, 26), date(2026, 2, 9)]
_LAST = ("Primary School", "Junior School", "Community School", "Academy")
QUARTERS = [
    {
        "number": number,
        "starts_on": f"{starts}",
        "ends_on": f"{ends}",
        "report_due_on": f"{due}",
        "illustrative": True,
    }
    for number, starts, ends, due in (
        (1, "2025-04-01", "2025-06-30", "2025-07-31"),
        (2, "2025-07-01", "2025-09-30", "2025-10-31"),
        (3, "2025-10-01", "2025-12-31", "2026-01-31"),
        (4, "2026-01-01", "2026-03-31", "2026-04-30"),
    )
]


def year() -> Event:
    domains = [{"code": code, "label": label} for code, label in DOMAINS.items()]
    return facts.year(domains=domains, quarters=QUARTERS)


def _money(project: Event, chance: Random, thousands: int) -> Iterator[Event]:
    yield more.allocation(project, thousands * 100_000)
    for strand, part in (("tailored_support", 0.68), ("parent_carer_engagement", 0.24), ("coordination", 0.08)):
        allotted = int(thousands * 100_000 * part)
        yield from more.moved(project, "funder", "free", allotted, strand)
        gone = int(allotted * chance.uniform(0.35, 0.95))
        steps = (("free", "committed", 1.0), ("committed", "invoiced", 0.7), ("invoiced", "spent", 0.55))
        for origin, destination, share in steps:
            gone = int(gone * share)
            yield from more.moved(project, origin, destination, gone, strand)


@cache
def _authorities(board: str) -> Sequence[str]:
    """Five local authorities of about where a board is."""
    if board == "QWO":
        return ("383", "380", "381", "382", "384")
    nhs = boards()[board].region
    region = {"North East and Yorkshire": "North East", "Midlands": "East Midlands"}.get(nhs, nhs)
    return [code for code, each in local_authorities().items() if each["region_name"] == region][:5]


def _school(project: Event, number: int, chance: Random, how_far: float) -> Iterator[Event]:
    name = f"{_FIRST[number % len(_FIRST)]} {_LAST[number % len(_LAST)]}"
    school = facts.participation(
        project,
        urn=str(100_000 + number),
        la_code=_authorities(project.data.icb_code)[number % 5],
        school_name=name,
        cohort="existing" if number % 4 == 0 else "new",
    )
    yield school
    far = chance.random() * how_far
    if far < 0.08:
        return
    before = {code: round(chance.triangular(12, 82, 40), 1) for code in DOMAINS}
    yield facts.assessment(school, scores=before)
    if far < 0.2:
        return
    lowest = sorted(before, key=lambda code: before[code])[:3]
    yield more.priority_set(school, *lowest)
    lines = [facts.line(school, domain=lowest[place], hours=6 + 2 * place, cost_pence=48_000) for place in (0, 1)]
    lines.append(facts.line(school, domain=lowest[1], strand="parent_carer_engagement", hours=4.5, cost_pence=21_000))
    yield from lines[: 2 if far < 0.3 else 3]
    if far < 0.35:
        return
    yield more.group(school, "formed" if number % 3 else "developed")
    yield more.entry(school)
    for line in lines:
        for held_on in sorted(chance.sample(_SESSION_DAYS, 3)):
            yield more.session(line, hours=round(chance.uniform(0.5, 2), 1), held_on=held_on)
    if far > 0.6:
        after = {code: round(min(98, score + chance.triangular(-7, 34, 12)), 1) for code, score in before.items()}
        yield facts.assessment(school, scores=after, point="follow_up")


def _board(of_year: Event, code: str, schools: range, chance: Random, how_far: float) -> Iterator[Event]:
    name = boards()[code].short_name.removeprefix("NHS ")
    project = facts.project(
        icb_code=code,
        name=f"{name} 2025 to 2026",
        programme_year_id=of_year.data.id,
        target_schools=len(schools) - len(schools) % 5 + 2,
    )
    yield project
    yield facts.member(project)
    yield more.plan(project)
    yield more.memorandum(project)
    yield from _money(project, chance, 110 + 9 * len(schools))
    for number in schools:
        yield from _school(project, number, chance, how_far)


def england(codes: Sequence[str], schools_each: int = 4, main: str = "QWO", schools_of_main: int = 26) -> list[Event]:
    """A year with a project of each of these boards."""
    chance = Random(2025)
    told: list[Event] = [year()]
    first = 1
    for place, code in enumerate(codes):
        count = schools_of_main if code == main else max(1, schools_each + place % 5 - 2)
        how_far = 1.0 if code == main else 0.35 + (place * 7 % 10) / 12
        told += _board(told[0], code, range(first, first + count), chance, how_far)
        first += count
    return told
