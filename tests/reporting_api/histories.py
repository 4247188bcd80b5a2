"""Made-up histories of a few projects, and what they come to, counted plainly from the newest versions."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from shared.contracts.assessment.surveys import SurveyWithdrawn
from shared.contracts.commissioning.engagement import EngagementWithdrawn
from shared.contracts.commissioning.packages import AGREED
from shared.contracts.event import Event
from shared.contracts.partnership import funding
from shared.contracts.partnership.projects import MemberLeft, ProjectChanged
from tests.reporting_api import facts, more_facts

_STRANDS = ("tailored_support", "parent_carer_engagement")
_SCHOOL_EVENTS = facts._PARTICIPATION_EVENTS
_ASSESSMENT_EVENTS = facts._ASSESSMENT_EVENTS
_LINE_EVENTS = facts._LINE_EVENTS


def history(random: Random, projects: int, schools: int, year: Event | None = None) -> list[Event]:
    """Every version of everything, in an order in which it may have happened."""
    year = year or facts.year()
    told: list[Event] = [year]
    for _ in range(projects):
        project = facts.project(programme_year_id=year.data.id, target_schools=random.choice([None, 2, 30]))
        joined = facts.member(project)
        told += [project, joined, facts.again(project, ProjectChanged, name=f"Renamed {random.randrange(100)}")]
        told += [facts.again(joined, MemberLeft, left_on="2026-01-01")] * random.randrange(2)
        told += _money(random, project)
        for _ in range(schools):
            told += _school(random, project)
    return told


def _day(random: Random) -> date:
    return date(2025, 3, 20) + timedelta(days=random.randrange(420))


def _moment(random: Random) -> datetime | None:
    return random.choice([None, facts.THEN + timedelta(hours=random.randrange(-4_000, 4_000))])


def at_once(random: Random, year: Event, projects: int, schools: int) -> list[Event]:
    """Histories of several projects of one year that went on at the same time."""
    parts = [history(random, 1, schools, year)[1:] for _ in range(projects)]
    turns = [part for part in parts for _ in part]
    random.shuffle(turns)
    going = {id(part): iter(part) for part in parts}
    return [year, *(next(going[id(part)]) for part in turns)]


def _money(random: Random, project: Event) -> list[Event]:
    told: list[Event] = []
    for number, strand in enumerate([*_STRANDS, "embedding"], 1):
        for origin, destination in (("funder", "pledged"), ("pledged", "free"), ("free", "committed")):
            amount = random.randrange(10**6)
            told += more_facts.moved(project, origin, destination, amount, strand, booked_on=_day(random))
        release = more_facts.release(project, random.randrange(10**6), "planned", number=number)
        told += [release, *_versions(random, release, more_facts.RELEASE_EVENTS)]
    for number in (1, 2):
        plan = more_facts.plan(project, "draft", version_number=number)
        told += [plan, *_versions(random, plan, more_facts.PLAN_EVENTS)]
    memorandum = more_facts.memorandum(project, "draft")
    allocation = more_facts.allocation(project, random.randrange(10**8))
    again = facts.again(allocation, funding.AllocationReduced, amount_pence=random.randrange(10**8))
    return [*told, memorandum, *_versions(random, memorandum, more_facts.MEMORANDUM_EVENTS), allocation, again]


def _school(random: Random, project: Event) -> list[Event]:
    cohort = random.choice(["new", "existing"])
    school = facts.participation(project, "selected", cohort=cohort)
    moments = {"confirmed_at": _moment(random), "withdrawn_at": _moment(random)}
    told = [school, *_versions(random, facts.again(school, **moments), _SCHOOL_EVENTS)]
    for point in ("baseline", "baseline", "follow_up"):
        scores = {"communication": random.randrange(1000) / 10, "environment": None}
        when = facts.THEN.replace(day=random.randrange(1, 28))
        first = facts.assessment(school, "in_progress", scores, point=point, created_at=when)
        told += [first, *_versions(random, first, _ASSESSMENT_EVENTS)][: random.randrange(5)]
    for _ in range(random.randrange(4)):
        hours, cost = random.randrange(1, 300) / 10, random.randrange(100_000)
        first = facts.line(school, "proposed", strand=random.choice(_STRANDS), hours=hours, cost_pence=cost)
        told += [first, *_versions(random, facts.again(first, agreed_at=_moment(random)), _LINE_EVENTS)]
        hours = random.randrange(1, 50) / 10
        session = more_facts.session(first, "planned", hours=hours, held_on=_day(random))
        told += [session, *_versions(random, session, more_facts.SESSION_EVENTS)]
    return told + _need_and_engagement(random, school)


def _need_and_engagement(random: Random, school: Event) -> list[Event]:
    told: list[Event] = []
    for number in (1, 2):
        domains = random.sample(["communication", "environment", "leadership"], 2)
        first = more_facts.priority_set(school, *domains, status="proposed", number=number)
        agreed = facts.again(first, agreed_at=_moment(random))
        told += [first, *_versions(random, agreed, more_facts.PRIORITY_EVENTS)]
    survey = more_facts.survey(school)
    told += [survey, *random.choice([[], [more_facts.survey(school, SurveyWithdrawn, **survey.data.model_dump())]])]
    group = more_facts.group(school, "none")
    told += [group, facts.again(group, state=random.choice(["none", "formed", "developed"]))]
    for kind in random.choices(["meeting", "activity", "change"], k=random.randrange(3)):
        entry = more_facts.entry(school, kind, held_on=_day(random))
        told += [entry, *[facts.again(entry, EngagementWithdrawn, status="withdrawn")] * random.randrange(2)]
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
        **_readiness_of(project, schools, latest, told),
        **_money_of(project, told),
        **_engagement_of(project, told),
    }


def _readiness_of(
    project: Any, schools: Sequence[Any], latest: dict[Any, Any], told: Sequence[Event]
) -> dict[str, Any]:
    new = {each.id for each in schools if each.cohort == "new"}
    here = {each.organisation for each in _mine(project, told, "member") if each.left_on is None}
    needed = {f"la:{each.la_code}" for each in schools if each.status != "withdrawn"}
    return {
        "new_baselines_submitted": sum(each.status == "submitted" for key, each in latest.items() if key in new),
        "partners_expected": len(needed) + 1,
        "partners_missing": len(needed - here) + 1,
        "plan_approved": any(each.status == "approved" for each in _mine(project, told, "delivery-plan")),
        "memorandum_agreed": any(each.status == "agreed" for each in _mine(project, told, "memorandum")),
    }


def _mine(project: Any, told: Sequence[Event], kind: str) -> list[Any]:
    return [each for each in _newest(told, kind) if each.project_id == project.id]


def _money_of(project: Any, told: Sequence[Event]) -> dict[str, Any]:
    entries, releases = _mine(project, told, "ledger-entry"), _mine(project, told, "release")
    plan = max(_mine(project, told, "delivery-plan"), key=lambda each: each.version_number)
    return {
        "committed_pence": sum(each.amount_pence for each in entries if each.account == "committed"),
        "allocated_pence": sum(each.amount_pence for each in _mine(project, told, "allocation")),
        "released_pence": sum(each.amount_pence for each in releases if each.status == "released"),
        "planned_release_pence": sum(each.amount_pence for each in releases if each.status == "planned"),
        "plan_status": plan.status.value,
        "memorandum_status": _mine(project, told, "memorandum")[0].status.value,
    }


def _engagement_of(project: Any, told: Sequence[Event]) -> dict[str, Any]:
    sessions, entries = _mine(project, told, "session"), _mine(project, told, "engagement")
    sets: dict[Any, Any] = {}
    for each in sorted(_mine(project, told, "priority-set"), key=lambda found: found.number):
        if each.status == "agreed":
            sets[each.participation_id] = each
    return {
        "hours_held": round(sum(each.hours for each in sessions if each.status == "held"), 1),
        "meetings": sum(each.kind == "meeting" and each.status == "recorded" for each in entries),
        "priorities_agreed": sum(len(each.priorities) for each in sets.values()),
    }
