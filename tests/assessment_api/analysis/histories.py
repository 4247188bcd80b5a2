"""Made-up histories of a few projects, and what they come to, counted plainly from the newest versions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

from shared.contracts.assessment import surveys, themes
from shared.contracts.event import Event
from tests.assessment_api.analysis import facts

YEARS = ("2024-25", "2025-26")
_STATEMENTS = ("Noise in the hall.", "noise  in the hall.", "Staff listen.", "Letters come late.")
_DOMAINS = ("communication", "environment")


def history(random: Random, projects: int, schools: int) -> list[Event]:
    """Every version of everything, in an order in which it may have happened."""
    told: list[Event] = []
    for number in range(projects):
        board = random.choice(["QWO", "QHM"])
        for place in range(schools):
            school = facts.school(
                "selected",
                version=1,
                project_id=facts.project_id(number),
                icb_code=board,
                la_code=random.choice(["382", "383", "384"]),
                urn=facts.urn(number * schools + place),
                programme_year=YEARS[number % 2],
                cohort=random.choice(["new", "new", "existing"]),
            )
            told += [school, *_versions(random, school, facts._TAKES_PART, 2), *_said(random, school)]
    return told


def _said(random: Random, school: Event) -> list[Event]:
    told: list[Event] = []
    points = ["baseline", "follow_up"] if school.data.cohort == "new" else ["embedding_review"]
    for point in points[: random.randrange(3)]:
        scores = {domain: random.choice([None, *(n / 10 for n in range(0, 1001, 50))]) for domain in _DOMAINS}
        first = facts.assessment(school, "in_progress", scores, point=point)
        told += [first, *_assessed(random, first)]
    for term in ("autumn", "spring")[: random.randrange(3)]:
        first = facts.survey(school, *(_question(random) for _ in range(random.randrange(4))), term=term)
        told += [first, *[facts.again(first, surveys.SurveyChanged, questions=[])] * random.randrange(2)]
        told += [surveys.SurveyWithdrawn(data=first.data)] * (random.random() < 0.2)
    for _ in range(random.randrange(4)):
        said = facts.theme(school, random.choice(_STATEMENTS))
        told += [said, *[facts.again(said, themes.ThemeWithdrawn, status="withdrawn")] * (random.random() < 0.2)]
    return told


def _question(random: Random) -> tuple[str, int | None, int | None]:
    hidden = (random.choice(_DOMAINS), None, None)
    return random.choice([hidden, (hidden[0], random.randrange(5, 20), random.randrange(5, 20))])


def _versions(random: Random, first: Event, kinds: dict[str, type[Event]], most: int) -> list[Event]:
    versions = [first]
    for _ in range(random.randrange(most + 1)):
        status = random.choice([*kinds, "confirmed" if "confirmed" in kinds else "submitted"])
        versions.append(facts.again(versions[-1], kinds[status], status=status))
    return versions[1:]


def _assessed(random: Random, first: Event) -> list[Event]:
    versions = _versions(random, first, facts._ASSESSED, 3)
    for version in versions:
        version.data.__dict__["submitted_at"] = facts.THEN if version.data.status == "submitted" else None
    return versions


def _newest(told: Iterable[Event], kind: str) -> list[Any]:
    found: dict[Any, Any] = {}
    for event in told:
        if event.type.split(".")[1] == kind:
            kept = found.get(event.data.id)
            found[event.data.id] = event.data if kept is None or kept.version < event.data.version else kept
    gone = {event.data.id for event in told if isinstance(event, surveys.SurveyWithdrawn)}
    return [each for each in found.values() if each.id not in gone]


Sums = dict[tuple[str, ...], list[Any]]


def expected(told: Sequence[Event]) -> dict[str, Sums]:
    """What England's sums are, by figure and key."""
    schools = {each.id: each for each in _newest(told, "participation") if each.status == "confirmed"}
    assessments = [each for each in _newest(told, "self-assessment") if each.participation_id in schools]
    return {
        "completion": _completion(schools.values(), assessments),
        "domains": _domains(assessments),
        "surveys": _surveys([each for each in _newest(told, "survey") if each.participation_id in schools]),
        "themes": _themes([each for each in _newest(told, "theme") if each.participation_id in schools]),
    }


def _add(sums: Sums, key: tuple[str, ...], numbers: Sequence[Any]) -> None:
    before = sums.setdefault(key, [0] * len(numbers))
    sums[key] = [one + other for one, other in zip(before, numbers, strict=True)]


def _completion(schools: Iterable[Any], assessments: Sequence[Any]) -> Sums:
    status = {(each.participation_id, each.point): each.status for each in assessments}
    sums: Sums = {}
    for school in schools:
        for point in ("baseline", "follow_up") if school.cohort == "new" else ("embedding_review",):
            found = status.get((school.id, point))
            numbers = [1, found is None, found in ("in_progress", "reopened"), found == "submitted"]
            _add(sums, (school.programme_year, point), [int(number) for number in numbers])
    return sums


def _domains(assessments: Sequence[Any]) -> Sums:
    sums: Sums = {}
    for each in assessments:
        for score in each.domain_scores if each.submitted_at else []:
            if score.score is not None:
                bands = [int(min(score.score // 20, 4) == band) for band in range(5)]
                key = (each.programme_year, str(each.point), score.domain)
                _add(sums, key, [1, round(score.score * 10), *bands])
    return sums


def _surveys(found: Sequence[Any]) -> Sums:
    of_schools: dict[tuple[str, str, Any], list[int]] = defaultdict(lambda: [0, 0, 0])
    for each in found:
        for question in each.questions:
            of_school = of_schools[(each.programme_year, question.domain, each.participation_id)]
            if question.favourable is not None:
                said = [1, question.favourable + question.others, question.favourable]
                of_school[:] = [one + other for one, other in zip(of_school, said, strict=True)]
    sums: Sums = {}
    for (year, domain, _), (published, answers, favourable) in of_schools.items():
        _add(sums, (year, domain), [int(published > 0), int(published == 0), answers, favourable])
    return sums


def _themes(found: Sequence[Any]) -> Sums:
    heard: dict[tuple[str, ...], set[Any]] = defaultdict(set)
    for each in found:
        if each.status == "active":
            said = " ".join(each.statement.lower().split())
            heard[(each.programme_year, each.domain, str(each.kind), said)].add(each.participation_id)
    return {key: [len(schools)] for key, schools in heard.items() if len(schools) > 1}
