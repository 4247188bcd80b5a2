"""How a project comes to its agreed plan and memorandum, step by step, as the partners take them."""

from typing import Any

import httpx

from tests.support.partnership import done, group_of, member_of, project_of
from tests.support.serving import Served

NATIONAL, NHSE = "national:dfe", "national:nhse"


def sections(amount_pence: int = 1000) -> dict[str, Any]:
    """A plan that says everything it has to say."""
    return {
        "support": [{"kind": "training", "domains": ["communication"], "reach": "All forty schools."}],
        "commissioning": [{"what": "Training", "approach": "variation", "reason": "The trust provides it already."}],
        "funding": [{"strand": "tailored_support", "description": "Specialists", "amount_pence": amount_pence}],
        "partner_arrangements": "The partners meet monthly.",
        "selection_process": "By absence and expressions of interest.",
        "engagement": "The forum leads a group in each school.",
        "risks": [{"risk": "Few therapists", "likelihood": "high", "impact": "medium", "mitigation": "Book early."}],
    }


async def partnership_of(partnership: Served, icb_code: str = "QWO") -> tuple[dict[str, Any], list[str]]:
    """A project with the partners that have to sign its plan."""
    project, parents = await project_of(partnership, icb_code), await group_of(partnership)
    await member_of(partnership, project, "la:383", "local_authority")
    await member_of(partnership, project, f"pcg:{parents['id']}", "parent_carer_group")
    return project, [f"icb:{icb_code}", "la:383", f"pcg:{parents['id']}"]


async def start_plan(partnership: Served, project: dict[str, Any], amount_pence: int = 1000) -> dict[str, Any]:
    board = partnership.as_(f"icb:{project['icb_code']}")
    return done(await board.post(f"/v1/projects/{project['id']}/delivery-plans", json=sections(amount_pence)))


async def act(
    partnership: Served, organisation: str, path: str, body: Any = None, *, on: dict[str, Any] | None = None
) -> httpx.Response:
    """A POST by an organisation, on the version it has read."""
    headers = {} if on is None else {"If-Match": f'"{on["version"]}"'}
    return await partnership.as_(organisation).post(path, json=body or {}, headers=headers)


async def submit(partnership: Served, plan: dict[str, Any]) -> dict[str, Any]:
    path = f"/v1/delivery-plans/{plan['id']}/submission"
    return done(await act(partnership, f"icb:{plan['icb_code']}", path, on=plan), 200)


async def sign_offs_of(partnership: Served, plan: dict[str, Any]) -> list[dict[str, Any]]:
    found = done(await partnership.as_(NATIONAL).get(f"/v1/sign-offs?delivery_plan_id={plan['id']}"), 200)
    items: list[dict[str, Any]] = found["items"]
    return items


async def signed_by_all(partnership: Served, plan: dict[str, Any]) -> dict[str, Any]:
    for each in await sign_offs_of(partnership, plan):
        done(await act(partnership, each["organisation"], f"/v1/sign-offs/{each['id']}/signature", on=each), 200)
    return done(await partnership.as_(NATIONAL).get(f"/v1/delivery-plans/{plan['id']}"), 200)


async def review(partnership: Served, plan: dict[str, Any], *asks: str, organisation: str = NATIONAL) -> httpx.Response:
    """Approve a plan, or ask for these changes."""
    outcome = "changes_requested" if asks else "approved"
    points = [{"section": "funding", "asks": each} for each in asks]
    body = {"outcome": outcome, "summary": "Read with care.", "points": points}
    return await act(partnership, organisation, f"/v1/delivery-plans/{plan['id']}/reviews", body, on=plan)


async def approved_plan(partnership: Served, project: dict[str, Any]) -> dict[str, Any]:
    """The project's plan after every partner has signed and the national team has approved it."""
    plan = await signed_by_all(partnership, await submit(partnership, await start_plan(partnership, project)))
    done(await review(partnership, plan))
    return done(await partnership.as_(NATIONAL).get(f"/v1/delivery-plans/{plan['id']}"), 200)


async def agreed_memorandum(partnership: Served, project: dict[str, Any]) -> dict[str, Any]:
    """The project's memorandum after all three parties have signed."""
    memorandum = done(await act(partnership, NATIONAL, f"/v1/projects/{project['id']}/memoranda"))
    for party in (f"icb:{project['icb_code']}", NATIONAL, NHSE):
        path = f"/v1/memoranda/{memorandum['id']}/signature"
        memorandum = done(await act(partnership, party, path, on=memorandum), 200)
    return memorandum
