"""The steps of a programme year, each taken by the organisation that takes it in life."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from deploy.local.demo.choice import Choice, choose
from deploy.local.demo.organisation import Organisation, Platform
from deploy.local.errors import LocalPlatformError

PROGRAMME_YEAR = "2025-26"
SCHOOLS = 40
_CAUGHT_UP_SECONDS = 30

Advance = Callable[[str], None]
Resource = dict[str, Any]


@dataclass
class Year:
    """One board's year as far as it has been played."""

    platform: Platform
    choice: Choice
    advance: Advance
    project: Resource = field(default_factory=dict)
    group: Resource = field(default_factory=dict)
    items: list[Resource] = field(default_factory=list)
    offers: dict[str, Resource] = field(default_factory=dict)

    @property
    def board(self) -> Organisation:
        """The integrated care board that leads."""
        return Organisation(self.platform, f"icb:{self.choice.icb_code}")

    def school(self, participation: Resource) -> Organisation:
        """The school of a participation, with a token of its own."""
        return Organisation(self.platform, f"school:{participation['urn']}")


def import_schools(platform: Platform, file: Path) -> Resource:
    """The national team imports a GIAS file."""
    national = Organisation(platform, "national:dfe")
    counts: Resource = national.upload("partnership", "/v1/schools/imports", file)
    return counts


def prepare(platform: Platform, advance: Advance) -> Year:
    """Choose the board and its schools from what was imported."""
    return Year(platform, choose(Organisation(platform, "national:dfe"), SCHOOLS), advance)


def start(year: Year) -> list[Resource]:
    """The project, its schools, and what each of them says it needs. Answers the schools' participations."""
    year.advance("The board starts its project and its partners join")
    _set_up(year)
    participations = [_select(year, school) for school in year.choice.schools]
    confirmed = [_confirm(year, participation) for participation in participations]
    for participation in confirmed:
        _assess(year, participation)
    return confirmed


def wait_until(what: str, is_so: Callable[[], bool]) -> None:
    """Wait for a service to have followed what another said."""
    until = time.monotonic() + _CAUGHT_UP_SECONDS
    while not is_so():
        if time.monotonic() > until:
            raise LocalPlatformError(f"{what}: not within {_CAUGHT_UP_SECONDS} seconds. Look at .run/logs.")
        time.sleep(0.2)


def _set_up(year: Year) -> None:
    board, choice = year.board, year.choice
    group = year.group = board.post(
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


def _assess(year: Year, participation: Resource) -> None:
    year.advance(f"{participation['school_name']} assesses itself")
    school = year.school(participation)
    opening = {"point": "baseline", "contributors": ["leaders", "staff"], "helped_by": ["educational psychologist"]}
    opened = school.post("assessment", f"/v1/participations/{participation['id']}/self-assessments", opening)
    path = f"/v1/self-assessments/{opened['id']}"
    current: Resource = school.get("assessment", path)
    if current["status"] == "submitted":
        return
    instrument = school.get("assessment", f"/v1/instruments/{current['instrument_id']}")
    answers = [_answer(participation["urn"], question, instrument["scale"]) for question in instrument["questions"]]
    saved = school.put("assessment", f"{path}/answers", {"answers": answers}, current["version"])
    school.post("assessment", f"{path}/submission", {}, saved["version"])


def _answer(urn: str, question: Resource, scale: list[Resource]) -> Resource:
    """A made-up rating: the same for the same school and statement, whenever the demo is played."""
    number = sha256(f"{urn} {question['code']}".encode()).digest()[0]
    evidence = "Made up for the demo: seen in the school." if question["evidence_required"] else None
    return {"question": question["code"], "rating": scale[number % len(scale)]["value"], "evidence": evidence}
