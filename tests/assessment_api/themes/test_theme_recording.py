from typing import Any
from uuid import uuid4

import pytest

from shared.contracts.partnership.participations import Participation
from tests.assessment_api.heard import (
    BOARD,
    PCG,
    SCHOOL,
    body_of,
    faults_of,
    if_match,
    items,
    joined,
    recorded,
    said,
    saying,
    surveyed,
    withdrawal,
)
from tests.assessment_api.owner import DOMAINS, Owner, a_participation
from tests.support.serving import Served

PERSONAL = {
    "an e-mail address": ("Ask {} about lunch.", "jo.bloggs@school.sch.uk"),
    "a telephone number": ("Ring {} about lunch.", "01904 555 111"),
    "a date of birth": ("The boy born {} dislikes lunch.", "3/4/2016"),
    "an NHS number": ("NHS {} dislikes lunch.", "943 476 5919"),
    "a unique pupil number": ("UPN {} dislikes lunch.", "A123456789012"),
}


async def changing(served: Served, theme: dict[str, Any], caller: str = SCHOOL, **changes: Any):
    return await served.as_(caller).patch(f"/v1/themes/{theme['id']}", json=changes, headers=if_match(theme))


@pytest.fixture
async def activity(assessment: Served, elm_park: Participation) -> dict[str, Any]:
    """An activity of children's voice at Elm Park."""
    return await recorded(assessment, elm_park)


@pytest.mark.parametrize("caller", [SCHOOL, PCG, BOARD])
async def test_the_school_its_parent_carers_and_its_board_record_a_theme(
    assessment: Served, elm_park: Participation, activity: dict[str, Any], caller: str
):
    await joined(assessment, elm_park)
    answer = await saying(assessment, elm_park, activity["id"], caller)
    theme = body_of(answer, 201)
    assert (theme["status"], theme["version"], theme["withdrawn_reason"]) == ("active", 1, None)
    assert (theme["urn"], theme["icb_code"], theme["source_id"]) == ("107866", "QWO", activity["id"])
    again = await assessment.as_(caller).get(answer.headers["Location"])
    assert body_of(again) == theme
    assert again.headers["ETag"] == answer.headers["ETag"] == '"1"'


async def test_a_theme_is_heard_in_a_self_assessment_too(assessment: Served, elm_park: Participation):
    opened = body_of(
        await assessment.as_(SCHOOL).post(
            f"/v1/participations/{elm_park.id}/self-assessments", json={"point": "baseline"}
        ),
        201,
    )
    theme = await said(assessment, elm_park, opened["id"], source="self_assessment")
    assert (theme["source"], theme["source_id"]) == ("self_assessment", opened["id"])


async def test_a_theme_is_heard_in_a_survey_too_which_is_not_taken_back_before_it(
    assessment: Served, elm_park: Participation
):
    survey = await surveyed(assessment, elm_park)
    theme = await said(assessment, elm_park, survey["id"], source="survey")
    path = f"/v1/surveys/{survey['id']}"
    refused = await assessment.as_(SCHOOL).delete(path, headers=if_match(survey))
    assert body_of(refused, 409)["title"] == "Themes were heard in it"
    gone = body_of(await withdrawal(assessment, "themes", theme))
    assert (await assessment.as_(SCHOOL).delete(path, headers=if_match(survey))).status_code == 204
    # The theme stays as it was withdrawn, also when what it was heard in is erased.
    assert body_of(await assessment.as_(SCHOOL).get(f"/v1/themes/{theme['id']}")) == gone
    assert (await withdrawal(assessment, "themes", gone)).status_code == 409


@pytest.mark.parametrize("caller", ["school:100000", "icb:QHM", "la:383", "national:dfe", "service:reporting"])
async def test_nobody_else_records_a_theme(
    assessment: Served, elm_park: Participation, activity: dict[str, Any], caller: str
):
    assert (await saying(assessment, elm_park, activity["id"], caller)).status_code == 403


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"status": "selected"}, "The school has not confirmed that it takes part"),
        ({"status": "withdrawn"}, "The school takes part no longer"),
        ({"programme_year": "2031-32"}, "There are no domains for this programme year yet"),
    ],
)
async def test_a_theme_is_refused_with_the_reason(assessment: Served, owner: Owner, changes, title: str):
    school = owner.knows(a_participation(**changes))
    assert body_of(await saying(assessment, school, str(uuid4())), 409)["title"] == title


@pytest.mark.parametrize("source", ["self_assessment", "survey", "voice"])
async def test_a_source_that_is_not_there_is_refused_with_the_place(
    assessment: Served, elm_park: Participation, source: str
):
    assert faults_of(await saying(assessment, elm_park, str(uuid4()), source=source)) == [("/source_id", "unknown")]


