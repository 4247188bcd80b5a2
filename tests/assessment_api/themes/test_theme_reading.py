from typing import Any

import pytest

from services.assessment_api.themes.queries import THEMES
from shared.contracts.partnership.participations import Participation
from tests.assessment_api.heard import PCG, items, joined, recorded, said, withdrawal
from tests.assessment_api.owner import Owner, a_participation
from tests.support.serving import Served
from tests.support.views import assert_rows_match_the_contract


@pytest.fixture
async def theme(assessment: Served, elm_park: Participation) -> dict[str, Any]:
    """What children of Elm Park said."""
    return await said(assessment, elm_park, (await recorded(assessment, elm_park))["id"])


@pytest.mark.parametrize(
    ("caller", "number"),
    [
        ("icb:QWO", 1), ("la:383", 1), ("school:107866", 1), ("national:dfe", 1), ("service:reporting", 1), (PCG, 1),
        ("icb:QHM", 0), ("la:100", 0), ("school:100000", 0), (PCG[:-1] + "2", 0),
        ("provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", 0), ("evaluator:ucl", 0),
    ],
)  # fmt: skip
async def test_each_caller_sees_its_own(
    assessment: Served, elm_park: Participation, theme: dict[str, Any], caller: str, number: int
):
    await joined(assessment, elm_park)
    assert len(await items(assessment, "/v1/themes", caller)) == number
    for path in ("", "/history"):
        answer = await assessment.as_(caller).get(f"/v1/themes/{theme['id']}{path}")
        assert answer.status_code == (200 if number else 404)


async def test_the_list_is_filtered_by_each_of_its_filters(assessment: Served, owner: Owner, theme: dict[str, Any]):
    other = owner.knows(a_participation(urn="107867", la_code="382", icb_code="QHM"))
    school = assessment.as_("school:107867")
    path = f"/v1/participations/{other.id}/self-assessments"
    source = (await school.post(path, json={"point": "baseline"})).json()["id"]
    wanted = await said(
        assessment, other, source, "school:107867",
        source="self_assessment", domain="communication", kind="strength", prevalence="few",
    )  # fmt: skip
    await withdrawal(assessment, "themes", wanted, "school:107867")
    for query in (
        f"project_id={other.project_id}", f"participation_id={other.id}", "icb_code=QHM", "la_code=382", "urn=107867",
        "domain=communication", "kind=strength", "prevalence=few", "source=self_assessment", f"source_id={source}",
        "status=withdrawn",
    ):  # fmt: skip
        [found] = await items(assessment, f"/v1/themes?{query}", "national:dfe")
        assert found["id"] == wanted["id"], query
    for query, number in (("programme_year=2025-26", 2), ("prevalence=few,many", 2), ("domain=mental_health", 0)):
        assert len(await items(assessment, f"/v1/themes?{query}", "national:dfe")) == number, query


async def test_themes_are_read_as_their_contract_says(assessment: Served, theme: dict[str, Any]):
    await assert_rows_match_the_contract(assessment.database, THEMES)


async def test_the_list_is_also_a_table(assessment: Served, theme: dict[str, Any]):
    answer = await assessment.as_("icb:QWO").get("/v1/themes?format=csv")
    assert answer.status_code == 200
    assert theme["statement"] in answer.text
    assert len(answer.text.splitlines()) == 2
