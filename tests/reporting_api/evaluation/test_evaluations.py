"""Evaluations: registered by the national team, of years that are known, going on after delivery (R5)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from services.reporting_api.evaluation.rules import faults
from tests.reporting_api import facts
from tests.reporting_api.conftest import Reporting
from tests.reporting_api.evaluation.conftest import (
    ANOTHER,
    EVALUATOR,
    PROVIDER,
    TEAM,
    Evaluated,
    done,
    evaluation_of,
    evaluators,
    in_days,
    running_year,
)

LAST = date(2026, 9, 30)


async def test_an_evaluation_goes_on_after_the_delivery_of_its_year(reporting: Reporting):
    await reporting.told(*evaluators(), running_year())
    made = await evaluation_of(reporting)
    assert made["ends_on"] > "2026-03-31"
    assert set(made) == {
        "id", "title", "evaluator", "programme_years", "starts_on", "ends_on", "version", "created_at", "updated_at",
    }  # fmt: skip


async def test_every_fault_of_an_evaluation_is_named_with_its_place(reporting: Reporting):
    await reporting.told(running_year())
    body = {
        "title": "How it went",
        "evaluator": EVALUATOR,
        "programme_years": ["2025-26", "2025-26", "2030-31"],
        "starts_on": in_days(0),
        "ends_on": in_days(5000),
    }
    answer = await reporting.as_(TEAM).post("/v1/evaluations", json=body)
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("/evaluation-refused")
    found = {(each["pointer"], each["code"]) for each in answer.json()["errors"]}
    assert found == {
        ("/evaluator", "unknown"),
        ("/programme_years/1", "repeated"),
        ("/programme_years/2", "unknown"),
        ("/ends_on", "too_late"),
    }


@pytest.mark.parametrize("evaluator", ["icb:QWO", "evaluator:", "evaluator:A", "evaluator:a b", "service:x"])
async def test_only_an_evaluator_evaluates(reporting: Reporting, evaluator: str):
    await reporting.told(running_year())
    body = {
        "title": "How it went", "evaluator": evaluator, "programme_years": ["2025-26"],
        "starts_on": in_days(0), "ends_on": in_days(1),
    }  # fmt: skip
    answer = await reporting.as_(TEAM).post("/v1/evaluations", json=body)
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/evaluator"]
    assert answer.status_code == 422


async def test_the_national_team_changes_the_time_and_the_history_shows_it(evaluated: Evaluated):
    path, held = f"/v1/evaluations/{evaluated.evaluation['id']}", evaluated.evaluation
    national = evaluated.as_(TEAM)
    changed = await national.patch(path, json={"ends_on": in_days(200)}, headers={"If-Match": '"1"'})
    assert done(changed)["ends_on"] == in_days(200)
    assert done(changed)["title"] == held["title"]
    assert (await national.patch(path, json={"title": "Other"}, headers={"If-Match": '"1"'})).status_code == 412
    assert (await national.patch(path, json={"title": "Other"})).status_code == 428
    wrong = await national.patch(path, json={"ends_on": in_days(-20)}, headers={"If-Match": '"2"'})
    assert [each["code"] for each in wrong.json()["errors"]] == ["too_early"]
    newest = done(await evaluated.get(EVALUATOR, f"{path}/history"))["items"][0]
    assert [(each["field"], each["after"]) for each in newest["changes"]] == [("ends_on", in_days(200))]


@pytest.mark.parametrize("who", ["icb:QWO", "la:383", "school:107866", EVALUATOR, PROVIDER])
async def test_nobody_else_registers_or_changes_one(evaluated: Evaluated, who: str):
    assert (await evaluated.post(who, "/v1/evaluations", {})).status_code == 403
    path = f"/v1/evaluations/{evaluated.evaluation['id']}"
    answer = await evaluated.as_(who).patch(path, json={}, headers={"If-Match": '"1"'})
    assert answer.status_code == 403


async def test_everybody_who_may_be_asked_sees_evaluations_and_another_evaluator_does_not(evaluated: Evaluated):
    path = f"/v1/evaluations/{evaluated.evaluation['id']}"
    for who in (TEAM, EVALUATOR, "icb:QWO", "la:383", "school:100000", evaluated.group, "service:reporting"):
        assert done(await evaluated.get(who, path)) == evaluated.evaluation
    assert (await evaluated.get(ANOTHER, path)).status_code == 404
    assert (await evaluated.get(PROVIDER, path)).status_code == 403
    assert done(await evaluated.get(ANOTHER, "/v1/evaluations"))["items"] == []


async def test_before_its_first_day_an_evaluation_asks_for_nothing(evaluated: Evaluated):
    later = await evaluation_of(evaluated.reporting, starts_on=in_days(5))
    evaluated.evaluation = later
    answer = await evaluated.ask("la:383")
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("/outside-evaluation")


@given(st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.integers(0, 800))
def test_an_evaluation_in_order_has_no_fault_exactly_when_it_ends_in_time(starts_on: date, days: int):
    ends_on = starts_on + timedelta(days=days)
    assert (faults(["2025-26"], starts_on, ends_on, {"2025-26": LAST}) == []) == (ends_on <= LAST)


async def test_only_a_registered_evaluator_evaluates(reporting: Reporting):
    await reporting.told(running_year(), facts.evaluator("another"))
    body = {
        "title": "How it went", "evaluator": EVALUATOR, "programme_years": ["2025-26"],
        "starts_on": in_days(0), "ends_on": in_days(1),
    }  # fmt: skip
    answer = await reporting.as_(TEAM).post("/v1/evaluations", json=body)
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [("/evaluator", "unknown")]
    await reporting.told(*evaluators())
    assert (await reporting.as_(TEAM).post("/v1/evaluations", json=body)).status_code == 201


async def test_a_change_that_changes_nothing_is_not_announced(evaluated: Evaluated):
    path = f"/v1/evaluations/{evaluated.evaluation['id']}"
    for body in ({}, {"title": None}, {"title": evaluated.evaluation["title"]}):
        answer = await evaluated.as_(TEAM).patch(path, json=body, headers={"If-Match": '"1"'})
        assert done(answer)["version"] == 1
    assert len(done(await evaluated.get(TEAM, f"{path}/history"))["items"]) == 1
