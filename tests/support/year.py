"""A programme year for journeys, as small as it can be: the steps by which anything gets to where a test begins."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.support.platform import Platform

Resource = dict[str, Any]
SAMPLE = Path(__file__).parents[2] / "deploy" / "local" / "demo" / "sample_schools.csv"


@dataclass
class Year:
    """One board's project with schools that take part."""

    pins: Platform
    board: str
    project: Resource = field(default_factory=dict)
    group: Resource = field(default_factory=dict)
    participations: list[Resource] = field(default_factory=list)


async def import_schools(pins: Platform, file: Path = SAMPLE) -> Resource:
    content = file.read_bytes()  # noqa: ASYNC240 (a test may block: nobody else is served meanwhile)
    answer = await pins.caller("national:dfe", "partnership").post(
        "/v1/schools/imports", content=content, headers={"Content-Type": "text/csv"}
    )
    assert answer.is_success, answer.text
    counts: Resource = answer.json()
    return counts


async def start(
    pins: Platform,
    board: str,
    la_codes: list[str],
    programme_year: str = "2025-26",
    joined_on: date = date(2025, 6, 9),
    group: Resource | None = None,
) -> Year:
    """A project with its authorities and a parent carer forum as members."""
    year = Year(pins, f"icb:{board}")
    forum = {"name": "The forum of the journey", "kind": "forum", "la_codes": la_codes}
    year.group = group or await pins.post(year.board, "partnership", "/v1/parent-carer-groups", forum)
    new = {"programme_year": programme_year, "name": f"PINS in {board}"}
    year.project = await pins.post(year.board, "partnership", "/v1/projects", new)
    partners = [(f"la:{code}", "local_authority") for code in la_codes]
    for organisation, kind in [*partners, (f"pcg:{year.group['id']}", "parent_carer_group")]:
        member = {"organisation": organisation, "kind": kind, "role": "partner", "joined_on": f"{joined_on}"}
        await pins.post(year.board, "partnership", f"/v1/projects/{year.project['id']}/members", member)
        asked = {"organisation": organisation, "urns": [], "asked_on": f"{joined_on}"}
        answered = joined_on + timedelta(days=7)
        said = {"response": "supports", "said": "These are the right schools.", "answered_on": f"{answered}"}
        path = f"/v1/projects/{year.project['id']}/consultations"
        await pins.post(year.board, "partnership", path, asked | said)
    return year


async def take_part(year: Year, urn: str) -> Resource:
    """A school selected and, with its own agreement, confirmed."""
    chosen = {"urn": urn, "cohort": "new", "offer": "full", "rationale": "High persistent absence."}
    path = f"/v1/projects/{year.project['id']}/participations"
    selected = await year.pins.post(year.board, "partnership", path, chosen)
    confirmed: Resource = await year.pins.post(
        f"school:{urn}", "partnership", f"/v1/participations/{selected['id']}/confirmation", version=selected["version"]
    )
    year.participations.append(confirmed)
    return confirmed


async def assess(year: Year, participation: Resource, rating: int = 2) -> Resource:
    """A submitted baseline in which every statement has the same rating."""
    school, pins = f"school:{participation['urn']}", year.pins
    opening = {"point": "baseline", "contributors": ["leaders"], "helped_by": ["speech and language therapist"]}
    path = f"/v1/participations/{participation['id']}/self-assessments"
    opened = await pins.post(school, "assessment", path, opening)
    instrument = await pins.get(school, "assessment", f"/v1/instruments/{opened['instrument_id']}")
    answers = [
        {"question": each["code"], "rating": rating, "evidence": "Seen." if each["evidence_required"] else None}
        for each in instrument["questions"]
    ]
    path = f"/v1/self-assessments/{opened['id']}"
    saved = await pins.put(school, "assessment", f"{path}/answers", {"answers": answers}, version=opened["version"])
    submitted: Resource = await pins.post(school, "assessment", f"{path}/submission", version=saved["version"])
    return submitted


async def a_line(
    year: Year, participation: Resource, strand: str = "tailored_support", board: str | None = None, **more: Any
) -> Resource:
    """What a board sends to propose an item of the menu: from an offer of its own, for a finding of the school."""
    pins, board = year.pins, board or year.board
    items = (await pins.get(board, "commissioning", "/v1/menu-items", strand=strand, limit="500"))["items"]
    item = next(each for each in items if "full" in each["offers"])
    found = await pins.get(
        board, "assessment", "/v1/findings", participation_id=participation["id"], status="current", scope="domain"
    )
    # A board that sees nothing of the school names a finding that is not there.
    nothing = {"id": year.project["id"], "domain": item["domains"][0]}
    finding = next((each for each in found["items"] if each["domain"] in item["domains"]), nothing)
    line = {
        "menu_item_code": item["code"],
        "local_offer_id": await an_offer(pins, board, participation["la_code"], item["code"]),
        "finding_ids": [finding["id"]],
        "domain": finding["domain"],
        "hours": 6,
        "starts_on": "2025-11-03",
        "ends_on": "2026-02-27",
        "reason": "The school's baseline.",
        "adds": None,
    }
    return line | more


async def an_offer(pins: Platform, board: str, la_code: str, item_code: str) -> str:
    """A local offer of an item in an authority, at 6,500 pence an hour: the board's own, made if there is none."""
    code = board.partition(":")[2]
    there = (await pins.get(board, "commissioning", "/v1/local-offers", menu_item_code=item_code, icb_code=code))[
        "items"
    ]
    for each in there:
        if la_code in each["la_codes"]:
            return str(each["id"])
    named = {"name": f"Support in {la_code}", "kind": "charity", "professions": ["teaching"], "la_codes": [la_code]}
    known = (await pins.get(board, "commissioning", "/v1/providers", icb_code=code, la_code=la_code))["items"]
    provider = known[0] if known else await pins.post(board, "commissioning", "/v1/providers", named)
    offer = {
        "provider_id": provider["id"],
        "programme_year": "2025-26",
        "menu_item_code": item_code,
        "unit": "hour",
        "hours_per_unit": 1,
        "unit_cost_pence": 6_500,
        "capacity_hours_per_month": 1_000,
        "lead_time_days": 14,
        "la_codes": [la_code],
        "exists_locally": False,
    }
    return str((await pins.post(board, "commissioning", "/v1/local-offers", offer))["id"])


async def consider(year: Year, participation: Resource) -> None:
    """Neither a survey nor children's voice is there for the school, unless that is recorded already."""
    query = {"participation_id": participation["id"]}
    recorded = (await year.pins.get(year.board, "commissioning", "/v1/considerations", **query))["items"]
    for source in {"survey", "voice"} - {each["source"] for each in recorded}:
        path = f"/v1/participations/{participation['id']}/considerations/{source}"
        answer = await year.pins.caller(f"school:{participation['urn']}", "commissioning").put(
            path, json={"available": False}, headers={"If-None-Match": "*"}
        )
        assert answer.status_code == 201, answer.text


async def support(year: Year, participation: Resource, strand: str = "tailored_support") -> Resource:
    """A line of the menu, proposed by the board and agreed by the school."""
    line = await a_line(year, participation, strand)
    path = f"/v1/participations/{participation['id']}/package-lines"
    proposed = await year.pins.post(year.board, "commissioning", path, line)
    await consider(year, participation)
    school, path = f"school:{participation['urn']}", f"/v1/package-lines/{proposed['id']}/agreement"
    agreed: Resource = await year.pins.post(school, "commissioning", path, version=proposed["version"])
    return agreed
