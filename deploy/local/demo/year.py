"""The steps of a programme year, each taken by the organisation that takes it in life."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from deploy.local import home
from deploy.local.demo.choice import Choice, choose
from deploy.local.demo.organisation import Organisation

PROGRAMME_YEAR = "2025-26"
SCHOOLS = 40
STARTS_ON, ENDS_ON = "2025-11-03", "2026-02-27"
_STEPS_PER_SCHOOL = 4

Advance = Callable[[str], None]
Resource = dict[str, Any]


@dataclass
class Year:
    """One board's year as far as it has been played."""

    place: home.Home
    choice: Choice
    advance: Advance
    project: Resource = field(default_factory=dict)
    provider: Resource = field(default_factory=dict)
    offers: dict[str, str] = field(default_factory=dict)
    considered: set[str] = field(default_factory=set)

    @property
    def board(self) -> Organisation:
        """The integrated care board that leads."""
        return Organisation(self.place, f"icb:{self.choice.icb_code}")

    def school(self, participation: Resource) -> Organisation:
        """The school of a participation, with a token of its own."""
        return Organisation(self.place, f"school:{participation['urn']}")


def import_schools(place: home.Home, file: Path) -> Resource:
    """The national team imports a GIAS file."""
    national = Organisation(place, "national:dfe")
    counts: Resource = national.upload("partnership", "/v1/schools/imports", file)
    return counts


def prepare(place: home.Home, advance: Advance) -> Year:
    """Choose the board and its schools from what was imported."""
    return Year(place, choose(Organisation(place, "national:dfe"), SCHOOLS), advance)


def steps(year: Year) -> int:
    """How many steps the year has, for the progress bar."""
    return 1 + len(year.choice.schools) * _STEPS_PER_SCHOOL


def play(year: Year) -> None:
    """The whole year."""
    year.advance("The board starts its project and its partners join")
    _set_up(year)
    participations = [_select(year, school) for school in year.choice.schools]
    confirmed = [_confirm(year, participation) for participation in participations]
    assessed = [(participation, _assess(year, participation)) for participation in confirmed]
    for participation, assessment in assessed:
        _support(year, participation, assessment)


def _set_up(year: Year) -> None:
    board, choice = year.board, year.choice
    group = board.post(
        "partnership",
        "/v1/parent-carer-groups",
        {"name": f"Parent carer forum of {choice.icb_name} (demo)", "kind": "forum", "la_codes": choice.la_codes[:20]},
    )
    new = {"programme_year": PROGRAMME_YEAR, "name": f"PINS in the area of {choice.icb_name}"}
    year.project = board.post("partnership", "/v1/projects", new)
    partners = [(f"la:{code}", "local_authority") for code in choice.la_codes]
    for organisation, kind in [*partners, (f"pcg:{group['id']}", "parent_carer_group")]:
        member = {"organisation": organisation, "kind": kind, "role": "partner", "joined_on": "2025-06-09"}
        board.post("partnership", f"/v1/projects/{year.project['id']}/members", member)
        asked = {"organisation": organisation, "urns": [], "asked_on": "2025-06-09"}
        said = {"response": "supports", "said": "The schools are well chosen.", "answered_on": "2025-06-16"}
        board.post("partnership", f"/v1/projects/{year.project['id']}/consultations", asked | said)


def _select(year: Year, school: Resource) -> Resource:
    year.advance(f"The board selects {school['name']}")
    chosen = {
        "urn": school["urn"],
        "cohort": "new",
        "offer": "full",
        "rationale": "Chosen for the demo: the first eligible schools of the board's authorities.",
    }
    made: Resource = year.board.post("partnership", f"/v1/projects/{year.project['id']}/participations", chosen)
    return made


def _confirm(year: Year, participation: Resource) -> Resource:
    year.advance(f"{participation['school_name']} agrees to take part")
    path = f"/v1/participations/{participation['id']}/confirmation"
    confirmed: Resource = year.school(participation).post("partnership", path, {}, participation["version"])
    return confirmed


