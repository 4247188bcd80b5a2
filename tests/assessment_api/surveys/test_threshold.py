"""When the settings say that other counts are small, what was published is published again."""

import pytest

from services.assessment_api.loading import load_reference
from services.assessment_api.main import SERVICE
from services.assessment_api.settings import AssessmentSettings
from shared.contracts.partnership.participations import Participation
from shared.kit.settings import Settings, SettingsRefused
from tests.support.partnership import done
from tests.support.serving import Served
from tests.support.settings import settings_for
from tests.support.surveys import FIRST, answered, put, survey

BODY = survey(40, answered(FIRST, {1: 7, 2: 9, 4: 10, 5: 14}), send=8)


def settings(threshold: int) -> Settings:
    return settings_for(SERVICE, "postgresql://nobody@127.0.0.1/none", suppression_threshold=threshold)


async def test_a_higher_threshold_hides_more_and_a_lower_one_shows_it_again(
    assessment: Served, elm_park: Participation
):
    made = done(await put(assessment, elm_park, BODY), 201)
    board = assessment.as_("icb:QWO")
    before = done(await board.get(f"/v1/surveys/{made['id']}"), 200)
    assert before["suppressed"] is False

    said = await load_reference(assessment.database, settings(20))
    assert said.endswith("1 surveys published again with other counts hidden.")
    hidden = done(await board.get(f"/v1/surveys/{made['id']}"), 200)
    assert (hidden["suppressed"], hidden["suppression_threshold"], hidden["version"]) == (True, 20, 2)
    assert (hidden["respondents"], hidden["respondents_send"]) == (40, None)
    assert hidden["questions"][0]["favourable"] is None

    assert " 0 surveys published again" in await load_reference(assessment.database, settings(20))
    await load_reference(assessment.database, settings(5))
    after = done(await board.get(f"/v1/surveys/{made['id']}"), 200)
    assert after | {"version": 1, "updated_at": None} == before | {"updated_at": None}
    exact = done(await assessment.as_("school:107866").get(f"/v1/surveys/{made['id']}"), 200)
    assert exact["questions"] == made["questions"]


async def test_it_is_announced_and_the_findings_follow(assessment: Served, elm_park: Participation):
    done(await put(assessment, elm_park, BODY), 201)
    await load_reference(assessment.database, settings(20))
    async with assessment.database.reading() as connection:
        events = await connection.fetch(
            "select actor, data->>'suppression_threshold' as threshold from events"
            " where type = 'assessment.survey.changed'"
        )
        findings = await connection.fetch("select status from findings")
    assert [tuple(event) for event in events] == [("service:assessment", "20")]
    assert [row["status"] for row in findings] == ["superseded"]


async def test_many_surveys_are_published_again(assessment: Served, elm_park: Participation):
    for term in ("summer", "autumn", "spring"):
        path = f"/v1/participations/{elm_park.id}/surveys/{term}"
        answer = await assessment.as_("school:107866").put(path, json=BODY, headers={"If-None-Match": "*"})
        assert answer.status_code == 201
    said = await load_reference(assessment.database, settings(6))
    assert said.endswith("3 surveys published again with other counts hidden.")


def test_below_three_the_service_does_not_start(monkeypatch: pytest.MonkeyPatch):
    for name in ("DATABASE_URL", "PUBLIC_URL", "ISSUER", "AUDIENCE", "JWKS_URL", "TOKEN_URL"):
        monkeypatch.setenv(f"PINS_{name}", "postgresql://x/y" if name == "DATABASE_URL" else "http://x.test")
    monkeypatch.setenv("PINS_SUPPRESSION_THRESHOLD", "2")
    with pytest.raises(SettingsRefused, match="PINS_SUPPRESSION_THRESHOLD"):
        SERVICE.settings.read()
    monkeypatch.setenv("PINS_SUPPRESSION_THRESHOLD", "3")
    assert AssessmentSettings.read().suppression_threshold == 3
