"""Analyses: what schools said, summed up, as those see it who may see every row."""

from shared.contracts.assessment import analysis as contract, surveys, themes
from tests.assessment_api.analysis import facts
from tests.assessment_api.analysis.conftest import Analysing


async def test_how_far_schools_are_is_counted_at_each_point_of_their_cohort(analysing: Analysing):
    schools = [facts.school(project_id=facts.project_id(1), urn=facts.urn(n)) for n in range(4)]
    existing = facts.school(project_id=facts.project_id(1), cohort="existing")
    withdrawn = facts.school("withdrawn", project_id=facts.project_id(1))
    await analysing.told(*schools, existing, withdrawn)
    await analysing.told(
        facts.assessment(schools[0]),
        facts.assessment(schools[1], "in_progress"),
        facts.assessment(schools[2], "reopened"),
        facts.assessment(withdrawn),
    )
    of_year = {"programme_year": "2025-26"}
    nobody = {"in_progress": 0, "submitted": 0, "completion_rate": 0.0}
    assert (await analysing.nation())["completion"] == [
        of_year
        | {"point": "baseline", "schools": 4, "not_started": 1, "in_progress": 2, "submitted": 1}
        | {"completion_rate": 0.25},
        of_year | {"point": "follow_up", "schools": 4, "not_started": 4} | nobody,
        of_year | {"point": "embedding_review", "schools": 1, "not_started": 1} | nobody,
    ]


async def test_scores_are_spread_over_bands_and_their_mean_is_rounded_half_up(analysing: Analysing):
    scores = [0.0, 19.9, 20.0, 79.9, 80.0, 100.0, None]
    schools = [facts.school(urn=facts.urn(n)) for n in range(len(scores))]
    said = [
        facts.assessment(school, scores={"environment": score}) for school, score in zip(schools, scores, strict=True)
    ]
    await analysing.told(*schools, *said)
    [row] = (await analysing.nation())["domains"]
    assert (row["schools"], row["bands"]) == (6, [2, 1, 0, 1, 2])
    assert row["mean_score"] == 50.0  # 299.8 / 6 = 49.97

    low, high = facts.school(programme_year="2024-25"), facts.school(programme_year="2024-25")
    await analysing.told(low, high, facts.assessment(low, scores={"environment": 33.3}))
    await analysing.told(facts.assessment(high, scores={"environment": 33.4}))
    assert [row["mean_score"] for row in (await analysing.nation())["domains"]] == [33.4, 50.0]


async def test_change_is_of_schools_with_a_baseline_and_a_follow_up(analysing: Analysing):
    pairs = [(50.0, 60.5), (50.0, 50.0), (50.0, 40.0), (50.0, None), (None, 50.0)]
    told = []
    for number, (start, end) in enumerate(pairs):
        school = facts.school(urn=facts.urn(number))
        first = facts.assessment(school, scores={"environment": start})
        told += [school, first, facts.assessment(school, scores={"environment": end}, point="follow_up")]
    alone = facts.school()
    await analysing.told(*told, alone, facts.assessment(alone, scores={"environment": 9.0}))
    assert (await analysing.nation())["progress"] == [
        {"programme_year": "2025-26", "domain": "environment", "schools": 3, "mean_change": 0.2}
        | {"improved": 1, "unchanged": 1, "declined": 1}
    ]


async def test_of_surveys_only_what_is_published_of_each_school_is_summed(analysing: Analysing):
    one, other, hidden = (facts.school(urn=facts.urn(n)) for n in range(3))
    await analysing.told(
        one,
        other,
        hidden,
        facts.survey(one, ("environment", 8, 12), ("environment", None, None), ("communication", 20, 0)),
        facts.survey(one, ("environment", 10, 10), term="spring"),
        facts.survey(other, ("environment", 6, 14)),
        facts.survey(hidden, ("environment", None, None)),
    )
    of_year = {"programme_year": "2025-26"}
    assert (await analysing.nation())["surveys"] == [
        of_year
        | {"domain": "communication", "schools": 1, "schools_hidden": 0, "answers": 20, "favourable": 20}
        | {"favourable_share": 1.0},
        of_year
        | {"domain": "environment", "schools": 2, "schools_hidden": 1, "answers": 60, "favourable": 24}
        | {"favourable_share": 0.4},
    ]


async def test_a_survey_that_is_withdrawn_is_counted_no_longer_and_stays_away(analysing: Analysing):
    school = facts.school()
    recorded = facts.survey(school, ("environment", 8, 12))
    withdrawn = surveys.SurveyWithdrawn(data=recorded.data)
    await analysing.told(school, recorded, withdrawn, facts.again(recorded, surveys.SurveyChanged))
    assert (await analysing.nation())["surveys"] == []


