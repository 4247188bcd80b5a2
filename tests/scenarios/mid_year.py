"""A board in the middle of its second year: from the schools it goes on with to what was given and paid."""

from datetime import date, datetime
from typing import Any

from shared.kit.clock import moved
from tests.support import agreement, bought, funding, governance, year as steps
from tests.support.partnership import done
from tests.support.platform import Platform
from tests.support.year import Resource, Year

BOARD, NATIONAL = "QWO", "national:dfe"
AUTHORITIES = ["382", "383"]
ALLOTTED, RELEASED = 20_900_000, 10_450_000
NEW, GO_ON = 8, 4
"""Schools that join now, and schools that took part before."""
ASSESSED, AGREED, BOUGHT = 6, 4, 3
"""Of the new ones: with a baseline, with an agreed line, with a line that is bought and given."""
FIRST_QUARTER = "It went as planned."


def at(day: str) -> Any:
    """Within the block it is nine in the morning of this day."""
    return moved(datetime.fromisoformat(f"{day}T09:00:00Z"))


async def play_alone(pins: Platform) -> dict[str, list[dict[str, object]]]:
    """The scenario as it is loaded."""
    await play(pins)
    return {}


async def play(pins: Platform) -> Year:
    """The year, from April to October. Answers it with the schools that take part, new ones first."""
    with at("2024-06-10"):
        await steps.import_schools(pins)
        chosen = await eligible(pins, NEW + GO_ON)
        group = await the_year_before(pins, chosen[NEW:])
    with at("2025-06-16"):
        year = await steps.start(pins, BOARD, AUTHORITIES, group=group)
        for urn in chosen[:NEW]:
            await steps.take_part(year, urn)
        for urn in chosen[NEW:]:
            year.participations.append(await goes_on(year, urn))
    await money_and_reports(year)
    with at("2025-09-01"):
        await needs(year)
        lines = [await line_of(year, participation) for participation in year.participations[:AGREED]]
        decision = await decide(year)
        commissioned = [await bought.commission(year, line, decision) for line in lines[:BOUGHT]]
    await give_and_pay(year, commissioned)
    return year


async def eligible(pins: Platform, number: int) -> list[str]:
    query = {"la_code": ",".join(AUTHORITIES), "eligibility": "eligible", "limit": str(number)}
    found = await pins.get(f"icb:{BOARD}", "partnership", "/v1/schools", **query)
    return [each["urn"] for each in found["items"]]


async def the_year_before(pins: Platform, urns: list[str]) -> Resource:
    """The schools that the board goes on with took part in its first project. Answers the parent carers' forum."""
    before = await steps.start(pins, BOARD, AUTHORITIES, "2024-25", date(2024, 6, 3))
    for urn in urns:
        await steps.take_part(before, urn)
    return before.group


async def goes_on(year: Year, urn: str) -> Resource:
    """A school of the year before, with the lighter offer."""
    chosen = {"urn": urn, "cohort": "existing", "offer": "embedding", "rationale": "It took part last year."}
    path = f"/v1/projects/{year.project['id']}/participations"
    selected = await year.pins.post(year.board, "partnership", path, chosen)
    path = f"/v1/participations/{selected['id']}/confirmation"
    confirmed: Resource = await year.pins.post(f"school:{urn}", "partnership", path, version=selected["version"])
    return confirmed


async def money_and_reports(year: Year) -> None:
    """The plan approved and the first money released; the first quarter's report accepted."""
    partnership = year.pins.services["partnership"]
    with at("2025-06-23"):
        await agreement.approved_plan(partnership, year.project)
        await agreement.agreed_memorandum(partnership, year.project)
        await funding.allocate(partnership, year.project, ALLOTTED)
    with at("2025-07-01"):
        tranche = done(await funding.plan(partnership, year.project, RELEASED))
        done(await funding.act(partnership, tranche, "release"), 200)
        await year.pins.settle()
    with at("2025-07-24"):
        await report(year, 1)


