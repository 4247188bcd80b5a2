"""The first steps of partnership_api, as its callers take them: what most tests stand on."""

from typing import Any

import httpx

from services.partnership_api.schools.models import School
from shared.contracts.partnership.schools import Eligibility
from tests.support.serving import Served


def done(answer: httpx.Response, status: int = 201) -> dict[str, Any]:
    """The body of an answer that must have this status."""
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def project_of(partnership: Served, icb_code: str, year: str = "2025-26") -> dict[str, Any]:
    """A project that its board has started."""
    body = {"programme_year": year, "name": "A local partnership"}
    return done(await partnership.as_(f"icb:{icb_code}").post("/v1/projects", json=body))


async def hand_over(
    partnership: Served, project: dict[str, Any], successor: str, organisation: str = "national:dfe"
) -> httpx.Response:
    """The answer to one who hands a project over, as it stands now, to a successor of its board."""
    current = done(await partnership.as_("national:dfe").get(f"/v1/projects/{project['id']}"), 200)
    return await partnership.as_(organisation).post(
        f"/v1/projects/{project['id']}/succession",
        json={"successor_code": successor},
        headers={"If-Match": f'"{current["version"]}"'},
    )


async def group_of(partnership: Served, name: str = "Parents together", la_code: str = "383") -> dict[str, Any]:
    """A parent carer group that the national team has registered."""
    body = {"name": name, "kind": "forum", "la_codes": [la_code]}
    return done(await partnership.as_("national:dfe").post("/v1/parent-carer-groups", json=body))


async def member_of(
    partnership: Served, project: dict[str, Any], organisation: str, kind: str, **more: Any
) -> dict[str, Any]:
    """An organisation that the project's board has made a member."""
    body = {"organisation": organisation, "kind": kind, "role": "partner", "joined_on": "2025-06-02"} | more
    board = partnership.as_(f"icb:{project['icb_code']}")
    return done(await board.post(f"/v1/projects/{project['id']}/members", json=body))


async def school_in(partnership: Served, project: dict[str, Any], urn: str, la_code: str) -> dict[str, Any]:
    """The participation of an open primary school that the board has selected; its authority is a member already."""
    async with partnership.database.transaction() as session:
        session.add(
            School(
                urn=urn,
                la_code=la_code,
                name="Elm Park Primary School",
                type_code=1,
                status_code=1,
                phase_code=2,
                eligibility=Eligibility.ELIGIBLE,
                eligibility_reasons=[],
            )
        )
    body = {"urn": urn, "cohort": "new", "offer": "full", "rationale": "Absence is twice the county's."}
    board = partnership.as_(f"icb:{project['icb_code']}")
    return done(await board.post(f"/v1/projects/{project['id']}/participations", json=body))


async def withdrawn(partnership: Served, participation: dict[str, Any]) -> dict[str, Any]:
    """The participation after its board has withdrawn the school."""
    answer = await partnership.as_(f"icb:{participation['icb_code']}").post(
        f"/v1/participations/{participation['id']}/withdrawal",
        json={"reason": "The school is to close."},
        headers={"If-Match": f'"{participation["version"]}"'},
    )
    return done(answer, 200)


async def departed(partnership: Served, member: dict[str, Any], left_on: str = "2025-09-30") -> dict[str, Any]:
    """The member after its board has ended the membership."""
    answer = await partnership.as_(f"icb:{member['icb_code']}").post(
        f"/v1/members/{member['id']}/departure",
        json={"left_on": left_on},
        headers={"If-Match": f'"{member["version"]}"'},
    )
    return done(answer, 200)


def programme_year(**changes: Any) -> dict[str, Any]:
    """A successor programme's year, 2026 to 2027, as the national team might publish it."""
    year: dict[str, Any] = {
        "title": "The programme after PINS, 2026 to 2027",
        "starts_on": "2026-04-01",
        "ends_on": "2027-03-31",
        "evaluation_ends_on": "2027-09-30",
        "target_schools_new": 25,
        "target_schools_continuing": 12,
        "minimum_funding_pence": None,
        "required_partner_kinds": ["icb", "local_authority", "voluntary_organisation"],
        "domains": [{"code": "belonging", "label": "Belonging"}, {"code": "environment", "label": "Environment"}],
        "quarters": [
            quarter(1, "2026-04-01", "2026-06-30", "2026-07-31"),
            quarter(2, "2026-07-01", "2026-09-30", "2026-10-31"),
            quarter(3, "2026-10-01", "2026-12-31", "2027-01-31"),
            quarter(4, "2027-01-01", "2027-03-31", "2027-04-30"),
        ],
        "sources": ["Made up for a test"],
        "notes": [],
    }
    return year | changes


def quarter(number: int, starts_on: str, ends_on: str, report_due_on: str) -> dict[str, Any]:
    """One quarter of a programme year."""
    return {
        "number": number,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "report_due_on": report_due_on,
        "illustrative": True,
    }
