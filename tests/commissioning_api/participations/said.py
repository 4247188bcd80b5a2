"""Events as the other services' feeds bring them."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from services.commissioning_api.subscriptions import SUBSCRIPTIONS
from shared.contracts.assessment import findings, priorities, self_assessments
from shared.contracts.event import CloudEvent, Event
from shared.contracts.partnership import participations, projects
from tests.commissioning_api.assessed import a_finding, finding_of
from tests.commissioning_api.stand_in import NOW, as_it_became
from tests.support.serving import Served

GROUP = "pcg:0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a"
ASSESSMENT = UUID("0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6d")
MEMBER = UUID("0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6e")


def as_sent(event: Event, source: str) -> CloudEvent:
    data = event.data.model_dump(mode="json")
    sent = CloudEvent(
        id=uuid4(), source=f"/{source}", type=event.type, subject=event.subject, time=NOW, actor="icb:QWO",
        resourceversion=data["version"], data=data,
    )  # fmt: skip
    return CloudEvent.model_validate_json(sent.model_dump_json())


def a_participation_event(school: participations.Participation, **more: Any) -> CloudEvent:
    return as_sent(participations.ParticipationConfirmed(data=as_it_became(school, **more)), "partnership")


def a_member_event(project_id: UUID, organisation: str, version: int, left_on: str | None = None) -> CloudEvent:
    values = {
        "id": MEMBER, "project_id": project_id, "icb_code": "QWO", "organisation": organisation,
        "organisation_name": "Leeds parent carer forum", "kind": "parent_carer_group", "role": "Partner",
        "joined_on": "2025-04-01", "left_on": left_on, "version": version, "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    kind = projects.MemberLeft if left_on else projects.MemberJoined
    return as_sent(kind(data=projects.Member.model_validate(values)), "partnership")


def an_assessment_event(school: participations.Participation, version: int, status: str = "submitted") -> CloudEvent:
    values = {
        "id": ASSESSMENT, "participation_id": school.id, "project_id": school.project_id, "icb_code": school.icb_code,
        "la_code": school.la_code, "urn": school.urn, "programme_year": school.programme_year, "point": "baseline",
        "instrument_id": uuid4(), "status": status, "contributors": [], "helped_by": [], "answers": [],
        "domain_scores": [], "submitted_at": "2025-09-15T09:00:00Z", "reopened_reason": None, "version": version,
        "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    kind = self_assessments.SelfAssessmentReopened if status == "reopened" else self_assessments.SelfAssessmentSubmitted
    return as_sent(kind(data=self_assessments.SelfAssessment.model_validate(values)), "assessment")


def a_finding_event(school: participations.Participation, domain: str = "mental_health", **more: Any) -> CloudEvent:
    kind = findings.FindingSuperseded if more.get("status") == "superseded" else findings.FindingMade
    found = a_finding(school.id, domain, **{"project_id": school.project_id} | more)
    return as_sent(kind(data=found), "assessment")


def a_priorities_event(
    school: participations.Participation, domains: list[str], status: str = "agreed", version: int = 3, number: int = 1
) -> CloudEvent:
    values = {
        "id": uuid5(school.id, str(number)), "participation_id": school.id, "project_id": school.project_id,
        "icb_code": school.icb_code, "la_code": school.la_code, "urn": school.urn,
        "programme_year": school.programme_year, "number": number, "status": status,
        "priorities": [
            {"rank": rank, "domain": domain, "finding_ids": [finding_of(school.id, domain)], "reason": None}
            for rank, domain in enumerate(domains, 1)
        ],
        "ranked": [], "missing": [], "ranking_rule_id": uuid4(), "proposed_by": "icb:QWO", "school_agreed_at": None,
        "school_agreed_by": None, "school_agreement": None, "team_agreed_at": None, "team_agreed_by": None,
        "agreed_at": None if status == "proposed" else NOW, "version": version, "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    kind = {
        "proposed": priorities.PrioritiesProposed, "agreed": priorities.PrioritiesAgreed,
        "superseded": priorities.PrioritiesSuperseded,
    }[status]  # fmt: skip
    return as_sent(kind(data=priorities.PrioritySet.model_validate(values)), "assessment")


async def apply(commissioning: Served, *events: CloudEvent) -> None:
    handlers = {f"/{each.source}": each.handlers for each in SUBSCRIPTIONS}
    for event in events:
        async with commissioning.app.state.database.transaction() as session:
            await handlers[event.source][event.type](session, event)
