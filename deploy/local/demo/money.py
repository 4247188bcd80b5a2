"""How the project comes by its money: plan, signatures, review, memorandum, allocation and release (R13 to R18)."""

from deploy.local.demo.organisation import Organisation
from deploy.local.demo.year import Resource, Year, wait_until

ALLOTTED, RELEASED = 20_900_000, 10_450_000
_ENGAGEMENT = ALLOTTED // 4
_STRANDS = (("tailored_support", ALLOTTED - _ENGAGEMENT), ("parent_carer_engagement", _ENGAGEMENT))


def fund(year: Year) -> None:
    """From the plan to the first release, which commissioning_api then knows of."""
    national = Organisation(year.platform, "national:dfe")
    year.advance("The partners sign the delivery plan, and the national team approves it")
    _approve(year, national, _submit(year))
    year.advance("The memorandum is agreed, and the first money is released")
    _agree(year, national)
    _release(year, national)
    path = f"/v1/projects/{year.project['id']}/position"
    wait_until(
        "The release arrives at commissioning_api",
        lambda: (
            year.board.status_of("commissioning", path) == 200
            and year.board.get("commissioning", path)["total"]["released_pence"] == RELEASED
        ),
    )


def decide(year: Year) -> str:
    """The partnership decides at a meeting what is commissioned. Answers the decision's id."""
    present = [f"icb:{year.choice.icb_code}", f"pcg:{year.group['id']}", *(f"la:{la}" for la in year.choice.la_codes)]
    meeting = year.board.post(
        "partnership",
        f"/v1/projects/{year.project['id']}/meetings",
        {"held_on": "2025-10-14", "mode": "online", "attended": present[:100]},
    )
    decision = {
        "kind": "commissioning",
        "title": "Support for the first schools",
        "decided": "What these schools have agreed to is commissioned.",
        "rationale": "It answers what they put first.",
        "took_part": present[:100],
    }
    return str(year.board.post("partnership", f"/v1/meetings/{meeting['id']}/decisions", decision)["id"])


def _submit(year: Year) -> Resource:
    sections = {
        "support": [{"kind": "training", "domains": ["communication"], "reach": "All schools of the project."}],
        "commissioning": [{"what": "Training", "approach": "variation", "reason": "It is bought already."}],
        "funding": [
            {"strand": strand, "description": "What schools agree to", "amount_pence": pence}
            for strand, pence in _STRANDS
        ],
        "partner_arrangements": "The partners meet monthly.",
        "selection_process": "By eligibility, for the demo.",
        "engagement": "The forum leads a group in each school.",
        "risks": [{"risk": "Few therapists", "likelihood": "high", "impact": "medium", "mitigation": "Book early."}],
    }
    plan = year.board.post("partnership", f"/v1/projects/{year.project['id']}/delivery-plans", sections)
    path = f"/v1/delivery-plans/{plan['id']}/submission"
    submitted: Resource = year.board.post("partnership", path, {}, plan["version"])
    return submitted


def _approve(year: Year, national: Organisation, plan: Resource) -> None:
    for each in national.lines("partnership", "/v1/sign-offs", delivery_plan_id=plan["id"]):
        signatory = Organisation(year.platform, each["organisation"])
        signatory.post("partnership", f"/v1/sign-offs/{each['id']}/signature", {}, each["version"])
    path = f"/v1/delivery-plans/{plan['id']}"
    signed = national.get("partnership", path)
    approval = {"outcome": "approved", "summary": "A plan for the demo.", "points": []}
    national.post("partnership", f"{path}/reviews", approval, signed["version"])


def _agree(year: Year, national: Organisation) -> None:
    memorandum = national.post("partnership", f"/v1/projects/{year.project['id']}/memoranda", {})
    path = f"/v1/memoranda/{memorandum['id']}/signature"
    for party in (year.board, national, Organisation(year.platform, "national:nhse")):
        memorandum = party.post("partnership", path, {}, memorandum["version"])


def _release(year: Year, national: Organisation) -> None:
    path = f"/v1/projects/{year.project['id']}"
    profile = [{"strand": strand, "amount_pence": pence} for strand, pence in _STRANDS]
    allocation = {"amount_pence": ALLOTTED, "profile": profile, "basis": "Equal budget, made up for the demo."}
    national.put_once("partnership", f"{path}/allocation", allocation)
    tranche = {"amount_pence": RELEASED, "planned_on": "2025-09-01"}
    planned = national.post("partnership", f"{path}/releases", tranche)
    national.post("partnership", f"/v1/releases/{planned['id']}/release", {}, planned["version"])
