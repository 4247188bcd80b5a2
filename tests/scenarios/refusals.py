"""Resources in the states that lead to each kind of refusal, and a request for each that shows it."""

from dataclasses import asdict, dataclass, field
from typing import Any

from shared.kit.clock import SANDBOX_CLOCK
from tests.scenarios import mid_year
from tests.support.platform import Platform
from tests.support.year import Resource, Year

BOARD, OTHER, NATIONAL, COUNCIL = "icb:QWO", "icb:QOP", "national:dfe", "la:383"
DAY = "2025-10-20"
NOBODY = "00000000-0000-7000-8000-000000000000"
NEW_PROJECT = {"programme_year": "2025-26", "name": "PINS once more"}
ANSWERS = {"answers": [{"question": "nothing", "rating": 2, "evidence": None}]}


@dataclass
class Tried:
    """A request, and the problem that it meets."""

    service: str
    problem: str
    about: str
    organisation: str
    method: str
    path: str
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 0


async def play(pins: Platform) -> dict[str, list[dict[str, Any]]]:
    """The board's year, then every request once, to see that it meets what is said of it and changes nothing."""
    year = await mid_year.play(pins)
    shown: dict[str, list[dict[str, Any]]] = {}
    others = []
    for trial in await trials(year):
        trial.headers[SANDBOX_CLOCK] = f"{DAY}T09:00:00Z"
        with mid_year.at(DAY):
            answer = await pins.caller(trial.organisation, trial.service).request(
                trial.method, trial.path, json=trial.body, headers=trial.headers
            )
        met = answer.json().get("type", "").rpartition("/")[2] if answer.is_error else ""
        if met != trial.problem:
            others.append((trial.problem, answer.status_code, answer.text))
        trial.status = answer.status_code
        said = asdict(trial)
        shown.setdefault(said.pop("service"), []).append(said)
    assert not others, others
    return shown


async def trials(year: Year) -> list[Tried]:
    """Every request that is worth trying, service by service."""
    return [*await _partnership(year), *await _assessment(year), *await _commissioning(year), *await _reporting(year)]


def _on(resource: Resource) -> dict[str, str]:
    return {"If-Match": f'"{resource["version"]}"'}


async def _first(year: Year, service: str, path: str, **query: str) -> Resource:
    found: Resource = (await year.pins.get(NATIONAL, service, path, **query))["items"][0]
    return found


async def _partnership(year: Year) -> list[Tried]:
    project = await year.pins.get(BOARD, "partnership", f"/v1/projects/{year.project['id']}")
    at, service = f"/v1/projects/{project['id']}", "partnership"
    plan = await _first(year, service, "/v1/delivery-plans", project_id=project["id"])
    release = await _first(year, service, "/v1/releases", project_id=project["id"])
    school = year.participations[0]
    member = {"organisation": COUNCIL, "kind": "local_authority", "role": "partner", "joined_on": "2025-06-09"}
    chosen = {"urn": school["urn"], "cohort": "new", "offer": "full", "rationale": "High persistent absence."}
    stale, renamed = {"If-Match": '"1"'}, {"name": "Goes on"}

    def tried(problem: str, about: str, organisation: str, method: str, path: str, *more: Any) -> Tried:
        return Tried(service, problem, about, organisation, method, path, *more)

    return [
        tried("bad-request", "No list has this filter.", BOARD, "GET", "/v1/projects?colour=green"),
        tried("cursor-refused", "The cursor is none of ours.", BOARD, "GET", "/v1/projects?cursor=AAAA"),
        tried("forbidden", "Boards start projects, councils do not.", COUNCIL, "POST", "/v1/projects", NEW_PROJECT),
        tried("project-not-found", "The project is another board's.", OTHER, "GET", at),
        tried("unprocessable", "The name is missing.", BOARD, "POST", "/v1/projects", {"programme_year": "2025-26"}),
        tried("project-exists", "The board has its project of the year.", BOARD, "POST", "/v1/projects", NEW_PROJECT),
        tried("precondition-missing", "If-Match is missing.", BOARD, "PATCH", at, renamed),
        tried("stale-version", "It has changed since version 1.", BOARD, "PATCH", at, renamed, stale),
        tried("member-already", "The council has joined.", BOARD, "POST", f"{at}/members", member),
        tried("school-selected-already", "It was chosen.", BOARD, "POST", f"{at}/participations", chosen),
        tried(
            "not-selected", "It is confirmed already.", f"school:{school['urn']}", "POST",
            f"/v1/participations/{school['id']}/confirmation", {}, _on(school),
        ),
        tried(
            "plan-not-draft", "The plan is approved.", BOARD, "POST",
            f"/v1/delivery-plans/{plan['id']}/submission", {}, _on(plan),
        ),
        tried(
            "release-not-planned", "The money is released.", NATIONAL, "POST",
            f"/v1/releases/{release['id']}/release", {}, _on(release),
        ),
        tried(
            "beyond-allocation", "More than is allotted.", NATIONAL, "POST", f"{at}/releases",
            {"amount_pence": 90_000_000, "planned_on": "2025-11-03"},
        ),
    ]  # fmt: skip


