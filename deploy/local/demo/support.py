"""From what a school puts first to support that is agreed, bought, given and paid."""

from hashlib import sha256

from deploy.local.demo.organisation import Organisation
from deploy.local.demo.year import PROGRAMME_YEAR, Resource, Year, wait_until

STARTS_ON, ENDS_ON = "2025-11-03", "2026-02-27"
HELD_ON, INVOICED_ON, PAID_ON = "2025-11-12", "2025-12-01", "2025-12-15"
HOUR_PENCE = 6_500
_KINDS = (("nhs_trust", "Therapies"), ("la_service", "Inclusion service"), ("charity", "Parents and schools"))
_LONGEST_SESSION = 6


def offer(year: Year) -> None:
    """Every item of the menu can be had from one of three providers, at a made-up price."""
    board, choice = year.board, year.choice
    year.items = [item for item in board.lines("commissioning", "/v1/menu-items") if "full" in item["offers"]]
    providers = [
        board.post(
            "commissioning",
            "/v1/providers",
            {
                "name": f"{name} of {choice.icb_name} (demo)",
                "kind": kind,
                "organisation": f"la:{choice.la_codes[0]}" if kind == "la_service" else None,
                "professions": sorted({each for item in year.items for each in item["professions"]}),
                "la_codes": choice.la_codes[:100],
            },
        )
        for kind, name in _KINDS
    ]
    for number, item in enumerate(year.items):
        year.offers[item["code"]] = board.post(
            "commissioning",
            "/v1/local-offers",
            {
                "provider_id": providers[number % len(providers)]["id"],
                "programme_year": PROGRAMME_YEAR,
                "menu_item_code": item["code"],
                "unit": "hour",
                "hours_per_unit": 1,
                "unit_cost_pence": HOUR_PENCE + 100 * (sha256(item["code"].encode()).digest()[0] % 20 - 10),
                "capacity_hours_per_month": 120,
                "lead_time_days": 14,
                "la_codes": choice.la_codes[:100],
                "exists_locally": False,
            },
        )


def agree(year: Year, participation: Resource) -> list[Resource]:
    """A line for what the school puts first, and one for its parent carers: proposed, and agreed by the school."""
    year.advance(f"Support for {participation['school_name']} is agreed")
    first = _first_priority(year, participation)
    tailored = _item(year, "tailored_support", first["domain"])
    engagement = _item(year, "parent_carer_engagement")
    _consider(year, participation)
    return [
        _agreed(year, participation, tailored, first["domain"]),
        _agreed(year, participation, engagement, engagement["domains"][0]),
    ]


def commission(year: Year, lines: list[Resource], decision_id: str) -> list[Resource]:
    """The board buys what the school agreed to, by the partnership's decision."""
    path, by = "/v1/package-lines/{}/commissioning", {"decision_id": decision_id}
    return [year.board.post("commissioning", path.format(line["id"]), by, line["version"]) for line in lines]


def deliver(year: Year, line: Resource, *, whole: bool) -> None:
    """The provider gives all of a line, or the half of it, and its invoice is received; all of it is paid too."""
    item = next(each for each in year.items if each["code"] == line["menu_item_code"])
    provider, left = Organisation(year.platform, f"provider:{line['provider_id']}"), line["hours"]
    left = hours = left if whole else left / 2
    number = 0
    while left > 0:
        number += 1
        session = {
            "held_on": f"2025-11-{11 + number}",
            "hours": min(left, _LONGEST_SESSION),
            "profession": item["professions"][0],
            "mode": "in_person",
        }
        planned = provider.post("commissioning", f"/v1/package-lines/{line['id']}/sessions", session)
        reached = {"staff_reached": [{"role": "Teacher", "count": 9}, {"role": "Teaching assistant", "count": 6}]}
        provider.post("commissioning", f"/v1/sessions/{planned['id']}/holding", reached, planned["version"])
        left -= session["hours"]
    asked = {
        "reference": f"demo {line['id']}",
        "amount_pence": round(line["cost_pence"] * hours / line["hours"]),
        "invoiced_on": INVOICED_ON,
    }
    invoice = year.board.post("commissioning", f"/v1/package-lines/{line['id']}/invoices", asked)
    if whole:
        path = f"/v1/invoices/{invoice['id']}/payment"
        year.board.post("commissioning", path, {"paid_on": PAID_ON}, invoice["version"])


def meet(year: Year, participation: Resource) -> None:
    """The school's parent carers meet its senior leaders."""
    school, path = year.school(participation), f"/v1/participations/{participation['id']}"
    school.put_once(
        "commissioning", f"{path}/parent-carer-group", {"state": "formed", "since": "2025-10-01", "members": 7}
    )
    meeting = {
        "kind": "meeting",
        "held_on": HELD_ON,
        "what": "Parent carers and senior leaders met.",
        "parent_carers": 7,
        "senior_leaders": 2,
    }
    school.post("commissioning", f"{path}/engagement-entries", meeting)


def wait_for_needs(year: Year, participation: Resource) -> None:
    """Until commissioning_api knows what this school puts first."""
    path = f"/v1/participations/{participation['id']}/matches"
    wait_until(
        "What schools put first arrives at commissioning_api",
        lambda: bool(year.board.get("commissioning", path)["priorities_agreed"]),
    )


def _first_priority(year: Year, participation: Resource) -> Resource:
    """What ranks first for the school, proposed by it and agreed by its board, by all that it rests on."""
    school, path = year.school(participation), f"/v1/participations/{participation['id']}"
    ranked = school.get("assessment", f"{path}/ranking")["domains"][0]
    cited = [finding for term in ranked["terms"] for finding in term["finding_ids"]]
    wanted = {"priorities": [{"domain": ranked["domain"], "finding_ids": cited}]}
    proposed = school.post("assessment", f"{path}/priority-sets", wanted)
    agreed = year.board.post("assessment", f"/v1/priority-sets/{proposed['id']}/agreement", {}, proposed["version"])
    first: Resource = agreed["priorities"][0]
    return first


def _item(year: Year, strand: str, domain: str | None = None) -> Resource:
    return next(
        item for item in year.items if item["strand"] == strand and (domain is None or domain in item["domains"])
    )


def _agreed(year: Year, participation: Resource, item: Resource, domain: str) -> Resource:
    found = year.board.get(
        "assessment", "/v1/findings", participation_id=participation["id"], status="current", domain=domain
    )
    line = {
        "menu_item_code": item["code"],
        "local_offer_id": year.offers[item["code"]]["id"],
        "finding_ids": [each["id"] for each in found["items"] if each["scope"] == "domain"],
        "domain": domain,
        "hours": item["usual_hours"],
        "starts_on": STARTS_ON,
        "ends_on": ENDS_ON,
        "reason": f"The school's baseline shows a need in {domain.replace('_', ' ')}.",
    }
    path = f"/v1/participations/{participation['id']}/package-lines"
    proposed = year.board.post("commissioning", path, line)
    path = f"/v1/package-lines/{proposed['id']}/agreement"
    agreed: Resource = year.school(participation).post("commissioning", path, {}, proposed["version"])
    return agreed


def _consider(year: Year, participation: Resource) -> None:
    """No survey and no children's voice is made up for the demo, and both are said not to have been there."""
    recorded = year.board.get("commissioning", "/v1/considerations", participation_id=participation["id"])["items"]
    for source in sorted({"survey", "voice"} - {each["source"] for each in recorded}):
        path = f"/v1/participations/{participation['id']}/considerations/{source}"
        year.school(participation).put("commissioning", path, {"available": False}, None)
