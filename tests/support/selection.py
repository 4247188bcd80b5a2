"""Schools in projects, as the tests of several features need them."""

from typing import Any

import httpx
from sqlalchemy import text

from tests.support.gias import imported
from tests.support.partnership import done, group_of, member_of, project_of
from tests.support.serving import Served

LEEDS = {"LA (code)": "383"}
SELECTION = {"urn": "100025", "cohort": "new", "offer": "full", "rationale": "Absence is twice that of its neighbours."}


async def project_with_schools(partnership: Served, *schools: dict[str, str], icb_code: str = "QWO") -> dict[str, Any]:
    """A project whose members include Leeds, and schools in Leeds to choose from."""
    await imported(partnership, *(LEEDS | school for school in schools or ({},)))
    project = await project_of(partnership, icb_code)
    await member_of(partnership, project, "la:383", "local_authority")
    await consulted(partnership, project, "la:383")
    parents = await group_of(partnership, f"Parents of {icb_code}")
    await member_of(partnership, project, f"pcg:{parents['id']}", "parent_carer_group")
    await consulted(partnership, project, f"pcg:{parents['id']}")
    return project


async def consulted(partnership: Served, project: dict[str, Any], organisation: str, *urns: str) -> dict[str, Any]:
    """A partner that was asked about these schools, or about all of them, and agreed."""
    asked = {"organisation": organisation, "urns": urns, "asked_on": "2025-06-02"}
    said = {"response": "supports", "answered_on": "2025-06-09", "said": "These are the right ones."}
    board = partnership.as_(f"icb:{project['icb_code']}")
    return done(await board.post(f"/v1/projects/{project['id']}/consultations", json=asked | said))


async def participation_of(partnership: Served, project: dict[str, Any], **selection: Any) -> dict[str, Any]:
    """A school that the project's board has selected."""
    board = partnership.as_(f"icb:{project['icb_code']}")
    return done(await board.post(f"/v1/projects/{project['id']}/participations", json=SELECTION | selection))


async def confirmed(partnership: Served, participation: dict[str, Any]) -> dict[str, Any]:
    """The participation after the school has confirmed it."""
    school = partnership.as_(f"school:{participation['urn']}")
    path = f"/v1/participations/{participation['id']}/confirmation"
    return done(await school.post(path, json={}, headers=if_match(participation)), 200)


async def withdrawn(partnership: Served, participation: dict[str, Any]) -> dict[str, Any]:
    """The participation after its board has withdrawn the school."""
    board = partnership.as_(f"icb:{participation['icb_code']}")
    path = f"/v1/participations/{participation['id']}/withdrawal"
    return done(await board.post(path, json={"reason": "The head asked."}, headers=if_match(participation)), 200)


def if_match(resource: dict[str, Any]) -> dict[str, str]:
    """The header that says which version is being changed."""
    return {"If-Match": f'"{resource["version"]}"'}


def refused(answer: httpx.Response, status: int, problem: str) -> dict[str, Any]:
    """The problem of an answer that must refuse with this status, for this reason."""
    body = done(answer, status)
    assert body["type"].endswith(f"/problems/{problem}")
    return body


async def close(partnership: Served, project: dict[str, Any]) -> None:
    """Close a project, whatever the way there may be."""
    async with partnership.database.transaction() as session:
        await session.execute(text("update projects set status = 'closed' where id = :id"), {"id": project["id"]})


EVIDENCE = {"indicator": "persistent-absence", "value": "18.4 %", "source": "Census", "measured_on": "2025-01-16"}


async def put_forward(
    partnership: Served, project: dict[str, Any], by: str = "la:383", urn: str = "100025"
) -> httpx.Response:
    """A school put forward by itself or by a partner."""
    body = {"urn": urn, "statement": "The staff want to learn more."}
    return await partnership.as_(by).post(f"/v1/projects/{project['id']}/candidates", json=body)


async def with_evidence(
    partnership: Served, candidate: dict[str, Any], by: str = "la:383", **more: Any
) -> dict[str, Any]:
    """Evidence that a partner has recorded about a candidate."""
    answer = await partnership.as_(by).post(f"/v1/candidates/{candidate['id']}/evidence", json=EVIDENCE | more)
    return done(answer)


TAKE = {"decision": "selected", "rationale": "Most in need.", "cohort": "new", "offer": "full"}


async def decide(partnership: Served, candidate: dict[str, Any], by: str = "icb:QWO", **said: Any) -> httpx.Response:
    """The answer to a board that decides on a candidate."""
    path = f"/v1/candidates/{candidate['id']}/decision"
    return await partnership.as_(by).post(path, json=said, headers=if_match(candidate))
