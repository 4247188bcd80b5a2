"""A project's money, as the national team allots and releases it."""

from typing import Any

import httpx

from services.partnership_api.projects.models import Project
from shared.contracts.partnership.projects import ProjectStatus
from tests.support.partnership import done
from tests.support.serving import Served

LEAST = 20_900_000


def allocation(amount_pence: int = LEAST) -> dict[str, Any]:
    """A body for PUT: a third for engagement, the rest for tailored support."""
    engagement = amount_pence // 3
    lines = [("tailored_support", amount_pence - engagement), ("parent_carer_engagement", engagement)]
    profile = [{"strand": strand, "amount_pence": pence} for strand, pence in lines if pence]
    return {"amount_pence": amount_pence, "profile": profile, "basis": "Equal budget, adjusted by fair shares."}


async def allocate(partnership: Served, project: dict[str, Any], amount_pence: int = LEAST) -> dict[str, Any]:
    answer = await partnership.as_("national:dfe").put(
        f"/v1/projects/{project['id']}/allocation", json=allocation(amount_pence), headers={"If-None-Match": "*"}
    )
    return done(answer)


async def plan(partnership: Served, project: dict[str, Any], amount_pence: int) -> httpx.Response:
    body = {"amount_pence": amount_pence, "planned_on": "2025-09-01"}
    return await partnership.as_("national:dfe").post(f"/v1/projects/{project['id']}/releases", json=body)


async def act(
    partnership: Served, tranche: dict[str, Any], what: str, body: Any = None, organisation: str = "national:dfe"
) -> httpx.Response:
    return await partnership.as_(organisation).post(
        f"/v1/releases/{tranche['id']}/{what}", json=body or {}, headers={"If-Match": f'"{tranche["version"]}"'}
    )


async def money_of(partnership: Served, project: dict[str, Any]) -> dict[str, Any]:
    path = f"/v1/projects/{project['id']}/funding"
    return done(await partnership.as_("national:dfe").get(path), 200)


async def brought_to(partnership: Served, project: dict[str, Any], status: ProjectStatus) -> None:
    """Bring a project to a stage; how it gets there in life is shown with plans and memoranda."""
    async with partnership.database.transaction() as session:
        (await session.get_one(Project, project["id"])).status = status
