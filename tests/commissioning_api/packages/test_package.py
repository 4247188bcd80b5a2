"""A school's package: what it is given, what it comes to, and what is still missing."""

import csv
import io

from services.commissioning_api.participations.service import follow_self_assessment
from shared.contracts.commissioning import packages as contract
from tests.commissioning_api.asking import HOUR_PENCE, change, considered, move, proposed
from tests.commissioning_api.participations.said import an_assessment_event
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.serving import Served

ENGAGEMENT = {"menu_item_code": "termly-leadership-meetings", "domain": "leadership_culture_and_values"}


async def test_a_package_adds_up_each_strand_and_leaves_out_what_is_cancelled(
    commissioning: Served, partnership: PartnershipStandIn
):
    school = partnership.takes_part()
    board = commissioning.as_("icb:QWO")
    lines = [
        await proposed(board, school.id, starts_on="2025-10-03", ends_on="2025-10-31", hours=1.5),
        await proposed(board, school.id, starts_on="2025-10-02", ends_on="2025-10-02", hours=2.25),
        await proposed(board, school.id, **ENGAGEMENT, hours=6),
        await proposed(board, school.id, hours=9, starts_on="2025-11-03", ends_on="2025-11-03"),
    ]
    await move(board, lines[3]["id"], "cancellation", 1, {"reason": "Too much."})
    package = (await board.get(f"/v1/participations/{school.id}/package")).json()
    assert package["strands"] == [
        {"strand": "tailored_support", "lines": 2, "hours": 3.75, "cost_pence": 5 * HOUR_PENCE},
        {"strand": "parent_carer_engagement", "lines": 1, "hours": 6.0, "cost_pence": 6 * HOUR_PENCE},
    ]
    assert package["strands_missing"] == []
    assert package["lines"] == [lines[2], lines[1], lines[0]]
    assert contract.SupportPackage.model_validate(package).model_dump(mode="json") == package


async def test_a_strand_without_a_line_is_said_to_be_missing(commissioning: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part()
    board = commissioning.as_("icb:QWO")
    line = await proposed(board, school.id)
    path = f"/v1/participations/{school.id}/package"
    assert (await board.get(path)).json()["strands_missing"] == ["parent_carer_engagement"]
    await move(board, line["id"], "cancellation", 1, {"reason": "Not needed."})
    package = (await board.get(path)).json()
    assert package["strands_missing"] == ["tailored_support", "parent_carer_engagement"]
    assert package["lines"] == []


async def test_a_package_shows_when_the_school_handed_in_its_first_assessment(
    commissioning: Served, partnership: PartnershipStandIn
):
    school = partnership.takes_part()
    board = commissioning.as_("icb:QWO")
    await proposed(board, school.id)
    path = f"/v1/participations/{school.id}/package"
    assert (await board.get(path)).json()["baseline_submitted_at"] is None
    async with commissioning.app.state.database.transaction() as session:
        await follow_self_assessment(session, an_assessment_event(school, version=3))
    assert (await board.get(path)).json()["baseline_submitted_at"] == "2025-09-15T09:00:00.000000Z"
    async with commissioning.app.state.database.transaction() as session:
        await follow_self_assessment(session, an_assessment_event(school, version=4, status="reopened"))
    assert (await board.get(path)).json()["baseline_submitted_at"] is None


async def test_the_etag_of_a_package_is_another_after_every_change_of_it(
    commissioning: Served, partnership: PartnershipStandIn
):
    school = partnership.takes_part()
    board = commissioning.as_("icb:QWO")
    path = f"/v1/participations/{school.id}/package"
    line = await proposed(board, school.id)
    tags = [(await board.get(path)).headers["ETag"]]
    assert (await board.get(path, headers={"If-None-Match": tags[0]})).status_code == 304
    for step in (
        lambda: change(board, line["id"], 1, hours=1),
        lambda: considered(board, school.id),
        lambda: move(commissioning.as_("school:107866"), line["id"], "agreement", 2),
        lambda: move(board, line["id"], "cancellation", 3, {"reason": "Not needed."}),
        lambda: proposed(board, school.id),
    ):
        await step()
        answer = await board.get(path, headers={"If-None-Match": tags[-1]})
        assert answer.status_code == 200
        tags.append(answer.headers["ETag"])
    assert len(set(tags)) == 6


async def test_lines_are_found_by_what_they_belong_to(commissioning: Served, partnership: PartnershipStandIn):
    leeds, bradford = partnership.takes_part(), partnership.takes_part(la_code="380", urn="107200")
    board = commissioning.as_("icb:QWO")
    first = await proposed(board, leeds.id)
    second = await proposed(board, bradford.id, **ENGAGEMENT)
    await considered(board, leeds.id)
    await move(commissioning.as_("school:107866"), first["id"], "agreement", 1)
    for filters in (
        f"project_id={leeds.project_id}", "la_code=383", "urn=107866", f"participation_id={leeds.id}",
        "status=agreed", "strand=tailored_support", "funding_strand=tailored_support",
        f"local_offer_id={first['local_offer_id']}", f"provider_id={first['provider_id']}",
        "menu_item_code=anxiety-training", "icb_code=QWO&status=agreed",
    ):  # fmt: skip
        found = (await board.get(f"/v1/package-lines?{filters}")).json()["items"]
        assert [line["id"] for line in found] == [first["id"]], filters
    assert (await board.get("/v1/package-lines?icb_code=QF7")).json()["items"] == []
    page = (await board.get("/v1/package-lines?sort=-id&limit=1&count=exact")).json()
    assert ([line["id"] for line in page["items"]], page["total"]) == ([second["id"]], 2)
    rest = (await board.get(f"/v1/package-lines?sort=-id&limit=1&cursor={page['next_cursor']}")).json()
    assert ([line["id"] for line in rest["items"]], rest["next_cursor"]) == ([first["id"]], None)


async def test_the_lines_are_a_table(commissioning: Served, partnership: PartnershipStandIn):
    board = commissioning.as_("icb:QWO")
    line = await proposed(board, partnership.takes_part().id, reason="=1+1")
    answer = await board.get("/v1/package-lines?format=csv")
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert list(row) == list(contract.PackageLine.model_fields)
    assert (row["id"], row["hours"], row["starts_on"], row["reason"]) == (line["id"], "3", "2025-10-01", "'=1+1")
