"""The national bodies are reference data; evaluators are registered by the national team."""

import pytest

from tests.support.governance import evaluator_of
from tests.support.partnership import done
from tests.support.selection import if_match, refused
from tests.support.serving import Served

EVALUATOR = {"code": "ace", "name": "Institute of Evaluation", "valid_from": "2024-06-03"}


async def test_the_national_bodies_are_the_department_and_the_nhs(partnership: Served):
    client = partnership.as_("school:107866")
    bodies = done(await client.get("/v1/national-bodies"), 200)["items"]
    assert [body["code"] for body in bodies] == ["dfe", "nhse"]
    assert done(await client.get("/v1/national-bodies/nhse"), 200) == bodies[1]
    refused(await client.get("/v1/national-bodies/ofsted"), 404, "national-body-not-found")


async def test_an_evaluator_is_registered_and_everybody_can_read_it(partnership: Served):
    answer = await partnership.as_("national:nhse").post("/v1/evaluators", json=EVALUATOR)
    registered = done(answer)
    for organisation in ("evaluator:ace", "la:383", "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"):
        read = await partnership.as_(organisation).get(answer.headers["location"])
        assert (done(read, 200), read.headers["etag"]) == (registered, '"1"')
    assert done(await partnership.as_("la:383").get("/v1/evaluators?code=ace"), 200)["items"] == [registered]


async def test_a_code_stands_for_one_evaluator(partnership: Served):
    await evaluator_of(partnership)
    answer = await partnership.as_("national:dfe").post("/v1/evaluators", json=EVALUATOR | {"name": "Another"})
    refused(answer, 409, "evaluator-exists")


async def test_an_evaluators_time_is_ended_and_the_history_says_so(partnership: Served):
    evaluator = await evaluator_of(partnership)
    client, path = partnership.as_("national:dfe"), "/v1/evaluators/ace"
    refused(await client.patch(path, json={"valid_to": "2026-09-30"}), 428, "precondition-missing")
    early = await client.patch(path, json={"valid_to": "2024-06-02"}, headers=if_match(evaluator))
    refused(early, 409, "evaluator-ends-too-early")
    ended = done(await client.patch(path, json={"valid_to": "2026-09-30"}, headers=if_match(evaluator)), 200)
    assert (ended["valid_to"], ended["name"], ended["version"]) == ("2026-09-30", evaluator["name"], 2)
    newest, _ = done(await client.get(f"{path}/history"), 200)["items"]
    assert newest["changes"] == [{"field": "valid_to", "before": None, "after": "2026-09-30"}]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"code": "The Institute"}, "/code"), ({"code": "a" * 41}, "/code"), ({"name": ""}, "/name"),
     ({"valid_from": "2024"}, "/valid_from"), ({"colour": "red"}, "/colour")],
)  # fmt: skip
async def test_a_malformed_evaluator_is_refused_by_its_field(partnership: Served, change, pointer: str):
    answer = await partnership.as_("national:dfe").post("/v1/evaluators", json=EVALUATOR | change)
    assert [error["pointer"] for error in done(answer, 422)["errors"]] == [pointer]


async def test_an_evaluator_that_would_end_before_it_begins_is_refused(partnership: Served):
    body = EVALUATOR | {"valid_to": "2024-06-02"}
    refused(await partnership.as_("national:dfe").post("/v1/evaluators", json=body), 409, "evaluator-ends-too-early")


@pytest.mark.parametrize("organisation", ["icb:QWO", "la:383", "evaluator:ace", "service:reporting"])
async def test_only_the_national_team_registers_and_changes_evaluators(partnership: Served, organisation: str):
    await evaluator_of(partnership)
    client = partnership.as_(organisation)
    added = await client.post("/v1/evaluators", json=EVALUATOR)
    changed = await client.patch("/v1/evaluators/ace", json={"name": "Ours"}, headers={"If-Match": '"1"'})
    assert (added.status_code, changed.status_code) == (403, 403)


async def test_an_evaluator_nobody_registered_is_not_found(partnership: Served):
    for path in ("", "/history"):
        refused(await partnership.as_("la:383").get(f"/v1/evaluators/nobody{path}"), 404, "evaluator-not-found")
