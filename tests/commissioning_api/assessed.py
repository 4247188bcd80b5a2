"""What was found at schools, as assessment_api would say: one finding for each domain of every school, and more."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4, uuid5

import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.contracts.assessment.findings import Finding
from shared.contracts.assessment.surveys import Survey
from shared.contracts.assessment.voice import VoiceActivity
from shared.contracts.page import Page
from tests.commissioning_api.stand_in import DOMAINS, NOW, a_problem


def finding_of(participation_id: UUID | str, domain: str) -> UUID:
    """The finding that a school's self-assessment made in a domain."""
    return uuid5(UUID(str(participation_id)), domain)


def a_finding(participation_id: UUID | str, domain: str, **more: Any) -> Finding:
    values: dict[str, Any] = {
        "id": finding_of(participation_id, domain), **_of_school(participation_id), "source": "self_assessment",
        "source_id": uuid4(), "occasion": "Baseline", "scope": "domain", "domain": domain, "question": None,
        "statement": "Much is to be done here.", "need": 70, "status": "current", "superseded_at": None,
        "superseded_by": None,
    }  # fmt: skip
    return Finding.model_validate(values | more)


@dataclass
class AssessmentStandIn:
    """What the owner knows beyond each school's own findings, and who asked it."""

    others: dict[UUID, Finding] = field(default_factory=dict)
    surveyed: set[UUID] = field(default_factory=set)
    heard: set[UUID] = field(default_factory=set)
    askers: list[str] = field(default_factory=list)

    def has(self, finding: Finding) -> Finding:
        self.others[finding.id] = finding
        return finding

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/findings", self._findings),
                Route("/v1/findings/{finding_id:uuid}", self._finding),
                Route("/v1/surveys", self._surveys),
                Route("/v1/voice-activities", self._voice),
            ]
        )

    async def _findings(self, request: Request) -> Response:
        self._note(request)
        assert request.query_params["status"] == "current"
        school = UUID(request.query_params["participation_id"])
        own = [a_finding(school, domain) for domain in DOMAINS]
        replaced = {each.id for each in self.others.values()}
        more = [each for each in self.others.values() if each.participation_id == school and each.status == "current"]
        return _page(Page[Finding], [*(each for each in own if each.id not in replaced), *more])

    async def _finding(self, request: Request) -> Response:
        self._note(request)
        found = self.others.get(request.path_params["finding_id"])
        if found is None:
            return a_problem(404, "There is nothing here that you can see")
        return Response(found.model_dump_json(), media_type="application/json")

    async def _surveys(self, request: Request) -> Response:
        self._note(request)
        school = UUID(request.query_params["participation_id"])
        values = {
            **_of_school(school), "id": uuid4(), "term": "autumn", "instrument_id": uuid4(), "respondents": 30,
            "respondents_send": None, "questions": [], "suppression_threshold": 5, "suppressed": False,
        }  # fmt: skip
        return _page(Page[Survey], [Survey.model_validate(values)] if school in self.surveyed else [])

    async def _voice(self, request: Request) -> Response:
        self._note(request)
        assert request.query_params["status"] == "recorded"
        school = UUID(request.query_params["participation_id"])
        values = {
            **_of_school(school), "id": uuid4(), "instrument_id": uuid4(), "held_on": "2025-09-18",
            "method": "drawing", "participants": 12, "year_groups": ["year_3"], "status": "recorded",
            "withdrawn_reason": None, "suppressed": False,
        }  # fmt: skip
        return _page(Page[VoiceActivity], [VoiceActivity.model_validate(values)] if school in self.heard else [])

    def _note(self, request: Request) -> None:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        self.askers.append(jwt.decode(token, options={"verify_signature": False})["org"])


def _of_school(participation_id: UUID | str) -> dict[str, Any]:
    return {
        "participation_id": participation_id, "project_id": uuid4(), "icb_code": "QWO", "la_code": "383",
        "urn": "107866", "programme_year": "2025-26", "version": 1, "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip


def _page(kind: type[Page[Any]], items: list[Any]) -> Response:
    return Response(kind(items=items, next_cursor=None).model_dump_json(), media_type="application/json")
