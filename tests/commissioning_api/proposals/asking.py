"""What tests of whole proposals begin with: a school in need, what can be had for it, and the requests."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.commissioning_api.needs.models import KnownFinding, KnownPrioritySet
from services.commissioning_api.proposals.worker import work_once
from shared.contracts.assessment.findings import FindingScope, FindingSource, FindingStatus
from shared.contracts.assessment.priorities import PriorityStatus
from shared.contracts.partnership.participations import Participation
from tests.commissioning_api.offering import offered, registered
from tests.commissioning_api.participations.said import a_participation_event, apply
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.network import Network
from tests.support.serving import Served

TERMS = {"tailored_budget_pence": 10_000_00, "engagement_budget_pence": 3_000_00, "most_hours": 20}
ACCEPTANCE = {"starts_on": "2025-11-03", "ends_on": "2026-02-27", "reason": "Anxiety is its first priority."}
NEEDS = {"mental_health": 80.0, "communication": 30.0, "environment": 0.0}

Findings = dict[UUID, list[dict[str, Any]]]


def findings_of(network: Network) -> Findings:
    """What assessment_api would say stands of each school."""
    known: Findings = {}

    async def current(request: Request) -> Response:
        school = UUID(request.query_params["participation_id"])
        return JSONResponse({"items": known.get(school, []), "next_cursor": None})

    network.add("assessment.test", Starlette(routes=[Route("/v1/findings", current)]))
    return known


async def a_school_in_need(
    commissioning: Served, partnership: PartnershipStandIn, findings: Findings, **more: Any
) -> Participation:
    """A confirmed school with needs, an agreed priority, and three things that can be had for it."""
    said = partnership.takes_part(**more)
    await apply(commissioning, a_participation_event(said))
    async with commissioning.database.transaction() as session:
        for domain, need in NEEDS.items():
            finding = KnownFinding(
                finding_id=uuid4(), participation_id=said.id, project_id=said.project_id, domain=domain, need=need,
                source=FindingSource.SELF_ASSESSMENT, scope=FindingScope.DOMAIN, question=None, statement="It is so.",
                occasion="Baseline",
                status=FindingStatus.CURRENT, source_version=1,
            )  # fmt: skip
            session.add(finding)
            findings.setdefault(said.id, []).append(as_sent(finding, said))
        first = {"rank": 1, "domain": "mental_health", "finding_ids": [], "reason": None}
        session.add(
            KnownPrioritySet(
                set_id=uuid4(), participation_id=said.id, project_id=said.project_id, priorities=[first], number=1,
                status=PriorityStatus.AGREED, agreed_at=datetime(2025, 8, 1, tzinfo=UTC), source_version=1,
            )
        )  # fmt: skip
    board = commissioning.as_("icb:QWO")
    provider = await registered(board)
    for code in ("anxiety-training", "social-communication-workshop", "parent-carer-workshop"):
        await offered(board, provider["id"], menu_item_code=code)
    return said


def as_sent(finding: KnownFinding, said: Participation) -> dict[str, Any]:
    return {
        "id": str(finding.finding_id), "participation_id": str(said.id), "project_id": str(said.project_id),
        "icb_code": said.icb_code, "la_code": said.la_code, "urn": said.urn, "programme_year": said.programme_year,
        "source": finding.source, "source_id": str(uuid4()), "occasion": finding.occasion, "scope": finding.scope,
        "domain": finding.domain, "question": None, "statement": finding.statement, "need": finding.need,
        "status": finding.status, "superseded_at": None, "superseded_by": None, "version": 1,
        "created_at": "2025-07-01T08:30:00Z", "updated_at": "2025-07-01T08:30:00Z",
    }  # fmt: skip


async def asked(commissioning: Served, school: Participation, **more: Any) -> dict[str, Any]:
    answer = await commissioning.as_("icb:QWO").post(
        f"/v1/projects/{school.project_id}/support-proposals", json=TERMS | more
    )
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    assert answer.headers["Location"].endswith(f"/v1/support-proposals/{made['id']}")
    return made


async def solved(commissioning: Served, school: Participation, **more: Any) -> dict[str, Any]:
    made = await asked(commissioning, school, **more)
    assert await work_once(commissioning.database)
    found: dict[str, Any] = (await commissioning.as_("icb:QWO").get(f"/v1/support-proposals/{made['id']}")).json()
    return found


async def accept(commissioning: Served, proposal: dict[str, Any], number: int, **more: Any) -> Any:
    return await commissioning.as_("icb:QWO").post(
        f"/v1/support-proposals/{proposal['id']}/lines/{number}/acceptance",
        json=ACCEPTANCE | more,
        headers={"If-Match": f'"{proposal["version"]}"'},
    )
