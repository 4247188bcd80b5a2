import pytest

from services.assessment_api.voice.queries import EXACT, PUBLISHED
from shared.contracts.partnership.participations import Participation
from tests.assessment_api.heard import PCG, items, joined, recorded, withdrawal
from tests.assessment_api.owner import Owner, a_participation
from tests.support.serving import Served
from tests.support.views import assert_rows_match_the_contract


@pytest.mark.parametrize(
    ("caller", "number"),
    [
        ("icb:QWO", 1), ("la:383", 1), ("school:107866", 1), ("national:dfe", 1), ("service:reporting", 1), (PCG, 1),
        ("icb:QHM", 0), ("la:100", 0), ("school:100000", 0), (PCG[:-1] + "2", 0),
        ("provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", 0), ("evaluator:ucl", 0),
    ],
)  # fmt: skip
async def test_each_caller_sees_its_own(assessment: Served, elm_park: Participation, caller: str, number: int):
    await joined(assessment, elm_park)
    activity = await recorded(assessment, elm_park)
    assert len(await items(assessment, "/v1/voice-activities", caller)) == number
    for path in ("", "/history"):
        answer = await assessment.as_(caller).get(f"/v1/voice-activities/{activity['id']}{path}")
        assert answer.status_code == (200 if number else 404)


@pytest.mark.parametrize("participants", [3, 12])
async def test_activities_are_read_as_their_contract_says(
    assessment: Served, elm_park: Participation, participants: int
):
    await recorded(assessment, elm_park, participants=participants)
    for view in (EXACT, PUBLISHED):
        await assert_rows_match_the_contract(assessment.database, view)


async def test_the_list_is_filtered_by_each_of_its_filters(assessment: Served, owner: Owner, elm_park: Participation):
    await recorded(assessment, elm_park)
    other = owner.knows(a_participation(urn="107867", la_code="382", icb_code="QHM"))
    activity = await recorded(
        assessment, other, "school:107867", method="walk", year_groups=["reception", "year_1"], held_on="2025-12-01"
    )
    await withdrawal(assessment, "voice-activities", activity, "school:107867")
    for query in (
        f"project_id={other.project_id}", f"participation_id={other.id}", "icb_code=QHM", "la_code=382", "urn=107867",
        "status=withdrawn", "method=walk", "year_groups=year_1", "year_groups=year_1,year_2",
    ):  # fmt: skip
        [found] = await items(assessment, f"/v1/voice-activities?{query}", "national:dfe")
        assert found["id"] == activity["id"], query
    for query, number in (("programme_year=2025-26", 2), ("year_groups=year_3,reception", 2), ("method=play", 0)):
        assert len(await items(assessment, f"/v1/voice-activities?{query}", "national:dfe")) == number, query


async def test_the_list_is_sorted_by_the_day_and_read_page_by_page(assessment: Served, elm_park: Participation):
    days = ["2025-11-03", "2025-10-07", "2025-12-01"]
    for day in days:
        await recorded(assessment, elm_park, held_on=day)
    found: list[str] = []
    path = "/v1/voice-activities?sort=-held_on&limit=1"
    cursor = ""
    while cursor is not None:
        page = (await assessment.as_("la:383").get(path + (f"&cursor={cursor}" if cursor else ""))).json()
        found += [item["held_on"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert found == sorted(days, reverse=True)


@pytest.mark.parametrize("query", ["year_groups=year_9", "status=gone", "participants=4", "sort=participants"])
async def test_a_filter_that_is_not_known_is_refused(assessment: Served, query: str):
    assert (await assessment.as_("icb:QWO").get(f"/v1/voice-activities?{query}")).status_code == 400
