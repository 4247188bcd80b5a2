"""Every active concern is one finding, which says what the concern says."""

from typing import Any

import pytest

from shared.contracts.partnership.participations import Participation
from tests.assessment_api.heard import SCHOOL, body_of, if_match, items, recorded, said, surveyed, withdrawal
from tests.support.serving import Served


@pytest.fixture
async def activity(assessment: Served, elm_park: Participation) -> dict[str, Any]:
    return await recorded(assessment, elm_park, held_on="2025-10-07")


async def changed(served: Served, theme: dict[str, Any], **changes: Any) -> dict[str, Any]:
    answer = await served.as_(SCHOOL).patch(f"/v1/themes/{theme['id']}", json=changes, headers=if_match(theme))
    return body_of(answer)


async def found(served: Served, status: str = "current") -> list[dict[str, Any]]:
    return await items(served, f"/v1/findings?status={status}")


async def test_a_concern_is_found_with_its_need_its_source_and_its_day(
    assessment: Served, elm_park: Participation, activity: dict[str, Any]
):
    theme = await said(assessment, elm_park, activity["id"], prevalence="many")
    [finding] = await found(assessment)
    expected = {
        "source": "voice", "source_id": theme["id"], "occasion": "2025-10-07", "scope": "theme", "question": None,
        "domain": theme["domain"], "statement": theme["statement"], "need": 75.0, "urn": "107866", "icb_code": "QWO",
    }  # fmt: skip
    assert {name: finding[name] for name in expected} == expected


async def test_what_was_heard_in_a_self_assessment_says_at_which_point(assessment: Served, elm_park: Participation):
    path = f"/v1/participations/{elm_park.id}/self-assessments"
    opened = body_of(await assessment.as_(SCHOOL).post(path, json={"point": "baseline"}), 201)
    await said(assessment, elm_park, opened["id"], source="self_assessment")
    [finding] = await found(assessment)
    assert (finding["source"], finding["occasion"]) == ("self_assessment", "Baseline")


async def test_what_was_heard_in_a_survey_says_in_which_term(assessment: Served, elm_park: Participation):
    survey = await surveyed(assessment, elm_park, "spring")
    theme = await said(assessment, elm_park, survey["id"], source="survey")
    [finding] = [each for each in await found(assessment) if each["source_id"] == theme["id"]]
    assert (finding["source"], finding["occasion"]) == ("survey", "Spring term")


async def test_a_strength_is_no_finding(assessment: Served, elm_park: Participation, activity: dict[str, Any]):
    await said(assessment, elm_park, activity["id"], kind="strength")
    assert await found(assessment) == []


async def test_another_prevalence_makes_another_finding_and_supersedes_the_first(
    assessment: Served, elm_park: Participation, activity: dict[str, Any]
):
    theme = await said(assessment, elm_park, activity["id"], prevalence="few")
    [first] = await found(assessment)
    await changed(assessment, theme, prevalence="most")
    [second] = await found(assessment)
    [gone] = await found(assessment, "superseded")
    assert (first["need"], second["need"]) == (25.0, 100.0)
    assert (gone["id"], gone["superseded_by"]) == (first["id"], second["id"])


async def test_what_stays_as_it_was_keeps_its_finding(
    assessment: Served, elm_park: Participation, activity: dict[str, Any]
):
    theme = await said(assessment, elm_park, activity["id"])
    before = await found(assessment)
    await changed(assessment, theme, prevalence="many")
    assert await found(assessment) == before
    assert await found(assessment, "superseded") == []


async def test_a_concern_that_turns_out_a_strength_is_found_no_longer_and_the_other_way_round(
    assessment: Served, elm_park: Participation, activity: dict[str, Any]
):
    theme = await said(assessment, elm_park, activity["id"])
    theme = await changed(assessment, theme, kind="strength")
    assert await found(assessment) == []
    [gone] = await found(assessment, "superseded")
    assert gone["superseded_by"] is None
    await changed(assessment, theme, kind="concern")
    assert [finding["source_id"] for finding in await found(assessment)] == [theme["id"]]


async def test_what_is_withdrawn_is_found_no_longer_and_other_themes_stay_found(
    assessment: Served, elm_park: Participation, activity: dict[str, Any]
):
    theme = await said(assessment, elm_park, activity["id"])
    other = await said(assessment, elm_park, activity["id"], statement="The corridors are dark.")
    body_of(await withdrawal(assessment, "themes", theme))
    assert [finding["source_id"] for finding in await found(assessment)] == [other["id"]]
    assert [finding["source_id"] for finding in await found(assessment, "superseded")] == [theme["id"]]
