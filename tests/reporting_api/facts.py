"""Facts as the other services announce them: each from its contract, with only what a test says made different."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from shared.contracts.assessment import self_assessments
from shared.contracts.commissioning import packages
from shared.contracts.event import CloudEvent, Event
from shared.contracts.partnership import organisations, participations, programmes, projects
from shared.kit.columns import new_id
from shared.kit.outbox import values_of

THEN = datetime(2025, 9, 1, 8, 30, tzinfo=UTC)
_ROW: dict[str, Any] = {"version": 1, "created_at": THEN, "updated_at": THEN}


def year(**given: Any) -> programmes.ProgrammeYearPublished:
    data = {
        "id": new_id(),
        "code": "2025-26",
        "version": 1,
        "title": "PINS 2025 to 2026",
        "starts_on": date(2025, 4, 1),
        "ends_on": date(2026, 3, 31),
        "evaluation_ends_on": date(2026, 9, 30),
        "target_schools_new": 40,
        "target_schools_continuing": 30,
        "minimum_funding_pence": 20_900_000,
        "commitments_up_to": "released",
        "required_partner_kinds": ["icb", "la"],
        "domains": [
            {"code": "communication", "label": "Communication"},
            {"code": "environment", "label": "Environment"},
        ],
        "quarters": [],
        "sources": [],
        "notes": [],
        "updated_at": THEN,
    }
    return programmes.ProgrammeYearPublished(data=programmes.ProgrammeYear(**data | given))


def evaluator(code: str = "ace", **given: Any) -> Event:
    data = {"code": code, "name": "The evaluator", "valid_from": date(2025, 4, 1), "valid_to": None}
    return organisations.EvaluatorRegistered(data=organisations.Evaluator(**_ROW | data | given))


def project(event: type[Event] = projects.ProjectStarted, **given: Any) -> Event:
    data = {
        "id": new_id(),
        "icb_code": "QWO",
        "programme_year": "2025-26",
        "programme_year_id": new_id(),
        "kind": "continuing",
        "name": "West Yorkshire 2025 to 2026",
        "status": "delivering",
        "target_schools": 30,
    }
    data |= given
    return event(data=projects.Project(**_ROW | {"lead_icb_code": data["icb_code"]} | data))


def member(of: Event, event: type[Event] = projects.MemberJoined, **given: Any) -> Event:
    data = {
        "id": new_id(),
        "project_id": of.data.id,
        "icb_code": of.data.icb_code,
        "organisation": "la:383",
        "organisation_name": "Leeds",
        "kind": "la",
        "role": "Partner",
        "joined_on": date(2025, 9, 1),
        "left_on": None,
    }
    return event(data=projects.Member(**_ROW | data | given))


_PARTICIPATION_EVENTS = {
    "selected": participations.ParticipationSelected,
    "confirmed": participations.ParticipationConfirmed,
    "withdrawn": participations.ParticipationWithdrawn,
}


def participation(of: Event, status: str = "confirmed", **given: Any) -> Event:
    data = {
        "id": new_id(),
        "project_id": of.data.id,
        "icb_code": of.data.icb_code,
        "programme_year": of.data.programme_year,
        "urn": "107866",
        "la_code": "383",
        "school_name": "Elm Park Primary School",
        "cohort": "new",
        "offer": "full",
        "status": status,
        "rationale": "Absence is twice the county's.",
        "override_reason": None,
        "confirmed_at": None,
        "confirmed_by": None,
        "agreed_by": None,
        "withdrawn_at": None,
        "withdrawal_reason": None,
        "replaces": None,
        "replaced_by": None,
        "current_urn": given.get("urn", "107866"),
        "took_part_before": False,
    }
    return _PARTICIPATION_EVENTS[status](data=participations.Participation(**_ROW | data | given))


_ASSESSMENT_EVENTS = {
    "in_progress": self_assessments.SelfAssessmentAnswered,
    "submitted": self_assessments.SelfAssessmentSubmitted,
    "reopened": self_assessments.SelfAssessmentReopened,
}


def _of_school(of: Event) -> dict[str, Any]:
    names = ("project_id", "icb_code", "la_code", "urn", "programme_year")
    return {"participation_id": of.data.id} | {name: getattr(of.data, name) for name in names}


def assessment(of: Event, status: str = "submitted", scores: dict[str, float | None] | None = None, **given: Any):
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
            {"domain": domain, "score": score, "answered": 3, "not_applicable": 0, "missing": 0}
            for domain, score in (scores or {}).items()
        ],
        "submitted_at": THEN if status == "submitted" else None,
        "reopened_reason": None,
    }
    return _ASSESSMENT_EVENTS[status](data=self_assessments.SelfAssessment(**_ROW | data | given))


_LINE_EVENTS = {
    "proposed": packages.PackageLineProposed,
    "agreed": packages.PackageLineAgreed,
    "commissioned": packages.PackageLineCommissioned,
    "delivering": packages.PackageLineStarted,
    "completed": packages.PackageLineCompleted,
    "cancelled": packages.PackageLineCancelled,
}


def line(of: Event, status: str = "agreed", **given: Any) -> Event:
    data = {
        "id": new_id(),
        **_of_school(of),
        "menu_id": new_id(),
        "menu_item_code": "sensory-audit",
        "menu_item_title": "Sensory audit",
        "strand": "tailored_support",
        "domain": "environment",
        "finding_ids": [],
        "local_offer_id": None,
        "provider_id": None,
        "provider_name": None,
        "units": None,
        "unit_cost_pence": None,
        "funding_strand": given.get("strand", "tailored_support"),
        "hours": 6.5,
        "starts_on": date(2025, 10, 1),
        "ends_on": date(2025, 12, 1),
        "cost_pence": 45_000,
        "reason": "The lowest of its scores.",
        "adds": None,
        "status": status,
        "agreed_at": None,
        "agreed_by": None,
        "agreement": None,
        "decision_id": None,
        "commissioned_at": None,
        "completed_at": None,
        "variation_reason": None,
        "cancelled_at": None,
        "cancellation_reason": None,
    }
    return _LINE_EVENTS[status](data=packages.PackageLine(**_ROW | data | given))


def again(event: Event, kind: type[Event] | None = None, **changes: Any) -> Event:
    """The same resource at its next version."""
    data = type(event.data)(**event.data.model_dump() | {"version": event.data.version + 1} | changes)
    return (kind or type(event))(data=data)


def source_of(event: Event) -> str:
    """The service that announces it."""
    return event.type.partition(".")[0]


def announced(events: Sequence[Event]) -> list[CloudEvent]:
    """The events as the feeds carry them."""
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