async def report(year: Year, quarter: int) -> None:
    """Written and submitted by the board, accepted by the national team."""
    pins, path = year.pins, f"/v1/projects/{year.project['id']}/quarterly-reports/{quarter}"
    begun = await pins.get(year.board, "reporting", path)
    templates = (await pins.get(year.board, "reporting", "/v1/report-templates"))["items"]
    [template] = [each for each in templates if each["programme_year"] == "2025-26"]
    sections = [{"section": each["code"], "text": FIRST_QUARTER} for each in template["sections"] if each["required"]]
    address = f"/v1/quarterly-reports/{begun['id']}"
    saved = await pins.caller(year.board, "reporting").patch(
        f"{address}/sections", json={"sections": sections}, headers={"If-Match": f'"{begun["version"]}"'}
    )
    current = done(saved, 200)
    for who, step in ((year.board, "readiness"), (year.board, "submission"), (NATIONAL, "acceptance")):
        current = await pins.post(who, "reporting", f"{address}/{step}", version=current["version"])


async def needs(year: Year) -> None:
    """Schools say what they need, and most of them put something first."""
    for number, participation in enumerate(year.participations[:ASSESSED]):
        await steps.assess(year, participation, rating=1 + number % 3)
    await year.pins.settle()
    for participation in year.participations[:AGREED]:
        await what_comes_first(year, participation)
    await year.pins.settle()


async def what_comes_first(year: Year, participation: Resource) -> None:
    """What ranks first for the school, proposed by it and agreed by its board."""
    school, path = f"school:{participation['urn']}", f"/v1/participations/{participation['id']}"
    first = (await year.pins.get(school, "assessment", f"{path}/ranking"))["domains"][0]
    cited = [finding for term in first["terms"] for finding in term["finding_ids"]]
    wanted = {"priorities": [{"domain": first["domain"], "finding_ids": cited}]}
    proposed = await year.pins.post(school, "assessment", f"{path}/priority-sets", wanted)
    path = f"/v1/priority-sets/{proposed['id']}/agreement"
    await year.pins.post(year.board, "assessment", path, version=proposed["version"])


async def line_of(year: Year, participation: Resource) -> Resource:
    """A line that the board proposes and the school agrees to."""
    line = await steps.a_line(year, participation, starts_on="2025-09-15", ends_on="2026-02-27")
    path = f"/v1/participations/{participation['id']}/package-lines"
    proposed = await year.pins.post(year.board, "commissioning", path, line)
    await steps.consider(year, participation)
    path = f"/v1/package-lines/{proposed['id']}/agreement"
    school = f"school:{participation['urn']}"
    agreed: Resource = await year.pins.post(school, "commissioning", path, version=proposed["version"])
    return agreed


async def decide(year: Year) -> Resource:
    """The partnership decides at a meeting to commission what was agreed."""
    partnership, present = year.pins.services["partnership"], (year.board, f"pcg:{year.group['id']}")
    meeting = await governance.meeting_of(partnership, year.project, *present, held_on="2025-09-01")
    return await governance.decision_of(partnership, meeting, *present, kind="commissioning", title="The support")


async def give_and_pay(year: Year, lines: list[Resource]) -> None:
    """A session of each line is held and invoiced; the first invoice is paid."""
    pins = year.pins
    items = (await pins.get(year.board, "commissioning", "/v1/menu-items", limit="500"))["items"]
    invoices = []
    with at("2025-10-06"):
        for number, line in enumerate(lines):
            provider = f"provider:{line['provider_id']}"
            profession = next(each for each in items if each["code"] == line["menu_item_code"])["professions"][0]
            session = {"held_on": "2025-10-01", "hours": 2, "profession": profession, "mode": "in_person"}
            path = f"/v1/package-lines/{line['id']}/sessions"
            planned = await pins.post(provider, "commissioning", path, session)
            reached = {"staff_reached": [{"role": "Teacher", "count": 9}, {"role": "Teaching assistant", "count": 4}]}
            path = f"/v1/sessions/{planned['id']}/holding"
            await pins.post(provider, "commissioning", path, reached, version=planned["version"])
            asked = {"reference": f"2025/{117 + number}", "amount_pence": 13_000, "invoiced_on": "2025-10-03"}
            path = f"/v1/package-lines/{line['id']}/invoices"
            invoices.append(await pins.post(year.board, "commissioning", path, asked))
    with at("2025-10-16"):
        first, paid = invoices[0], {"paid_on": "2025-10-15"}
        path = f"/v1/invoices/{first['id']}/payment"
        await pins.post(year.board, "commissioning", path, paid, version=first["version"])
        await pins.settle()
