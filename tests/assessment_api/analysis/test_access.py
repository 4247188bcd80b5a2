"""Who sees which analysis, and whether small counts are hidden from it."""

import pytest

from services.assessment_api.main import SERVICE
from tests.assessment_api.analysis import facts
from tests.assessment_api.analysis.conftest import Analysing
from tests.support.views import assert_rows_match_the_contract, views_of

PCG = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
OTHER_PCG = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b12"
PROVIDER = "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b13"
PROJECT = facts.project_id(1)
SCHOOLS = [
    facts.school(project_id=PROJECT, urn=facts.urn(number), current_urn=facts.urn(number), la_code=code)
    for number, code in enumerate(["383", "383", "384"])
]


@pytest.fixture
async def told(analysing: Analysing) -> Analysing:
    """A project of QWO, handed over to QHM, with schools of two authorities; another partner is the authority 385."""
    await analysing.told(
        *SCHOOLS,
        facts.project_of(SCHOOLS[0], "QHM"),
        facts.member(SCHOOLS[0], PCG),
        facts.member(SCHOOLS[0], "la:385"),
        *(facts.assessment(school, scores={"environment": 50.0}) for school in SCHOOLS),
    )
    return analysing


EXACT = ("icb:QWO", "icb:QHM", PCG, "national:dfe", "national:nhse", "service:reporting")
IN_PART = ("la:383", "la:384", "la:385", f"school:{facts.urn(0)}")
NOT_AT_ALL = ("icb:QXX", OTHER_PCG, "la:386", f"school:{facts.urn(9)}", PROVIDER, "evaluator:ucl")


async def test_a_project_is_shown_whole_to_those_who_may_see_the_rows_of_its_schools(told: Analysing):
    for caller in EXACT:
        found = await told.project(PROJECT, caller)
        assert (found["suppressed"], found["domains"][0]["schools"]) == (False, 3), caller


async def test_its_authorities_and_schools_are_shown_it_in_part(told: Analysing):
    for caller in IN_PART:
        found = await told.project(PROJECT, caller)
        assert (found["suppressed"], found["domains"][0]["schools"]) == (True, None), caller
        assert found["domains"][0]["mean_score"] is None
        assert found["domains"][0]["bands"] == [None] * 5
        assert found["completion"][0] == found["completion"][0] | {"schools": 3, "submitted": None}


async def test_everybody_else_is_answered_as_if_it_were_not_there(told: Analysing):
    for caller in NOT_AT_ALL:
        answer = await told.as_(caller).get(f"/v1/analysis/projects/{PROJECT}")
        assert answer.status_code == 404, caller
    assert (await told.as_("national:dfe").get(f"/v1/analysis/projects/{facts.project_id(7)}")).status_code == 404


@pytest.mark.parametrize(
    ("path", "its_own", "others", "never"),
    [
        ("local-authorities/383", ["la:383"], ["la:384"], ["icb:QWO", PCG, f"school:{facts.urn(0)}", PROVIDER]),
        ("icbs/QWO", ["icb:QWO"], ["icb:QHM", "icb:QXX"], ["la:383", PCG, f"school:{facts.urn(0)}", "evaluator:ucl"]),
        ("icbs/QHM", ["icb:QHM"], ["icb:QWO"], ["la:383"]),
    ],
)
async def test_an_authority_and_a_board_see_their_own(told: Analysing, path, its_own, others, never):
    for caller in (*its_own, "national:dfe", "service:reporting"):
        found = await told.one(f"/v1/analysis/{path}", caller)
        assert found["suppressed"] is False
        assert [row["schools"] for row in found["domains"]] == [2 if "383" in path else 3]
    for callers, status in ((others, 404), (never, 403)):
        for caller in callers:
            assert (await told.as_(caller).get(f"/v1/analysis/{path}")).status_code == status, caller


async def test_everybody_sees_the_nation_and_only_the_national_team_and_services_every_count(told: Analysing):
    for caller in (*EXACT, *IN_PART, *NOT_AT_ALL):
        found = await told.nation(caller)
        assert found["suppressed"] is not (caller.partition(":")[0] in ("national", "service")), caller
    # All that is counted are its own schools: nothing of them is hidden from whom may see their rows.
    for caller in (*EXACT,):
        assert (await told.nation(caller))["domains"][0]["bands"] == [0, 0, 3, 0, 0]


