"""The peer that assessment_api asks and follows: partnership_api's answers, by a table that each test fills."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.contracts.base import Output
from shared.contracts.event import CloudEvent, Event
from shared.contracts.partnership.participations import Participation
from shared.contracts.partnership.programmes import ProgrammeYear
from shared.contracts.partnership.projects import Member, Project
from shared.contracts.problem import Problem
from shared.kit import outbox

NOW = "2025-09-01T08:30:00.000000Z"
DOMAINS = [
    "leadership_culture_and_values",
    "mental_health",
    "readiness_to_learn",
    "teaching_and_learning",
    "environment",
    "communication",
]


def a_participation(**changes: Any) -> Participation:
    """Elm Park School, new in West Yorkshire's project of 2025 to 2026, confirmed."""
    values = {
        "id": uuid4(), "project_id": uuid4(), "icb_code": "QWO", "programme_year": "2025-26", "urn": "107866",
        "la_code": "383", "school_name": "Elm Park School", "cohort": "new", "offer": "full", "status": "confirmed",
        "rationale": "Absence is twice the county's.", "override_reason": None, "confirmed_at": NOW,
        "confirmed_by": "school:107866", "agreed_by": None, "withdrawn_at": None, "withdrawal_reason": None,
        "replaces": None, "replaced_by": None, "current_urn": changes.get("urn", "107866"), "took_part_before": False,
        "version": 2, "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    return Participation.model_validate(values | changes)


def a_member(**changes: Any) -> Member:
    """An organisation that is a partner of a project."""
    values = {
        "id": uuid4(), "project_id": uuid4(), "icb_code": "QWO", "organisation": f"pcg:{uuid4()}",
        "organisation_name": "Leeds Parent Carer Forum", "kind": "parent_carer_group", "role": "Partner",
        "joined_on": "2025-04-01", "left_on": None, "version": 1, "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    return Member.model_validate(values | changes)


def a_project(participation: Participation, lead_icb_code: str) -> Project:
    """The project of a participation, as its board started it."""
    values = {
        "id": participation.project_id, "icb_code": participation.icb_code, "lead_icb_code": lead_icb_code,
        "programme_year": participation.programme_year, "programme_year_id": uuid4(), "kind": "new",
        "name": "A local partnership", "status": "delivering", "target_schools": 40, "version": 1,
        "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    return Project.model_validate(values)


def a_year(code: str = "2025-26") -> ProgrammeYear:
    """A programme year with the six domains of the guidance."""
    values = {
        "id": uuid4(), "code": code, "version": 1, "title": f"PINS {code}", "starts_on": f"{code[:4]}-04-01",
        "ends_on": f"20{code[5:]}-03-31", "evaluation_ends_on": f"20{code[5:]}-09-30", "target_schools_new": 40,
        "target_schools_continuing": 30, "minimum_funding_pence": None, "commitments_up_to": "released",
        "required_partner_kinds": ["icb"],
        "domains": [{"code": domain, "label": domain} for domain in DOMAINS], "quarters": [], "sources": [],
        "notes": [], "updated_at": NOW,
    }  # fmt: skip
    return ProgrammeYear.model_validate(values)


def told(event: Event) -> CloudEvent:
    """An event as it comes over the wire."""
    row = outbox.values_of(event, "icb:QWO")
    return CloudEvent(
        id=row["id"],
        source="/partnership",
        type=event.type,
        subject=row["subject"],
        time=row["occurred_at"],
        actor=row["actor"],
        resourceversion=row["resource_version"],
        data=row["data"],
    )


@dataclass
class Owner:
    """What partnership_api knows; `failing` is the status of all its answers while it is set."""

    participations: dict[UUID, Participation] = field(default_factory=dict)
    projects: dict[UUID, Project] = field(default_factory=dict)
    years: dict[str, ProgrammeYear] = field(default_factory=lambda: {"2025-26": a_year()})
    events: list[CloudEvent] = field(default_factory=list)
    failing: int | None = None
    asked_with: list[str] = field(default_factory=list)

    def knows(self, participation: Participation) -> Participation:
        self.participations[participation.id] = participation
        self.projects[participation.project_id] = a_project(participation, participation.icb_code)
        return participation

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/participations/{id:uuid}", self._participation),
                Route("/v1/projects/{id:uuid}", self._project),
                Route("/v1/programme-years/{code}", self._year),
                Route("/v1/events", self._events),
            ]
        )

    async def _participation(self, request: Request) -> Response:
        return self._answer(request, self.participations.get(request.path_params["id"]))

    async def _project(self, request: Request) -> Response:
        return self._answer(request, self.projects.get(request.path_params["id"]))

    async def _year(self, request: Request) -> Response:
        return self._answer(request, self.years.get(request.path_params["code"]))

    def _answer(self, request: Request, resource: Output | None) -> Response:
        self.asked_with.append(request.headers["Authorization"])
        status = self.failing or (404 if resource is None else 200)
        if status == 200:
            return Response(resource.model_dump_json(), media_type="application/json")
        problem = Problem(
            type="http://partnership.test/problems/refused", title="Refused", status=status,
            detail="The token lacks the scope partnership:read.", instance="urn:pins:request:1", errors=[],
        )  # fmt: skip
        return Response(problem.model_dump_json(), status, media_type="application/problem+json")

    async def _events(self, request: Request) -> Response:
        start = int(request.query_params.get("after", "0"))
        types, limit = request.query_params["type"].split(","), int(request.query_params["limit"])
        batch = self.events[start : start + limit]
        body: Sequence[Any] = [event.model_dump(mode="json") for event in batch if event.type in types]
        return Response(json.dumps(body), headers={"X-Next-Cursor": str(start + len(batch))})
