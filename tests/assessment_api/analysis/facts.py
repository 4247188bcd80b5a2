"""Facts as they are announced: each from its contract, with only what a test says made different."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from shared.contracts.assessment import self_assessments, surveys, themes
from shared.contracts.event import CloudEvent, Event
from shared.contracts.partnership import participations, projects
from shared.kit.columns import new_id
from shared.kit.outbox import values_of
from tests.assessment_api.owner import a_member, a_participation, a_project

THEN = datetime(2025, 9, 1, 8, 30, tzinfo=UTC)
_ROW: dict[str, Any] = {"version": 1, "created_at": THEN, "updated_at": THEN}
_TAKES_PART = {
    "selected": participations.ParticipationSelected,
    "confirmed": participations.ParticipationConfirmed,
    "withdrawn": participations.ParticipationWithdrawn,
}
_ASSESSED = {
    "in_progress": self_assessments.SelfAssessmentOpened,
    "submitted": self_assessments.SelfAssessmentSubmitted,
    "reopened": self_assessments.SelfAssessmentReopened,
}


def school(status: str = "confirmed", **given: Any) -> Event:
    """A school takes part in a project."""
    return _TAKES_PART[status](data=a_participation(status=status, **given))


def project_of(of: Event, lead: str = "QWO") -> Event:
    """The project of a school is announced."""
    return projects.ProjectStarted(data=a_project(of.data, lead))


def member(of: Event, organisation: str) -> Event:
    """An organisation becomes a partner of a school's project."""
    return projects.MemberJoined(data=a_member(project_id=of.data.project_id, organisation=organisation))


def _of_school(of: Event) -> dict[str, Any]:
    names = ("project_id", "icb_code", "la_code", "urn", "programme_year")
    return {"participation_id": of.data.id} | {name: getattr(of.data, name) for name in names}


def assessment(of: Event, status: str = "submitted", scores: Mapping[str, float | None] | None = None, **given: Any):
    """A school's self-assessment, with these scores by domain."""
    data = {
        "id": new_id(),
        **_of_school(of),
        "point": "baseline",
        "instrument_id": new_id(),
        "status": status,
        "contributors": [],
        "helped_by": [],
        "answers": [],
        "domain_scores": [
            {"domain": domain, "score": score, "answered": 3, "not_applicable": 0, "missing": 1}
            for domain, score in (scores or {}).items()
        ],
        "submitted_at": THEN if status == "submitted" else None,
        "reopened_reason": None,
    }
    return _ASSESSED[status](data=self_assessments.SelfAssessment(**_ROW | data | given))


def _question(domain: str, number: int, favourable: int | None, others: int | None) -> dict[str, Any]:
    of = {"question": f"{domain}-{number}", "domain": domain, "favourable": favourable, "others": others}
    return of | {"counts": [], "not_applicable": None, "unanswered": None}


def survey(of: Event, *questions: tuple[str, int | None, int | None], term: str = "autumn", **given: Any) -> Event:
    """A survey as it is announced: by question its domain, and what is published of favourable and others."""
    data = {
        "id": new_id(),
        **_of_school(of),
        "term": term,
        "instrument_id": new_id(),
        "respondents": 20,
        "respondents_send": None,
        "questions": [_question(domain, number, *said) for number, (domain, *said) in enumerate(questions)],
        "suppression_threshold": 5,
        "suppressed": True,
    }
    return surveys.SurveyRecorded(data=surveys.Survey(**_ROW | data | given))


def theme(of: Event, statement: str = "Staff know the children well.", **given: Any) -> Event:
    """Something that was heard in a school."""
    data = {
        "id": new_id(),
        **_of_school(of),
        "domain": "communication",
        "kind": "strength",
        "statement": statement,
        "prevalence": "many",
        "source": "voice",
        "source_id": new_id(),
        "status": "active",
        "withdrawn_reason": None,
    }
    return themes.ThemeRecorded(data=themes.Theme(**_ROW | data | given))


def again(event: Event, kind: type[Event] | None = None, **changes: Any) -> Event:
    """The same resource at its next version."""
    data = type(event.data)(**event.data.model_dump() | {"version": event.data.version + 1} | changes)
    return (kind or type(event))(data=data)


def source_of(event: Event) -> str:
    """The service that announces it."""
    return event.type.partition(".")[0]


def announced(events: Sequence[Event]) -> list[CloudEvent]:
    """The events as a feed carries them."""
    return [_announced(event) for event in events]


def _announced(event: Event) -> CloudEvent:
    row = values_of(event, "national:dfe")
    return CloudEvent(
        id=row["id"],
        source=f"/{source_of(event)}",
        type=row["type"],
        subject=row["subject"],
        time=row["occurred_at"],
        projectid=row["project_id"],
        icbcode=row["icb_code"],
        lacode=row["la_code"],
        urn=row["urn"],
        actor=row["actor"],
        resourceversion=row["resource_version"],
        data=row["data"],
    )


def urn(number: int) -> str:
    """The number of a school: another for another."""
    return str(100_000 + number)


def project_id(number: int) -> UUID:
    """The id of a project: another for another, the same in each test."""
    return UUID(int=number + 1, version=4)