async def _assessment(year: Year) -> list[Tried]:
    school, without = year.participations[0], year.participations[mid_year.ASSESSED]
    submitted = await _first(year, "assessment", "/v1/self-assessments", participation_id=school["id"])
    agreed = await _first(year, "assessment", "/v1/priority-sets", participation_id=school["id"])
    at, itself = f"/v1/participations/{school['id']}", f"school:{school['urn']}"
    baseline = {"point": "baseline", "contributors": ["leaders"]}
    empty = f"/v1/participations/{without['id']}/self-assessments"
    nobody = {"priorities": [{"domain": "communication", "finding_ids": [NOBODY]}]}

    def tried(problem: str, about: str, organisation: str, method: str, path: str, *more: Any) -> Tried:
        return Tried("assessment", problem, about, organisation, method, path, *more)

    return [
        tried(
            "self-assessment-not-found", "It is another board's school.", OTHER, "GET",
            f"/v1/self-assessments/{submitted['id']}",
        ),
        tried("already-opened", "There is a baseline.", itself, "POST", f"{at}/self-assessments", baseline),
        tried(
            "baseline-missing", "A follow-up needs a baseline.", f"school:{without['urn']}", "POST", empty,
            {"point": "follow_up", "contributors": ["leaders"]},
        ),
        tried(
            "assessment-submitted", "It was submitted.", itself, "PUT",
            f"/v1/self-assessments/{submitted['id']}/answers", ANSWERS, _on(submitted),
        ),
        tried("priorities-refused", "No such finding.", itself, "POST", f"{at}/priority-sets", nobody),
        tried(
            "priorities-not-open", "They are agreed.", BOARD, "POST", f"/v1/priority-sets/{agreed['id']}/agreement",
            {}, _on(agreed),
        ),
    ]  # fmt: skip


async def _commissioning(year: Year) -> list[Tried]:
    lines = {
        status: await _first(year, "commissioning", "/v1/package-lines", status=status)
        for status in ("agreed", "delivering")
    }
    paid = await _first(year, "commissioning", "/v1/invoices", status="paid")
    held = await _first(year, "commissioning", "/v1/sessions", status="held")
    given = lines["delivering"]
    line, provider = f"/v1/package-lines/{given['id']}", f"provider:{given['provider_id']}"
    session = {"held_on": "2025-10-02", "hours": 5, "profession": held["profession"], "mode": "in_person"}
    invoice = {"reference": "2025/200", "amount_pence": 900_000, "invoiced_on": "2025-10-03"}
    again = {"reference": paid["reference"], "amount_pence": 100, "invoiced_on": "2025-10-03"}

    def tried(problem: str, about: str, organisation: str, method: str, path: str, *more: Any) -> Tried:
        return Tried("commissioning", problem, about, organisation, method, path, *more)

    return [
        tried("package-line-not-found", "It is another board's.", OTHER, "GET", line),
        tried(
            "line-not-agreed", "It was bought already.", BOARD, "POST", f"{line}/commissioning",
            {"decision_id": given["decision_id"]}, _on(given),
        ),
        tried(
            "decision-does-not-stand", "There is no such decision.", BOARD, "POST",
            f"/v1/package-lines/{lines['agreed']['id']}/commissioning", {"decision_id": NOBODY}, _on(lines["agreed"]),
        ),
        tried("more-than-bought", "Six hours were bought.", provider, "POST", f"{line}/sessions", session),
        tried(
            "outside-the-line", "The line is over by then.", provider, "POST", f"{line}/sessions",
            session | {"held_on": "2026-03-02", "hours": 1},
        ),
        tried(
            "session-not-planned", "It was held.", provider, "POST", f"/v1/sessions/{held['id']}/cancellation",
            {"reason": "Nobody could come."}, _on(held),
        ),
        tried("more-than-the-line", "It costs less.", BOARD, "POST", f"{line}/invoices", invoice),
        tried(
            "invoiced-before", "The reference was used.", BOARD, "POST",
            f"/v1/package-lines/{paid['package_line_id']}/invoices", again,
        ),
        tried(
            "invoice-not-open", "It is paid.", BOARD, "POST", f"/v1/invoices/{paid['id']}/payment",
            {"paid_on": "2025-10-15"}, _on(paid),
        ),
    ]  # fmt: skip


async def _reporting(year: Year) -> list[Tried]:
    path = f"/v1/projects/{year.project['id']}/quarterly-reports"
    accepted, due = [await year.pins.get(NATIONAL, "reporting", f"{path}/{number}") for number in (1, 2)]
    asked = {"organisation": COUNCIL, "question": "Which schools did you visit?", "due_on": "2025-10-01"}

    def tried(problem: str, about: str, organisation: str, method: str, path: str, *more: Any) -> Tried:
        return Tried("reporting", problem, about, organisation, method, path, *more)

    return [
        tried("quarter-not-found", "A year has four quarters.", OTHER, "GET", f"{path}/1"),
        tried(
            "report-handed-in", "It is accepted.", BOARD, "POST", f"/v1/quarterly-reports/{accepted['id']}/readiness",
            {}, _on(accepted),
        ),
        tried(
            "report-not-ready", "It has not been made ready.", BOARD, "POST",
            f"/v1/quarterly-reports/{due['id']}/submission", {}, _on(due),
        ),
        tried(
            "due-in-the-past", "The day is over.", BOARD, "POST",
            f"/v1/projects/{year.project['id']}/update-requests", asked,
        ),
        tried("export-not-found", "There is no such export.", BOARD, "GET", f"/v1/exports/{NOBODY}"),
        tried("unknown-table", "No such table.", BOARD, "POST", "/v1/exports", {"table": "colours", "form": "csv"}),
    ]  # fmt: skip
