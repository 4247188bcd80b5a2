"""Who takes part, as partnership_api would say: its contracts, and its rule of who sees what."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.contracts.page import Page
from shared.contracts.partnership.funding import ProjectFunding
from shared.contracts.partnership.governance import Decision
from shared.contracts.partnership.organisations import LocalAuthority
from shared.contracts.partnership.participations import Participation
from shared.contracts.partnership.programmes import CommitmentsUpTo, Domain, ProgrammeYear
from shared.contracts.partnership.projects import Project, ProjectKind, ProjectStatus
from shared.contracts.problem import MEDIA_TYPE, Problem

DOMAINS = (
    "leadership_culture_and_values", "mental_health", "readiness_to_learn", "teaching_and_learning", "environment",
    "communication",
)  # fmt: skip
NOW = datetime(2025, 9, 1, 8, 30, tzinfo=UTC)
YEAR = ProgrammeYear(
    id=UUID(int=1), code="2025-26", version=1, title="PINS 2025 to 2026", starts_on=date(2025, 4, 1),
    ends_on=date(2026, 3, 31), evaluation_ends_on=date(2026, 9, 30), target_schools_new=40,
    target_schools_continuing=30, minimum_funding_pence=None, commitments_up_to=CommitmentsUpTo.RELEASED,
    required_partner_kinds=[],
    domains=[Domain(code=code, label=code) for code in DOMAINS], quarters=[], sources=[], notes=[], updated_at=NOW,
)  # fmt: skip
AUTHORITIES = [
    LocalAuthority(
        la_code=la_code, name=name, gss_code="E08000035", region_code="D", region_name="Yorkshire and The Humber",
        icb_codes=[icb_code], version=1, updated_at=NOW,
    )
    for la_code, name, icb_code in (
        ("383", "Leeds", "QWO"), ("380", "Bradford", "QWO"), ("373", "Sheffield", "QF7"), ("370", "Barnsley", "QF7"),
    )
]  # fmt: skip


def a_participation(**more: Any) -> Participation:
    values: dict[str, Any] = {
        "id": uuid4(), "project_id": uuid4(), "icb_code": "QWO", "programme_year": "2025-26", "urn": "107866",
        "la_code": "383", "school_name": "Primley Primary School", "cohort": "new", "offer": "full",
        "status": "confirmed", "rationale": "Many suspensions.", "override_reason": None, "confirmed_at": NOW,
        "confirmed_by": "school:107866", "agreed_by": None, "withdrawn_at": None, "withdrawal_reason": None,
        "replaces": None, "replaced_by": None, "current_urn": more.get("urn", "107866"), "took_part_before": False,
        "version": 2, "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    return Participation.model_validate(values | more)


def as_it_became(school: Participation, **more: Any) -> Participation:
    return Participation.model_validate(school.model_dump() | more)


@dataclass
class PartnershipStandIn:
    """What the owner knows, and who asked it."""

    participations: dict[UUID, Participation] = field(default_factory=dict)
    handed_over: dict[UUID, str] = field(default_factory=dict)
    askers: list[str] = field(default_factory=list)
    groups: dict[UUID, str] = field(default_factory=dict)
    """The parent carer group that is a partner of a project."""
    decisions: dict[UUID, Decision] = field(default_factory=dict)
    allocated: dict[UUID, int] = field(default_factory=dict)
    released: dict[UUID, int] = field(default_factory=dict)
    year: ProgrammeYear = YEAR

    def decides(self, of: Participation, **more: Any) -> Decision:
        """The partnership of a school's project decides to commission."""
        values: dict[str, Any] = {
            "id": uuid4(), "project_id": of.project_id, "icb_code": of.icb_code, "meeting_id": None,
            "decided_on": date(2025, 9, 20), "kind": "commissioning", "title": "Autumn support",
            "decided": "To commission the autumn support.", "rationale": "The schools need it.",
            "took_part": ["icb:QWO", "la:383"], "against": [], "status": "standing", "withdrawn_on": None,
            "withdrawal_reason": None, "superseded_by": None, "version": 1, "created_at": NOW, "updated_at": NOW,
        }  # fmt: skip
        found = Decision.model_validate(values | more)
        self.decisions[found.id] = found
        return found

    def takes_part(self, **more: Any) -> Participation:
        found = a_participation(**more)
        self.participations[found.id] = found
        return found

    def project(self, of: Participation) -> Project:
        return Project(
            id=of.project_id, icb_code=of.icb_code, lead_icb_code=self.handed_over.get(of.project_id, of.icb_code),
            programme_year=of.programme_year, programme_year_id=YEAR.id, kind=ProjectKind.NEW,
            name="A local partnership", status=ProjectStatus.DELIVERING, target_schools=40, version=1,
            created_at=NOW, updated_at=NOW,
        )  # fmt: skip

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/participations/{participation_id:uuid}", self._participation),
                Route("/v1/projects/{project_id:uuid}", self._project),
                Route("/v1/projects/{project_id:uuid}/funding", self._funding),
                Route("/v1/decisions/{decision_id:uuid}", self._decision),
                Route("/v1/programme-years/{code}", self._programme_year),
                Route("/v1/local-authorities", self._local_authorities),
            ]
        )

    async def _participation(self, request: Request) -> Response:
        refused, organisation = self._caller(request)
        if refused:
            return refused
        found = self.participations.get(request.path_params["participation_id"])
        lead = None if found is None else self.handed_over.get(found.project_id, found.icb_code)
        if found is None or organisation not in (
            f"icb:{found.icb_code}", f"icb:{lead}", f"la:{found.la_code}", f"school:{found.urn}",
            f"school:{found.current_urn}", "national:dfe",
            self.groups.get(found.project_id),
        ):  # fmt: skip
            return a_problem(404, "There is nothing here that you can see")
        return Response(found.model_dump_json(), media_type="application/json")

    async def _project(self, request: Request) -> Response:
        refused, _ = self._caller(request)
        if refused:
            return refused
        found = {each.project_id: each for each in self.participations.values()}[request.path_params["project_id"]]
        return Response(self.project(found).model_dump_json(), media_type="application/json")

    async def _funding(self, request: Request) -> Response:
        refused, _ = self._caller(request)
        if refused:
            return refused
        project_id = request.path_params["project_id"]
        released = self.released.get(project_id, 0)
        found = ProjectFunding(
            project_id=project_id, allocated_pence=self.allocated.get(project_id), planned_pence=0,
            released_pence=released, recovered_pence=0, available_pence=0, may_release=False, why_not=[],
        )  # fmt: skip
        return Response(found.model_dump_json(), media_type="application/json")

    async def _decision(self, request: Request) -> Response:
        refused, _ = self._caller(request)
        if refused:
            return refused
        found = self.decisions.get(request.path_params["decision_id"])
        if found is None:
            return a_problem(404, "There is nothing here that you can see")
        return Response(found.model_dump_json(), media_type="application/json")

    async def _programme_year(self, request: Request) -> Response:
        refused, _ = self._caller(request)
        if refused:
            return refused
        if request.path_params["code"] != self.year.code:
            return a_problem(404, "There is nothing here that you can see")
        return Response(self.year.model_dump_json(), media_type="application/json")

    async def _local_authorities(self, request: Request) -> Response:
        refused, _ = self._caller(request)
        if refused:
            return refused
        wanted = request.query_params["la_code"].split(",")
        found = [authority for authority in AUTHORITIES if authority.la_code in wanted]
        page = Page[LocalAuthority](items=found, next_cursor=None)
        return Response(page.model_dump_json(), media_type="application/json")

    def _caller(self, request: Request) -> tuple[Response | None, str]:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        claims = jwt.decode(token, options={"verify_signature": False})
        self.askers.append(claims["org"])
        refused = "partnership:read" not in claims["scope"].split()
        return a_problem(403, "Your organisation may not do this") if refused else None, claims["org"]


def a_problem(status: int, title: str) -> Response:
    body = Problem(
        type="http://partnership.test/problems/x", title=title, status=status, detail=f"{title}.",
        instance="urn:pins:request:1", errors=[],
    )  # fmt: skip
    return Response(body.model_dump_json(), status, media_type=MEDIA_TYPE)
