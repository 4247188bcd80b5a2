"""Governance and contacts, as the tests of several features need them."""

from typing import Any

import httpx

from tests.support.partnership import done, group_of, member_of, project_of, school_in
from tests.support.serving import Served

ADDRESS = "kim.doe@example.org"


async def governed_project(partnership: Served) -> tuple[dict[str, Any], str]:
    """A project with a school in Leeds, and its parent carer group: whoever governance needs is a member."""
    project, group = await project_of(partnership, "QWO"), await group_of(partnership)
    parents = f"pcg:{group['id']}"
    await member_of(partnership, project, "la:383", "local_authority")
    await member_of(partnership, project, parents, "parent_carer_group")
    await school_in(partnership, project, "107866", "383")
    return project, parents


def group(*members: tuple[str, str], **changes: Any) -> dict[str, Any]:
    """A governance group as its board might put it."""
    body = {
        "name": "Oversight group",
        "uses_existing_group": True,
        "existing_group_name": "SEND partnership board",
        "remit": "To oversee the plan, the choice of schools and the money.",
        "meets": "Every half term",
        "members": [{"organisation": name, "represents": whom, "role": "Representative"} for name, whom in members],
    }
    return body | changes


async def put_group(
    partnership: Served, project: dict[str, Any], body: dict[str, Any], version: int = 0
) -> httpx.Response:
    """The answer to the board that puts a group."""
    headers = {"If-Match": f'"{version}"'} if version else {"If-None-Match": "*"}
    path = f"/v1/projects/{project['id']}/governance-group"
    return await partnership.as_(f"icb:{project['icb_code']}").put(path, json=body, headers=headers)


async def meeting_of(partnership: Served, project: dict[str, Any], *attended: str, **more: Any) -> dict[str, Any]:
    """A meeting that the board has recorded."""
    body = {"held_on": "2025-10-07", "mode": "online", "attended": attended or ["icb:QWO"]} | more
    board = partnership.as_(f"icb:{project['icb_code']}")
    return done(await board.post(f"/v1/projects/{project['id']}/meetings", json=body))


def decision(*took_part: str, **changes: Any) -> dict[str, Any]:
    """A decision as its board might record it."""
    return {
        "kind": "selection",
        "title": "The first twenty schools",
        "decided": "The twenty schools on the list take part.",
        "rationale": "They have the highest absence in the area.",
        "took_part": list(took_part),
    } | changes


async def decision_of(partnership: Served, meeting: dict[str, Any], *took_part: str, **more: Any) -> dict[str, Any]:
    """A decision that the board has recorded of a meeting."""
    board = partnership.as_(f"icb:{meeting['icb_code']}")
    path = f"/v1/meetings/{meeting['id']}/decisions"
    return done(await board.post(path, json=decision(*(took_part or ("icb:QWO",)), **more)))


async def contact_of(partnership: Served, organisation: str, **more: Any) -> dict[str, Any]:
    """A contact that the organisation keeps of itself."""
    body = {"organisation": organisation, "role": "SEND lead", "name": "Kim Doe", "email": ADDRESS} | more
    return done(await partnership.as_(organisation).post("/v1/contacts", json=body))


async def evaluator_of(partnership: Served, code: str = "ace", **more: Any) -> dict[str, Any]:
    """An evaluator that the national team has registered."""
    body = {"code": code, "name": "Institute of Evaluation", "valid_from": "2024-06-03"} | more
    return done(await partnership.as_("national:dfe").post("/v1/evaluators", json=body))