def _assess(year: Year, participation: Resource) -> Resource:
    year.advance(f"{participation['school_name']} assesses itself")
    school = year.school(participation)
    opening = {"point": "baseline", "contributors": ["leaders", "staff"], "helped_by": ["educational psychologist"]}
    opened = school.post("assessment", f"/v1/participations/{participation['id']}/self-assessments", opening)
    path = f"/v1/self-assessments/{opened['id']}"
    current: Resource = school.get("assessment", path)
    if current["status"] == "submitted":
        return current
    instrument = school.get("assessment", f"/v1/instruments/{current['instrument_id']}")
    answers = [_answer(participation["urn"], question, instrument["scale"]) for question in instrument["questions"]]
    saved = school.put("assessment", f"{path}/answers", {"answers": answers}, current["version"])
    submitted: Resource = school.post("assessment", f"{path}/submission", {}, saved["version"])
    return submitted


def _answer(urn: str, question: Resource, scale: list[Resource]) -> Resource:
    """A made-up rating: the same for the same school and statement, whenever the demo is played."""
    number = sha256(f"{urn} {question['code']}".encode()).digest()[0]
    evidence = "Made up for the demo: seen in the school." if question["evidence_required"] else None
    return {"question": question["code"], "rating": scale[number % len(scale)]["value"], "evidence": evidence}


def _support(year: Year, participation: Resource, assessment: Resource) -> None:
    year.advance(f"Support for {participation['school_name']} is agreed")
    weakest = min(assessment["domain_scores"], key=lambda each: (each["score"] is None, each["score"]))["domain"]
    items = list(year.board.lines("commissioning", "/v1/menu-items"))
    tailored = next(
        item for item in items if item["strand"] == "tailored_support" and weakest in item["domains"] and _full(item)
    )
    engagement = next(item for item in items if item["strand"] == "parent_carer_engagement" and _full(item))
    for item, domain in ((tailored, weakest), (engagement, engagement["domains"][0])):
        path = f"/v1/participations/{participation['id']}/package-lines"
        proposed = year.board.post("commissioning", path, _line(year, participation, item, domain))
        _consider(year, participation)
        year.school(participation).post(
            "commissioning", f"/v1/package-lines/{proposed['id']}/agreement", {}, proposed["version"]
        )


def _line(year: Year, participation: Resource, item: Resource, domain: str) -> Resource:
    query = f"participation_id={participation['id']}&status=current&domain={domain}&limit=1"
    [finding, *_] = year.board.get("assessment", f"/v1/findings?{query}")["items"]
    return {
        "menu_item_code": item["code"],
        "local_offer_id": _offer(year, item),
        "finding_ids": [finding["id"]],
        "domain": domain,
        "hours": item["usual_hours"],
        "starts_on": STARTS_ON,
        "ends_on": ENDS_ON,
        "reason": f"The school's baseline shows a need in {domain.replace('_', ' ')}.",
        "adds": None,
    }


def _offer(year: Year, item: Resource) -> str:
    """The board's offer of an item, at 6,500 pence an hour, from the one provider of the demo."""
    if item["code"] not in year.offers:
        if not year.provider:
            named = {
                "name": f"Support for schools in {year.choice.icb_name} (demo)",
                "kind": "charity",
                "professions": ["specialist teaching"],
                "la_codes": year.choice.la_codes[:100],
            }
            year.provider = year.board.post("commissioning", "/v1/providers", named)
        offer = {
            "provider_id": year.provider["id"],
            "programme_year": PROGRAMME_YEAR,
            "menu_item_code": item["code"],
            "unit": "hour",
            "hours_per_unit": 1,
            "unit_cost_pence": 6_500,
            "capacity_hours_per_month": 2_000,
            "lead_time_days": 14,
            "la_codes": year.provider["la_codes"],
            "exists_locally": False,
        }
        year.offers[item["code"]] = year.board.post("commissioning", "/v1/local-offers", offer)["id"]
    return year.offers[item["code"]]


def _consider(year: Year, participation: Resource) -> None:
    """No survey and no children's voice is made up for the demo, and both are said not to have been there."""
    if participation["id"] in year.considered:
        return
    year.considered.add(participation["id"])
    for source in ("survey", "voice"):
        path = f"/v1/participations/{participation['id']}/considerations/{source}"
        year.school(participation).put("commissioning", path, {"available": False}, 0)


def _full(item: Resource) -> bool:
    return "full" in item["offers"]