async def test_the_source_is_of_the_kind_that_is_said(
    assessment: Served, elm_park: Participation, activity: dict[str, Any]
):
    for source in ("self_assessment", "survey"):
        answer = await saying(assessment, elm_park, activity["id"], source=source)
        assert faults_of(answer) == [("/source_id", "unknown")]


async def test_what_another_school_heard_is_no_source(assessment: Served, owner: Owner, activity: dict[str, Any]):
    other = owner.knows(a_participation(urn="107867"))
    answer = await saying(assessment, other, activity["id"], "school:107867")
    assert faults_of(answer) == [("/source_id", "unknown")]


async def test_nothing_was_heard_in_an_activity_that_was_withdrawn(
    assessment: Served, elm_park: Participation, activity: dict[str, Any]
):
    body_of(await withdrawal(assessment, "voice-activities", activity))
    answer = await saying(assessment, elm_park, activity["id"])
    assert body_of(answer, 409)["title"] == "The activity in which it was heard has been withdrawn"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"domain": "sport"}, [("/domain", "unknown")]),
        ({"kind": "wish"}, [("/kind", "enum")]),
        ({"prevalence": "half"}, [("/prevalence", "enum")]),
        ({"source": "rumour"}, [("/source", "enum")]),
        ({"statement": ""}, [("/statement", "string_too_short")]),
        ({"statement": "  "}, [("/statement", "string_too_short")]),
        ({"statement": "x" * 501}, [("/statement", "string_too_long")]),
        ({"who": "Sam"}, [("/who", "unknown")]),
    ],
)
async def test_a_bad_theme_is_refused_with_the_place(
    assessment: Served, elm_park: Participation, activity: dict[str, Any], changes, wrong
):
    assert faults_of(await saying(assessment, elm_park, activity["id"], **changes)) == wrong
    if "source" not in changes:
        theme = await said(assessment, elm_park, activity["id"])
        assert faults_of(await changing(assessment, theme, **changes)) == wrong


@pytest.mark.parametrize("kind", PERSONAL)
async def test_a_statement_that_points_to_a_person_is_refused_with_its_place_and_not_repeated(
    assessment: Served, elm_park: Participation, activity: dict[str, Any], kind: str
):
    theme = await said(assessment, elm_park, activity["id"])
    sentence, pointing = PERSONAL[kind]
    personal = sentence.format(pointing)
    for answer in (
        await saying(assessment, elm_park, activity["id"], statement=personal),
        await changing(assessment, theme, statement=personal),
        await assessment.as_(SCHOOL).post(
            f"/v1/themes/{theme['id']}/withdrawal", json={"reason": personal}, headers=if_match(theme)
        ),
    ):
        [(pointer, code)] = faults_of(answer)
        assert (pointer in ("/statement", "/reason"), code) == (True, "personal_data")
        assert kind in answer.json()["errors"][0]["detail"]
        assert pointing not in answer.text
    assert len(await items(assessment, "/v1/themes")) == 1


@pytest.mark.parametrize("domain", DOMAINS)
async def test_a_theme_is_about_any_domain_of_the_year(
    assessment: Served, elm_park: Participation, activity: dict[str, Any], domain: str
):
    assert (await said(assessment, elm_park, activity["id"], domain=domain))["domain"] == domain


SAID_AGAIN = "The  dining hall is TOO loud\tto eat in. "


async def test_one_source_says_a_thing_once_in_a_domain(
    assessment: Served, elm_park: Participation, activity: dict[str, Any]
):
    first = await said(assessment, elm_park, activity["id"])
    for again in (first["statement"], SAID_AGAIN):
        answer = await saying(assessment, elm_park, activity["id"], statement=again, kind="strength", prevalence="few")
        assert body_of(answer, 409)["title"] == "This theme is recorded already"
    await said(assessment, elm_park, activity["id"], domain="communication")
    await said(assessment, elm_park, (await recorded(assessment, elm_park))["id"])
    body_of(await withdrawal(assessment, "themes", first))
    await said(assessment, elm_park, activity["id"], statement=SAID_AGAIN)


async def test_a_theme_is_not_changed_into_another_one(
    assessment: Served, elm_park: Participation, activity: dict[str, Any]
):
    first = await said(assessment, elm_park, activity["id"])
    second = await said(assessment, elm_park, activity["id"], domain="communication")
    other = await said(assessment, elm_park, activity["id"], statement="The hall echoes.")
    for theme, changes in ((second, {"domain": "environment"}), (other, {"statement": SAID_AGAIN})):
        answer = await changing(assessment, theme, **changes)
        assert body_of(answer, 409)["title"] == "This theme is recorded already"
    assert body_of(await changing(assessment, first, statement=SAID_AGAIN))["statement"] == SAID_AGAIN.strip()


