"""What a submission makes known: findings that stay when it is opened again, and are renewed with the next one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from services.assessment_api.findings.models import Finding
from shared.contracts.assessment.findings import FindingScope, FindingStatus
from tests.assessment_api.acting import act, save
from tests.assessment_api.tool import QUESTIONS, TOOL, every_answer
from tests.support.serving import Served


async def findings(assessment: Served, of: dict[str, Any]) -> Sequence[Finding]:
    async with assessment.database.transaction() as session:
        found = await session.scalars(
            select(Finding).where(Finding.source_id == of["id"]).order_by(Finding.created_at, Finding.id)
        )
        return found.all()


async def again(assessment: Served, of: dict[str, Any], *answers: dict[str, Any]) -> dict[str, Any]:
    """Opened again by its board, answered and submitted once more."""
    reopened = await act(assessment, of, "reopening", "icb:QWO", json={"reason": "Two classes were left out."})
    saved = await save(assessment, reopened.json(), *answers)
    answer = await act(assessment, saved.json(), "submission")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_submission_says_each_domain_and_each_rating_in_the_lower_half(assessment: Served, submitted):
    of = await submitted(rating=1)
    found = await findings(assessment, of)
    domains = [each for each in found if each.scope is FindingScope.DOMAIN]
    questions = [each for each in found if each.scope is FindingScope.QUESTION]
    assert [each.domain for each in domains] == TOOL.domains
    assert {each.need for each in (*domains, *questions)} == {75.0}
    assert [each.question for each in questions] == QUESTIONS
    assert {(each.occasion, str(each.participation_id), each.urn) for each in found} == {
        ("Baseline", of["participation_id"], "107866")
    }
    assert domains[-1].statement == ("At the baseline the school scored 25.0 of 100 on communication, from 4 ratings.")
    assert questions[0].statement == (f'At the baseline the school rated "{TOOL.questions[0].text}" as "Beginning".')


async def test_what_is_rated_at_the_half_or_above_makes_no_finding_of_its_own(assessment: Served, submitted):
    found = await findings(assessment, await submitted(rating=2))
    assert {each.scope for each in found} == {FindingScope.DOMAIN}


async def test_opening_again_leaves_the_findings_as_they_are(assessment: Served, submitted):
    of = await submitted()
    await act(assessment, of, "reopening", "icb:QWO", json={"reason": "Two classes were left out."})
    assert {each.status for each in await findings(assessment, of)} == {FindingStatus.CURRENT}


async def test_the_next_submission_supersedes_what_changed_and_leaves_what_still_holds(assessment: Served, submitted):
    of = await submitted(rating=2)
    before = {each.id: each.domain for each in await findings(assessment, of)}
    await again(assessment, of, {"question": "communication-1", "rating": 0})
    after = await findings(assessment, of)
    [gone] = [each for each in after if each.status is FindingStatus.SUPERSEDED]
    new = {each.scope: each for each in after if each.id not in before}
    assert gone.domain == "communication"
    assert gone.superseded_by == new[FindingScope.DOMAIN].id
    assert new[FindingScope.QUESTION].question == "communication-1"
    assert len(after) == len(before) + 2


async def test_a_rating_that_became_better_takes_its_finding_back_and_nothing_stands_in_its_place(
    assessment: Served, submitted
):
    of = await submitted(rating=1)
    await again(assessment, of, *every_answer(4))
    gone = [each for each in await findings(assessment, of) if each.status is FindingStatus.SUPERSEDED]
    assert {each.superseded_by is None for each in gone if each.scope is FindingScope.QUESTION} == {True}
    assert {each.superseded_by is None for each in gone if each.scope is FindingScope.DOMAIN} == {False}


async def test_the_same_said_again_makes_no_finding(assessment: Served, submitted):
    of = await submitted(rating=1)
    before = [each.id for each in await findings(assessment, of)]
    again_submitted = await again(assessment, of, *every_answer(1))
    assert [each.id for each in await findings(assessment, again_submitted)] == before


async def test_a_follow_up_leaves_what_the_baseline_found(assessment: Served, submitted):
    baseline = await submitted(rating=1)
    follow_up = await submitted("follow_up", rating=1)
    assert {each.status for each in await findings(assessment, baseline)} == {FindingStatus.CURRENT}
    assert {each.occasion for each in await findings(assessment, follow_up)} == {"Follow-up"}