async def test_without_a_token_or_the_scope_nothing_is_shown(told: Analysing):
    for path in ("analysis/nation", f"analysis/projects/{PROJECT}", "domain-scores"):
        assert (await told.served.as_(None).get(f"/v1/{path}")).status_code == 401
        assert (await told.served.as_("national:dfe", "partnership:read").get(f"/v1/{path}")).status_code == 403


async def _seen(told: Analysing, caller: str, query: str = "") -> list[str]:
    found = await told.one(f"/v1/domain-scores?sort=urn{query}", caller)
    return [row["urn"] for row in found["items"]]


async def test_the_heat_map_has_the_schools_whose_rows_one_may_see(told: Analysing):
    whole = [facts.urn(number) for number in range(3)]
    for caller in EXACT:
        assert await _seen(told, caller) == whole, caller
    assert await _seen(told, "la:383") == whole[:2]
    assert await _seen(told, f"school:{facts.urn(2)}") == whole[2:]
    for caller in ("la:385", *NOT_AT_ALL):
        assert await _seen(told, caller) == [], caller


async def test_the_heat_map_is_filtered_sorted_and_had_as_csv(told: Analysing):
    whole = [facts.urn(number) for number in range(3)]
    assert await _seen(told, "national:dfe", f"&la_code=383&project_id={PROJECT}&programme_year=2025-26") == whole[:2]
    assert await _seen(told, "national:dfe", "&point=baseline&domain=environment&icb_code=QWO") == whole
    assert await _seen(told, "national:dfe", "&point=follow_up") == []
    assert await _seen(told, "national:dfe", f"&urn={whole[1]}&participation_id={SCHOOLS[1].data.id}") == whole[1:2]
    answer = await told.as_("la:383").get("/v1/domain-scores?sort=-urn&format=csv")
    header, *rows = answer.text.removeprefix("\ufeff").splitlines()
    assert header.startswith("id,self_assessment_id,participation_id,project_id,icb_code,la_code,urn,programme_year")
    assert len(rows) == 2
    assert "Elm Park School,baseline,environment,50.0,3,0,1,2025-09-01T08:30:00.000000Z" in rows[0]


async def test_a_score_is_gone_from_the_heat_map_when_its_assessment_is_opened_again(analysing: Analysing):
    school = facts.school()
    submitted = facts.assessment(school, scores={"environment": 50.0, "communication": None})
    await analysing.told(school, submitted)
    scores = {row["domain"]: row["score"] for row in (await analysing.one("/v1/domain-scores"))["items"]}
    assert scores == {"environment": 50.0, "communication": None}
    await analysing.told(facts.again(submitted, status="reopened", submitted_at=None, domain_scores=[]))
    assert (await analysing.one("/v1/domain-scores"))["items"] == []
    assert (await analysing.nation())["domains"] == []


async def test_a_score_announced_before_its_school_is_shown_without_a_name_and_not_counted(analysing: Analysing):
    school = facts.school()
    await analysing.told(facts.assessment(school, scores={"environment": 50.0}))
    [row] = (await analysing.one("/v1/domain-scores"))["items"]
    assert row["school_name"] is None
    assert (await analysing.nation())["domains"] == []
    await analysing.told(school)
    [row] = (await analysing.one("/v1/domain-scores"))["items"]
    assert row["school_name"] == "Elm Park School"
    assert len((await analysing.nation())["domains"]) == 1


async def test_what_postgresql_builds_of_the_heat_map_is_what_its_contract_says(told: Analysing):
    view = views_of(SERVICE)["analysis.DOMAIN_SCORES"]
    await assert_rows_match_the_contract(told.served.database, view)  # type: ignore[arg-type]


async def test_a_converted_school_sees_its_project_and_rows_under_its_new_number(analysing: Analysing):
    school = facts.school(project_id=PROJECT, urn=facts.urn(1), current_urn=facts.urn(2))
    await analysing.told(school, facts.assessment(school, scores={"environment": 50.0}))
    for caller in (f"school:{facts.urn(1)}", f"school:{facts.urn(2)}"):
        assert await _seen(analysing, caller) == ([facts.urn(1)])
        found = await analysing.project(PROJECT, caller)
        assert found["domains"][0]["bands"] == [0, 0, 1, 0, 0], caller