@pytest.mark.parametrize("caller", [SCHOOL, PCG, BOARD])
async def test_a_theme_is_put_into_other_words(
    assessment: Served, elm_park: Participation, activity: dict[str, Any], caller: str
):
    await joined(assessment, elm_park)
    theme = await said(assessment, elm_park, activity["id"])
    wanted = {"statement": "The hall echoes.", "prevalence": "most", "kind": "strength", "domain": "communication"}
    changed = body_of(await changing(assessment, theme, caller, **wanted))
    assert {name: changed[name] for name in wanted} == wanted
    assert (changed["version"], changed["source_id"]) == (2, activity["id"])


async def test_a_change_that_says_the_same_changes_nothing(
    assessment: Served, elm_park: Participation, activity: dict[str, Any]
):
    theme = await said(assessment, elm_park, activity["id"])
    for changes in ({}, {"prevalence": "many"}, {"statement": theme["statement"], "kind": "concern"}):
        assert body_of(await changing(assessment, theme, **changes)) == theme


async def test_where_it_was_heard_does_not_change(
    assessment: Served, elm_park: Participation, activity: dict[str, Any]
):
    theme = await said(assessment, elm_park, activity["id"])
    assert faults_of(await changing(assessment, theme, source_id=str(uuid4()))) == [("/source_id", "unknown")]


async def test_a_change_names_the_version_it_was_made_on(
    assessment: Served, elm_park: Participation, activity: dict[str, Any]
):
    theme = await said(assessment, elm_park, activity["id"])
    school = assessment.as_(SCHOOL)
    assert (await school.patch(f"/v1/themes/{theme['id']}", json={"prevalence": "few"})).status_code == 428
    body_of(await changing(assessment, theme, prevalence="few"))
    assert (await changing(assessment, theme, prevalence="most")).status_code == 412


@pytest.mark.parametrize("caller", ["school:100000", "icb:QHM", PCG])
async def test_another_school_board_or_group_changes_nothing(
    assessment: Served, elm_park: Participation, activity: dict[str, Any], caller: str
):
    theme = await said(assessment, elm_park, activity["id"])
    assert (await changing(assessment, theme, caller, prevalence="few")).status_code == 404
    assert (await withdrawal(assessment, "themes", theme, caller)).status_code == 404


async def test_a_theme_is_withdrawn_with_a_reason_and_stays_so(
    assessment: Served, elm_park: Participation, activity: dict[str, Any]
):
    theme = await said(assessment, elm_park, activity["id"])
    gone = body_of(await withdrawal(assessment, "themes", theme))
    assert (gone["status"], gone["withdrawn_reason"]) == ("withdrawn", "Recorded twice.")
    for answer in (
        await changing(assessment, gone, prevalence="few"),
        await withdrawal(assessment, "themes", gone),
    ):
        assert body_of(answer, 409)["title"] == "The theme has been withdrawn"


async def test_an_activity_is_withdrawn_after_the_themes_heard_in_it(
    assessment: Served, elm_park: Participation, activity: dict[str, Any]
):
    themes = [
        await said(assessment, elm_park, activity["id"], statement=statement) for statement in ("It is loud.", "Calm.")
    ]
    for number, theme in zip(("2 themes were", "1 theme was"), themes, strict=True):
        answer = body_of(await withdrawal(assessment, "voice-activities", activity), 409)
        assert answer["title"] == "Themes were heard in it"
        assert answer["detail"].startswith(f"{number} heard in it.")
        body_of(await withdrawal(assessment, "themes", theme))
    # What is heard in an activity does not change it: the version that was read first is still the one to name.
    body_of(await withdrawal(assessment, "voice-activities", activity))


async def test_the_history_says_who_changed_what(assessment: Served, elm_park: Participation, activity: dict[str, Any]):
    theme = await said(assessment, elm_park, activity["id"])
    changed = body_of(await changing(assessment, theme, BOARD, prevalence="few"))
    body_of(await withdrawal(assessment, "themes", changed))
    entries = await items(assessment, f"/v1/themes/{theme['id']}/history", "la:383")
    assert [(entry["event"].rsplit(".")[-1], entry["by"]) for entry in entries] == [
        ("withdrawn", SCHOOL), ("changed", BOARD), ("recorded", SCHOOL),
    ]  # fmt: skip
    assert entries[1]["changes"] == [{"field": "prevalence", "before": "many", "after": "few"}]
