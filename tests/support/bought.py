"""How a project comes by its money and a school by its support, all of it over HTTP."""

from typing import Any

from tests.support import agreement, funding, governance
from tests.support.partnership import done
from tests.support.year import Resource, Year

HELD_ON, INVOICED_ON, PAID_ON = "2025-11-12", "2025-12-01", "2025-12-15"


async def fund(year: Year, allotted: int, released: int) -> None:
    """The plan signed and approved, the memorandum agreed, the money allotted, and so much of it released."""
    partnership = year.pins.services["partnership"]
    await agreement.approved_plan(partnership, year.project)
    await agreement.agreed_memorandum(partnership, year.project)
    await funding.allocate(partnership, year.project, allotted)
    tranche = done(await funding.plan(partnership, year.project, released))
    done(await funding.act(partnership, tranche, "release"), 200)


async def decide(year: Year) -> Resource:
    """The partnership decides at a meeting to commission what was agreed."""
    partnership, present = year.pins.services["partnership"], (year.board, f"pcg:{year.group['id']}")
    meeting = await governance.meeting_of(partnership, year.project, *present)
    return await governance.decision_of(partnership, meeting, *present, kind="commissioning", title="The support")


async def commission(year: Year, line: Resource, decision: Resource) -> Resource:
    path, by = f"/v1/package-lines/{line['id']}/commissioning", {"decision_id": decision["id"]}
    bought: Resource = await year.pins.post(year.board, "commissioning", path, by, version=line["version"])
    return bought


async def hold_session(year: Year, line: Resource, profession: str, hours: float) -> Resource:
    """The line's provider arranges a session, and says afterwards whom it reached."""
    provider = f"provider:{line['provider_id']}"
    session = {"held_on": HELD_ON, "hours": hours, "profession": profession, "mode": "in_person"}
    path = f"/v1/package-lines/{line['id']}/sessions"
    planned = await year.pins.post(provider, "commissioning", path, session)
    reached = {"staff_reached": [{"role": "Teacher", "count": 9}, {"role": "Teaching assistant", "count": 4}]}
    path = f"/v1/sessions/{planned['id']}/holding"
    held: Resource = await year.pins.post(provider, "commissioning", path, reached, version=planned["version"])
    return held


async def invoice(year: Year, line: Resource, amount_pence: int) -> Resource:
    asked = {"reference": "2025/117", "amount_pence": amount_pence, "invoiced_on": INVOICED_ON}
    path = f"/v1/package-lines/{line['id']}/invoices"
    received: Resource = await year.pins.post(year.board, "commissioning", path, asked)
    return received


async def pay(year: Year, received: Resource) -> Resource:
    path = f"/v1/invoices/{received['id']}/payment"
    paid: Resource = await year.pins.post(
        year.board, "commissioning", path, {"paid_on": PAID_ON}, version=received["version"]
    )
    return paid


async def meet_parents(year: Year, participation: Resource) -> Resource:
    """Parent carers and senior leaders of the school meet, and the school records it."""
    meeting: dict[str, Any] = {
        "kind": "meeting",
        "held_on": HELD_ON,
        "what": "Parent carers and leaders met.",
        "led_to": "A quiet room at lunch.",
        "parent_carers": 8,
        "senior_leaders": 2,
    }
    path = f"/v1/participations/{participation['id']}/engagement-entries"
    entry: Resource = await year.pins.post(f"school:{participation['urn']}", "commissioning", path, meeting)
    return entry
