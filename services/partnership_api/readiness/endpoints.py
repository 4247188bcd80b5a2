"""Readiness over HTTP."""

from uuid import UUID

from fastapi import APIRouter, Request

from services.partnership_api.projects.errors import ProjectNotFound
from services.partnership_api.projects.queries import PROJECTS
from shared.contracts.partnership import readiness as contract
from shared.contracts.partnership.readiness import Standing
from shared.kit.clock import utc_now
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Route

from . import queries, rules

router = APIRouter(prefix="/v1", tags=["Projects"], route_class=Route)

# What is kept below a project, and what is a list of its own with the project as a filter.
_BELOW = frozenset({"closing", "funding", "governance-group", "members", "selection-progress", "decisions"})


@router.get("/projects/{project_id}/readiness", response_model=contract.Readiness, responses=problems(ProjectNotFound))
async def get_project_readiness(project_id: UUID, read: Reading, request: Request) -> contract.Readiness:
    """How a project stands to every rule of the guidance from R1 to R21, why, and where to do something about it."""
    await read.must_see(PROJECTS, project_id, ProjectNotFound)
    async with read.database.reading() as connection:
        facts = await queries.facts_of(connection, project_id)
    base_url: str = request.app.state.settings.base_url
    shown = []
    for name, rule in rules.RULES:
        verdict = rule(facts)
        link = None if verdict.path is None else base_url + _address(project_id, verdict.path)
        shown.append(
            contract.RuleStanding(
                rule=name, title=rules.title_of(rule), standing=verdict.standing, reason=verdict.reason, link=link
            )
        )
    standings = [each.standing for each in shown]
    return contract.Readiness(
        project_id=project_id,
        icb_code=facts.icb_code,
        programme_year=facts.programme_year,
        as_of=utc_now(),
        met=standings.count(Standing.MET),
        not_met=standings.count(Standing.NOT_MET),
        not_yet_due=standings.count(Standing.NOT_YET_DUE),
        rules=shown,
    )


def _address(project_id: UUID, path: str) -> str:
    if path in _BELOW:
        return f"/v1/projects/{project_id}/{path}"
    return f"/v1/{path}?project_id={project_id}"
