"""A school's ranking over HTTP: whose it is, what it rests on, and what is missing."""

from typing import Any
from uuid import uuid4

import pytest

from services.assessment_api import reference
from services.assessment_api.participations.service import follow_member, follow_participation
from shared.contracts.assessment.findings import FindingSource
from shared.contracts.assessment.instruments import InstrumentKind
from shared.contracts.partnership.participations import Participation, ParticipationConfirmed
from shared.contracts.partnership.projects import MemberJoined
from tests.assessment_api.found import on_domain, on_question, renew, theme
from tests.assessment_api.owner import DOMAINS, Owner, a_member, a_participation, told
from tests.support.databases import statements_counted
from tests.support.serving import Served

METHOD = reference.instrument(InstrumentKind.CHILDRENS_VOICE).methods[0].code
PCG = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
PROVIDER = "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"


@pytest.fixture
def school() -> Participation:
    return a_participation()


async def known(assessment: Served, school: Participation) -> None:
    async with assessment.database.transaction() as session:
        await follow_participation(session, told(ParticipationConfirmed(data=school)))


async def ranking(assessment: Served, school: Participation, caller: str = "school:107866") -> dict[str, Any]:
    answer = await assessment.as_(caller).get(f"/v1/participations/{school.id}/ranking")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def scores(shown: dict[str, Any]) -> list[tuple[str, float | None]]:
    return [(each["domain"], each["score"]) for each in shown["domains"]]


async def test_a_schools_domains_are_ranked_by_its_findings_with_every_term(assessment: Served, school: Participation):
    said = [on_domain("environment", 60.0), on_domain("mental_health", 40.0), on_question("environment", "e1", 100.0)]
    await renew(assessment.database, school, said)
    await renew(assessment.database, school, [on_domain("environment", 40.0)], FindingSource.SURVEY, occasion="Autumn")
    await renew(assessment.database, school, [theme("environment", 75.0)], FindingSource.VOICE)
    shown = await ranking(assessment, school)
    unknown = [domain for domain in DOMAINS if domain not in ("environment", "mental_health")]
    assert scores(shown) == [
        ("environment", 57.0), ("mental_health", 28.6), *((domain, 0.0) for domain in unknown),
    ]  # fmt: skip
    first = shown["domains"][0]
    findings = (await assessment.as_("school:107866").get("/v1/findings?domain=environment")).json()["items"]
    by_source = {each["source"]: each["id"] for each in findings if each["scope"] != "question"}
    assert [(each["contribution"], each["finding_ids"]) for each in first["terms"]] == [
        (30.0, [by_source["self_assessment"]]), (12.0, [by_source["survey"]]), (15.0, [by_source["voice"]]),
    ]  # fmt: skip
    assert shown["missing"] == []
    assert shown["rule"]["weights"] == {"self_assessment": 50, "survey": 30, "voice": 20}
    assert (shown["urn"], shown["icb_code"], shown["programme_year"]) == ("107866", "QWO", "2025-26")


async def test_a_school_that_only_the_feed_told_of_has_a_ranking_of_nothing_which_says_so(
    assessment: Served, school: Participation
):
    await known(assessment, school)
    shown = await ranking(assessment, school)
    assert scores(shown) == [(domain, None) for domain in DOMAINS]
    assert [each["source"] for each in shown["missing"]] == ["self_assessment", "survey", "voice"]


async def test_children_who_were_heard_and_had_no_concern_say_that_there_is_no_need_until_it_is_withdrawn(
    assessment: Served, owner: Owner, school: Participation
):
    owner.knows(school)
    await renew(assessment.database, school, [on_domain("environment", 70.0)])
    path, speaker = f"/v1/participations/{school.id}/voice-activities", assessment.as_("school:107866")
    activity = {"held_on": "2025-10-01", "method": METHOD, "participants": 12, "year_groups": ["year_3"]}
    recorded = await speaker.post(path, json=activity)
    assert recorded.status_code == 201, recorded.text
    shown = await ranking(assessment, school)
    assert scores(shown)[0] == ("environment", 50.0)
    assert [each["source"] for each in shown["missing"]] == ["survey"]
    withdrawn = await speaker.post(
        f"/v1/voice-activities/{recorded.json()['id']}/withdrawal",
        json={"reason": "Recorded twice."},
        headers={"If-Match": recorded.headers["ETag"]},
    )
    assert withdrawn.status_code == 200, withdrawn.text
    assert scores(await ranking(assessment, school))[0] == ("environment", 70.0)


async def test_what_was_superseded_counts_no_more(assessment: Served, school: Participation):
    of = await renew(assessment.database, school, [on_domain("environment", 60.0)])
    await renew(assessment.database, school, [on_domain("environment", 20.0)], source_id=of)
    assert scores(await ranking(assessment, school))[0] == ("environment", 20.0)


async def test_another_school_changes_nothing(assessment: Served, school: Participation):
    await renew(assessment.database, school, [on_domain("environment", 60.0)])
    before = await ranking(assessment, school)
    other = a_participation(urn="107867", project_id=school.project_id)
    await renew(assessment.database, other, [on_domain("environment", 99.0), theme("communication", 80.0)])
    assert await ranking(assessment, school) == before


@pytest.mark.parametrize("only_findings", [True, False])
@pytest.mark.parametrize(
    ("caller", "status"),
    [
        ("icb:QWO", 200), ("la:383", 200), ("school:107866", 200),
        ("national:dfe", 200), ("service:commissioning", 200),
        ("icb:QHM", 404), ("la:100", 404), ("school:100000", 404),
        (PCG, 404), (PROVIDER, 404), ("evaluator:ucl", 404),
    ],
)  # fmt: skip
async def test_the_ranking_is_for_those_who_see_the_school(
    assessment: Served, school: Participation, caller: str, status: int, only_findings: bool
):
    if only_findings:
        await renew(assessment.database, school, [on_domain("environment", 60.0)])
    else:
        await known(assessment, school)
    answer = await assessment.as_(caller).get(f"/v1/participations/{school.id}/ranking")
    assert answer.status_code == status


async def test_a_parent_carer_group_sees_the_schools_of_its_project(assessment: Served, school: Participation):
    await known(assessment, school)
    async with assessment.database.transaction() as session:
        await follow_member(session, told(MemberJoined(data=a_member(project_id=school.project_id, organisation=PCG))))
    assert len((await ranking(assessment, school, PCG))["domains"]) == 6


async def test_nothing_is_ranked_where_nothing_is_known_or_there_are_no_weights(
    assessment: Served, school: Participation
):
    national = assessment.as_("national:dfe")
    assert (await national.get(f"/v1/participations/{uuid4()}/ranking")).status_code == 404
    later = a_participation(programme_year="2026-27")
    await known(assessment, later)
    answer = await national.get(f"/v1/participations/{later.id}/ranking")
    assert answer.status_code == 409
    assert answer.json()["title"] == "There are no ranking weights for this programme year yet"


async def test_a_ranking_takes_few_statements_however_many_findings_there_are(
    assessment: Served, school: Participation
):
    await renew(assessment.database, school, [on_question("environment", f"q{n}", 50.0) for n in range(100)])
    for domain in DOMAINS:
        await renew(assessment.database, school, [theme(domain, 30.0)], FindingSource.VOICE)
    with statements_counted(assessment.database) as seen:  # type: ignore[arg-type]
        await ranking(assessment, school)
    assert len(seen) <= 5
