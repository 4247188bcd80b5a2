"""Made-up histories of a few projects, and what they come to, counted plainly from the newest versions."""

from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

from shared.contracts.commissioning.packages import AGREED
from shared.contracts.event import Event
from shared.contracts.partnership.projects import MemberLeft, ProjectChanged
from tests.reporting_api import facts

_STRANDS = ("tailored_support", "parent_carer_engagement")
_SCHOOL_EVENTS = facts._PARTICIPATION_EVENTS
_ASSESSMENT_EVENTS = facts._ASSESSMENT_EVENTS
_LINE_EVENTS = facts._LINE_EVENTS


def history(random: Random, projects: int, schools: int) -> list[Event]:
    """Every version of everything, in an order in which it may have happened."""
    year = facts.year()
    told: list[Event] = [year]
    for _ in range(projects):
        project = facts.project(programme_year_id=year.data.id, target_schools=random.choice([None, 2, 30]))
        joined = facts.member(project)
        told += [project, joined, facts.again(project, ProjectChanged, name=f"Renamed {random.randrange(100)}")]
        told += [facts.again(joined, MemberLeft, left_on="2026-01-01")] * random.randrange(2)
        for _ in range(schools):
            told += _school(random, project)
    return told


def _school(random: Random, project: Event) -> list[Event]:
    cohort = random.choice(["new", "existing"])
    school = facts.participation(project, "selected", cohort=cohort)
    told = [school, *_versions(random, school, _SCHOOL_EVENTS)]
    for point in ("baseline", "baseline", "follow_up"):
        scores = {"communication": random.randrange(1000) / 10, "environment": None}
        when = facts.THEN.replace(day=random.randrange(1, 28))
        first = facts.assessment(school, "in_progress", scores, point=point, created_at=when)
        told += [first, *_versions(random, first, _ASSESSMENT_EVENTS)][: random.randrange(5)]
    for _ in range(random.randrange(4)):
        hours, cost = random.randrange(1, 300) / 10, random.randrange(100_000)
        first = facts.line(school, "proposed", strand=random.choice(_STRANDS), hours=hours, cost_pence=cost)
        told += [first, *_versions(random, first, _LINE_EVENTS)]
    return told


def _versions(random: Random, first: Event, kinds: dict[str, type[Event]]) -> list[Event]:
    versions = [first]
    for _ in range(random.randrange(4)):
        status = random.choice(list(kinds))
        versions.append(facts.again(versions[-1], kinds[status], status=status))
    return versions[1:]


def _newest(told: Iterable[Event], kind: str) -> list[Any]:
    found: dict[Any, Any] = {}
    for event in told:
        if event.type.split(".")[1] == kind:
            kept = found.get(event.data.id)
            found[event.data.id] = event.data if kept is None or kept.version < event.data.version else kept
    return list(found.values())


def expected(told: Sequence[Event]) -> dict[str, dict[str, Any]]:
    """By project: some of its dashboard's numbers."""
    return {str(project.id): _of_project(project, told) for project in _newest(told, "project")}


def _of_project(project: Any, told: Sequence[Event]) -> dict[str, Any]:
    schools = [each for each in _newest(told, "participation") if each.project_id == project.id]
    confirmed = {each.id for each in schools if each.status == "confirmed"}
    agreed = [each for each in _newest(told, "package-line") if each.project_id == project.id and each.status in AGREED]
    strands = {school: {each.strand for each in agreed if each.participation_id == school} for school in confirmed}
    latest: dict[Any, Any] = {}
    for each in sorted(_newest(told, "self-assessment"), key=lambda found: (found.created_at, found.id)):
        if each.point == "baseline" and each.participation_id in confirmed:
            latest[each.participation_id] = each
    return {
        "name": project.name,
        "new_confirmed": sum(each.id in confirmed and each.cohort == "new" for each in schools),
        "baselines_submitted": sum(each.status == "submitted" for each in latest.values()),
        "lines_agreed": len(agreed),
        "hours": round(sum(each.hours for each in agreed), 1),
        "cost_pence": sum(each.cost_pence for each in agreed),
        "schools_missing_a_strand": sum(len(found) < 2 for found in strands.values()),
    }