async def test_a_theme_is_common_when_several_schools_say_it_whatever_its_case_and_spaces(analysing: Analysing):
    schools = [facts.school(urn=facts.urn(n)) for n in range(3)]
    wordings = ["Noise  in the hall.", "noise in the hall.", "Noise in the hall. "]
    said = [facts.theme(school, text) for school, text in zip(schools, wordings, strict=True)]
    own = facts.theme(schools[0], "Only heard here.")
    taken_back = facts.theme(schools[1], "Only heard here.")
    await analysing.told(*schools, *said, facts.theme(schools[0], "NOISE IN THE HALL."), own, taken_back)
    await analysing.told(
        facts.again(taken_back, themes.ThemeWithdrawn, status="withdrawn", withdrawn_reason="A mistake.")
    )
    [common] = (await analysing.nation())["themes"]
    assert common.pop("statement").casefold().split() == ["noise", "in", "the", "hall."]
    assert common == {"programme_year": "2025-26", "domain": "communication", "kind": "strength", "schools": 3}


async def test_of_each_year_the_twenty_most_common_themes_are_shown(analysing: Analysing):
    told = []
    for year in ("2024-25", "2025-26"):
        place = {"programme_year": year, "project_id": facts.project_id(1)}
        schools = [facts.school(urn=facts.urn(n), **place) for n in range(4)]
        told += schools
        told += [facts.theme(school, f"Theme {n:02}.") for n in range(22) for school in schools[: 2 + n % 3]]
    await analysing.told(*told)
    for found in (await analysing.nation(), await analysing.project(facts.project_id(1))):
        first = [theme["schools"] for theme in found["themes"] if theme["programme_year"] == "2024-25"]
        assert first == [4] * 7 + [3] * 7 + [2] * 6
        assert len(found["themes"]) == 40


async def test_every_scope_counts_its_own_schools(analysing: Analysing):
    """Two projects of two boards; each authority has schools in both."""
    told = []
    for number, (project, board, authority) in enumerate(
        [(1, "QWO", "383"), (1, "QWO", "383"), (1, "QWO", "384"), (2, "QHM", "383"), (2, "QHM", "384")]
    ):
        place = {"project_id": facts.project_id(project), "icb_code": board, "la_code": authority}
        school = facts.school(urn=facts.urn(number), **place)
        told += [school, facts.assessment(school, scores={"environment": 50.0})]
    await analysing.told(*told, facts.project_of(told[0], "QWO"), facts.project_of(told[-2], "QXX"))

    async def schools(path: str) -> list[int]:
        return [row["schools"] for row in (await analysing.one(f"/v1/analysis/{path}"))["domains"]]

    assert await schools("nation") == [5]
    assert await schools(f"projects/{facts.project_id(1)}") == [3]
    assert await schools("local-authorities/383") == [3]
    assert await schools("local-authorities/399") == []
    assert await schools("icbs/QWO") == [3]
    assert await schools("icbs/QHM") == await schools("icbs/QXX") == [2]


async def test_years_can_be_chosen_and_are_beside_each_other_otherwise(analysing: Analysing):
    await analysing.told(*(facts.school(programme_year=year) for year in ("2023-24", "2024-25", "2025-26")))

    async def years(query: str) -> set[str]:
        return {row["programme_year"] for row in (await analysing.nation(query=query))["completion"]}

    assert await years("") == {"2023-24", "2024-25", "2025-26"}
    assert await years("?programme_year=2023-24,2025-26") == {"2023-24", "2025-26"}
    assert await years("?programme_year=2020-21") == set()


async def test_what_is_no_year_or_no_filter_is_refused_with_its_name(analysing: Analysing):
    for query in ("programme_year=2025", "programme_year=2025-27", "programme_year=", "year=2025-26"):
        answer = await analysing.as_("national:dfe").get(f"/v1/analysis/nation?{query}")
        assert answer.status_code == 400, answer.text
        assert query.split("=")[0] in answer.json()["errors"][0]["parameter"]
    for path in ("projects/1", "local-authorities/Leeds", "icbs/qwo"):
        answer = await analysing.as_("national:dfe").get(f"/v1/analysis/{path}")
        assert answer.status_code == 400, answer.text


async def test_an_answer_is_what_its_contract_says_and_says_until_when(analysing: Analysing):
    school = facts.school()
    await analysing.told(school, facts.assessment(school, scores={"environment": 50.0}), facts.theme(school))
    answer = await analysing.as_("national:dfe").get("/v1/analysis/nation")
    found = contract.Analysis.model_validate_json(answer.content)
    assert (found.scope, found.code, found.suppressed) == ("nation", "England", False)
    assert found.as_of == contract.AsOf(partnership=None, assessment=None)
