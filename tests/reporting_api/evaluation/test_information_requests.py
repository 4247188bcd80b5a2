"""What an evaluator asks, who may be asked, who answers, and what is overdue or late (R35, R36)."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from services.reporting_api.information_requests.models import InformationRequest
from shared.contracts.partnership import projects
from shared.kit.clock import today
from tests.reporting_api import facts
from tests.reporting_api.evaluation.conftest import (
    ANOTHER,
    EVALUATOR,
    PROVIDER,
    TEAM,
    Evaluated,
    done,
    evaluation_of,
    in_days,
)

SCHOOL = "school:100000"


async def test_an_authority_is_asked_and_answers_with_documents_that_stand_elsewhere(evaluated: Evaluated):
    asked = await evaluated.asked(questions=["implementation_and_barriers", "lasting_benefit"])
    assert (asked["status"], asked["overdue"], asked["late"], asked["reminders"]) == ("open", False, False, 0)
    paper = {"title": "Minutes", "url": "https://www.leeds.example/minutes.pdf?v=2"}
    answered = done(await evaluated.answer("la:383", asked, attachments=[paper]))
    assert (answered["status"], answered["answered_by"], answered["late"]) == ("answered", "la:383", False)
    read = done(await evaluated.get(EVALUATOR, f"/v1/information-requests/{asked['id']}"))
    assert (read["answer"], read["attachments"]) == ("Cover for staff.", [paper])
    path = f"/v1/information-requests/{asked['id']}/history"
    history = done(await evaluated.get(EVALUATOR, path))["items"]
    assert [each["by"] for each in history] == ["la:383", EVALUATOR]


async def test_each_kind_that_takes_part_can_be_asked_for_each_question(evaluated: Evaluated):
    for organisation in ("icb:QWO", "la:383", "la:202", SCHOOL, evaluated.group, TEAM, "national:nhse"):
        for question in ("implementation_and_barriers", "lasting_benefit", "ability_to_support"):
            asked = await evaluated.asked(organisation, questions=[question])
            assert asked["questions"] == [question]
            assert done(await evaluated.answer(organisation, asked))["answered_by"] == organisation


@pytest.mark.parametrize(
    "organisation", ["icb:QHM", "la:801", "school:199999", "pcg:00000000-0000-7000-8000-000000000000"]
)
async def test_who_takes_no_part_is_not_asked(evaluated: Evaluated, organisation: str):
    answer = await evaluated.ask(organisation)
    assert answer.status_code == 422
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [("/asked", "no_part")]
    assert organisation not in answer.text


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"asked": PROVIDER}, "/asked"),
        ({"asked": "evaluator:ace"}, "/asked"),
        ({"questions": []}, "/questions"),
        ({"questions": ["why"]}, "/questions/0"),
        ({"questions": ["lasting_benefit", "lasting_benefit"]}, "/questions"),
        ({"asks": "Write to jo@school.example"}, "/asks"),
        ({"due_on": "yesterday"}, "/due_on"),
        ({"due_on": in_days(-1)}, "/due_on"),
        ({"due_on": in_days(301)}, "/due_on"),
    ],
)
async def test_what_is_wrong_with_a_request_is_said_with_its_place(evaluated: Evaluated, given: dict, pointer: str):
    answer = await evaluated.ask(given.pop("asked", "la:383"), **given)
    assert answer.status_code == 422, answer.text
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert "jo@" not in answer.text


@pytest.mark.parametrize(
    "url",
    ["http://leeds.example/a", "https://user:word@leeds.example/a", "ftp://leeds.example", "javascript:alert(1)",
     "https://", "https://leeds.example/a b", "//leeds.example", f"https://leeds.example/{'a' * 400}"],
)  # fmt: skip
async def test_a_document_stands_at_an_https_address_without_a_user(evaluated: Evaluated, url: str):
    asked = await evaluated.asked()
    answer = await evaluated.answer("la:383", asked, attachments=[{"title": "Minutes", "url": url}])
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/attachments/0/url"]


async def test_a_board_answers_for_its_school_also_after_it_took_the_project_over(evaluated: Evaluated):
    first, second = await evaluated.asked(SCHOOL), await evaluated.asked(SCHOOL)
    assert first["board"] == "icb:QWO"
    assert done(await evaluated.answer("icb:QWO", first))["answered_by"] == "icb:QWO"
    assert (await evaluated.answer("icb:QHM", second)).status_code == 404
    handed_over = facts.again(evaluated.project, projects.ProjectChanged, lead_icb_code="QHM")
    await evaluated.reporting.told(handed_over)
    assert (await evaluated.answer("icb:QWO", second)).status_code == 404
    assert done(await evaluated.answer("icb:QHM", second))["answered_by"] == "icb:QHM"


async def test_a_school_that_became_an_academy_answers_what_it_was_asked_before(evaluated: Evaluated):
    school = facts.participation(evaluated.project, urn="107900")
    await evaluated.reporting.told(school)
    asked = await evaluated.asked("school:107900")
    await evaluated.reporting.told(facts.again(school, current_urn="145900"))
    assert done(await evaluated.answer("school:145900", asked))["answered_by"] == "school:145900"


async def test_only_those_concerned_see_a_request(evaluated: Evaluated):
    asked = await evaluated.asked(SCHOOL)
    path = f"/v1/information-requests/{asked['id']}"
    for who in (EVALUATOR, SCHOOL, "icb:QWO", TEAM, "service:reporting"):
        assert done(await evaluated.get(who, path))["id"] == asked["id"]
        assert len(done(await evaluated.get(who, "/v1/information-requests"))["items"]) == 1
    for who in (ANOTHER, "school:100001", "icb:QHM", "la:383", evaluated.group):
        assert (await evaluated.get(who, path)).status_code == 404, who
        assert (await evaluated.get(who, f"{path}/history")).status_code == 404, who
        assert done(await evaluated.get(who, "/v1/information-requests"))["items"] == []
    assert (await evaluated.get(PROVIDER, path)).status_code == 403


async def test_the_national_team_sees_what_others_are_asked_and_does_not_answer_for_them(evaluated: Evaluated):
    answer = await evaluated.answer(TEAM, await evaluated.asked())
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("/not-asked")
    of_the_nhs = await evaluated.asked("national:nhse")
    assert (await evaluated.answer(TEAM, of_the_nhs)).status_code == 403


async def test_only_the_evaluator_asks_reminds_and_withdraws(evaluated: Evaluated):
    for who in (TEAM, "icb:QWO", "la:383", SCHOOL, evaluated.group):
        assert (await evaluated.ask("la:383", who)).status_code == 403
    assert (await evaluated.ask("la:383", ANOTHER)).status_code == 404
    asked = await evaluated.asked()
    for name, body in (("reminders", None), ("withdrawal", {"reason": "Answered by phone."})):
        path = f"/v1/information-requests/{asked['id']}/{name}"
        assert (await evaluated.post(ANOTHER, path, body, asked)).status_code == 404
        assert (await evaluated.post("la:383", path, body, asked)).status_code == 403


async def test_reminders_are_counted_until_there_is_an_answer(evaluated: Evaluated):
    asked = await evaluated.asked()
    path = f"/v1/information-requests/{asked['id']}/reminders"
    once = done(await evaluated.post(EVALUATOR, path, on=asked))
    twice = done(await evaluated.post(EVALUATOR, path, on=once))
    assert (twice["reminders"], twice["last_reminded_at"] is None) == (2, False)
    answered = done(await evaluated.answer("la:383", twice))
    assert (await evaluated.post(EVALUATOR, path, on=answered)).status_code == 409


async def test_what_was_withdrawn_or_answered_is_closed(evaluated: Evaluated):
    asked = await evaluated.asked()
    path = f"/v1/information-requests/{asked['id']}/withdrawal"
    withdrawn = done(await evaluated.post(EVALUATOR, path, {"reason": "The board said it."}, asked))
    assert (withdrawn["status"], withdrawn["withdrawal_reason"]) == ("withdrawn", "The board said it.")
    for answer in (
        await evaluated.answer("la:383", withdrawn),
        await evaluated.post(EVALUATOR, path, {"reason": "Again."}, withdrawn),
    ):
        assert answer.status_code == 409
        assert answer.json()["type"].endswith("/request-not-open")


async def test_open_after_its_day_is_overdue_and_answered_then_is_late(evaluated: Evaluated):
    asked, in_time = await evaluated.asked(), await evaluated.asked()
    async with evaluated.reporting.database.transaction() as session:
        yesterday = today() - timedelta(days=1)
        of = InformationRequest.id == UUID(asked["id"])
        await session.execute(update(InformationRequest).where(of).values(due_on=yesterday))
    [overdue] = done(await evaluated.get(EVALUATOR, "/v1/information-requests?overdue=true"))["items"]
    assert (overdue["id"], overdue["overdue"], overdue["late"]) == (asked["id"], True, False)
    late = done(await evaluated.answer("la:383", asked))
    assert (late["overdue"], late["late"]) == (False, True)
    assert done(await evaluated.answer("la:383", in_time))["late"] is False
    counted = done(await evaluated.get(TEAM, "/v1/information-requests?late=true&count=exact"))
    assert counted["total"] == 1
    assert done(await evaluated.get(TEAM, "/v1/information-requests?overdue=true&count=exact"))["total"] == 0


async def test_requests_of_two_evaluations_are_told_apart(evaluated: Evaluated):
    mine = await evaluated.asked()
    evaluated.evaluation = await evaluation_of(evaluated.reporting, evaluator=ANOTHER)
    theirs = done(await evaluated.ask("la:383", ANOTHER), 201)
    assert [each["id"] for each in done(await evaluated.get(ANOTHER, "/v1/information-requests"))["items"]] == [
        theirs["id"]
    ]
    path = f"/v1/information-requests?evaluator={EVALUATOR}&questions=implementation_and_barriers"
    assert [each["id"] for each in done(await evaluated.get("la:383", path))["items"]] == [mine["id"]]
