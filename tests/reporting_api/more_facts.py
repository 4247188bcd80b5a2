"""Facts of need, money, delivery and engagement, as the other services announce them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from shared.contracts.assessment import priorities, surveys
from shared.contracts.commissioning import delivery, engagement, ledger
from shared.contracts.event import Event
from shared.contracts.partnership import delivery_plans, funding, memoranda
from shared.kit.columns import new_id
from tests.reporting_api.facts import _ROW, THEN, _of_school

_LEDGER_ROW: dict[str, Any] = {"recorded_at": THEN, "updated_at": THEN}


def _of_project(of: Event) -> dict[str, Any]:
    return {
        "id": new_id(),
        "project_id": of.data.id,
        "icb_code": of.data.icb_code,
        "programme_year": of.data.programme_year,
    }


PRIORITY_EVENTS = {
    "proposed": priorities.PrioritiesProposed,
    "agreed": priorities.PrioritiesAgreed,
    "superseded": priorities.PrioritiesSuperseded,
}


def priority_set(
    of: Event, *domains: str, status: str = "agreed", findings: Sequence[UUID] = (), **given: Any
) -> Event:
    """Priorities in these domains, each citing these findings."""
    data = {
        "id": new_id(),
        **_of_school(of),
        "number": 1,
        "status": status,
        "priorities": [
            {"rank": rank, "domain": domain, "finding_ids": list(findings), "reason": None}
            for rank, domain in enumerate(domains, 1)
        ],
        "ranked": [],
        "missing": [],
        "ranking_rule_id": new_id(),
        "proposed_by": "icb:QWO",
        "school_agreed_at": None,
        "school_agreed_by": None,
        "school_agreement": None,
        "team_agreed_at": None,
        "team_agreed_by": None,
        "agreed_at": None,
    }
    return PRIORITY_EVENTS[status](data=priorities.PrioritySet(**_ROW | data | given))


def survey(of: Event, event: type[Event] = surveys.SurveyRecorded, **given: Any) -> Event:
    data = {
        "id": new_id(),
        **_of_school(of),
        "term": "autumn",
        "instrument_id": new_id(),
        "respondents": 40,
        "respondents_send": None,
        "questions": [],
        "suppression_threshold": 5,
        "suppressed": False,
    }
    return event(data=surveys.Survey(**_ROW | data | given))


SESSION_EVENTS = {
    "planned": delivery.SessionPlanned,
    "held": delivery.SessionHeld,
    "cancelled": delivery.SessionCancelled,
}


def session(line: Event, status: str = "held", **given: Any) -> Event:
    names = ("participation_id", "project_id", "icb_code", "la_code", "urn", "programme_year")
    data = {
        "id": new_id(),
        **{name: getattr(line.data, name) for name in names},
        "package_line_id": line.data.id,
        "provider_id": None,
        "held_on": date(2025, 11, 3),
        "hours": 2.5,
        "profession": "Speech and language therapist",
        "mode": "in_person",
        "status": status,
        "staff_reached": [],
        "cancelled_reason": None,
    }
    return SESSION_EVENTS[status](data=delivery.DeliverySession(**_ROW | data | given))


def group(of: Event, state: str = "formed", **given: Any) -> Event:
    data = {"id": new_id(), **_of_school(of), "state": state, "since": None, "members": None}
    return engagement.SchoolGroupRecorded(data=engagement.SchoolGroup(**_ROW | data | given))


def entry(of: Event, kind: str = "meeting", event: type[Event] = engagement.EngagementRecorded, **given: Any) -> Event:
    data = {
        "id": new_id(),
        **_of_school(of),
        "kind": kind,
        "term": "autumn",
        "held_on": date(2025, 11, 3),
        "what": "Leaders and parent carers met.",
        "led_to": None,
        "parent_carers": None,
        "senior_leaders": None,
        "status": "recorded",
        "withdrawn_reason": None,
    }
    return event(data=engagement.EngagementEntry(**_ROW | data | given))


def booked(of: Event, account: str, amount_pence: int, strand: str = "tailored_support", **given: Any) -> Event:
    """One side of a transaction of a project's money."""
    data = {
        **_of_project(of),
        "transaction_id": new_id(),
        "strand": strand,
        "account": account,
        "amount_pence": amount_pence,
        "kind": "allocation",
        "package_line_id": None,
        "source_id": new_id(),
        "booked_on": date(2025, 11, 3),
    }
    return ledger.LedgerEntryMade(data=ledger.LedgerEntry(**_LEDGER_ROW | data | given))


def moved(
    of: Event, origin: str, destination: str, amount_pence: int, strand: str = "tailored_support", **given: Any
) -> list[Event]:
    """Both sides of a transaction."""
    sides = ((origin, -amount_pence), (destination, amount_pence))
    return [booked(of, account, amount, strand, **given) for account, amount in sides]


def allocation(of: Event, amount_pence: int = 20_900_000, **given: Any) -> Event:
    data = {
        **_of_project(of),
        "amount_pence": amount_pence,
        "profile": [],
        "basis": "By schools.",
        "below_minimum": False,
        "released_pence": 0,
        "reduced_reason": None,
    }
    return funding.AllocationSet(data=funding.Allocation(**_ROW | data | given))


RELEASE_EVENTS = {
    "planned": funding.ReleasePlanned,
    "released": funding.ReleaseMade,
    "cancelled": funding.ReleaseCancelled,
}


def release(of: Event, amount_pence: int, status: str = "released", **given: Any) -> Event:
    data = {
        **_of_project(of),
        "number": 1,
        "amount_pence": amount_pence,
        "planned_on": date(2025, 10, 1),
        "status": status,
        "released_at": None,
        "cancellation_reason": None,
        "recovered_pence": 0,
    }
    return RELEASE_EVENTS[status](data=funding.Release(**_ROW | data | given))


PLAN_EVENTS = {
    "draft": delivery_plans.DeliveryPlanStarted,
    "submitted": delivery_plans.DeliveryPlanSubmitted,
    "approved": delivery_plans.DeliveryPlanApproved,
    "superseded": delivery_plans.DeliveryPlanSuperseded,
}


def plan(of: Event, status: str = "approved", **given: Any) -> Event:
    empty = ("partner_arrangements", "selection_process", "engagement")
    moments = ("submitted_at", "signed_off_at", "reviewed_at", "superseded_at")
    data = {
        **_of_project(of),
        "version_number": 1,
        "status": status,
        **{name: [] for name in ("support", "commissioning", "funding", "risks")},
        **dict.fromkeys((*empty, *moments)),
    }
    return PLAN_EVENTS[status](data=delivery_plans.DeliveryPlan(**_ROW | data | given))


MEMORANDUM_EVENTS = {
    "draft": memoranda.MemorandumDrafted,
    "agreed": memoranda.MemorandumAgreed,
    "superseded": memoranda.MemorandumSuperseded,
}


def memorandum(of: Event, status: str = "agreed", **given: Any) -> Event:
    data = {
        **_of_project(of),
        "delivery_plan_id": new_id(),
        "version_number": 1,
        "status": status,
        "specification": {"title": "Specification", "illustrative": True, "clauses": []},
        "signatures": [],
        "agreed_at": None,
        "superseded_at": None,
    }
    return MEMORANDUM_EVENTS[status](data=memoranda.Memorandum(**_ROW | data | given))
