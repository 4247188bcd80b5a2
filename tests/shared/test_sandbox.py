"""Sandbox mode of one service: its mark, its clock, problems on demand, and the databases it keeps away from."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from services.partnership_api.main import SERVICE, document
from shared.contracts.sandbox import Scenario
from shared.kit import logging
from shared.kit.app import document_of
from shared.kit.commands import main
from shared.kit.sandbox.state import DatabaseRefused
from tests.scenarios import table
from tests.support.databases import Databases
from tests.support.sandbox import marked, sandbox
from tests.support.serving import Served, live
from tests.support.settings import settings_for

BOARD, NATIONAL = "icb:QWO", "national:dfe"
FORUM = {"name": "Forum", "kind": "forum", "la_codes": ["383"]}
NEW = {"programme_year": "2025-26", "name": "PINS once more"}


@pytest.fixture
async def partnership(databases: Databases) -> AsyncIterator[Served]:
    async with sandbox(databases, SERVICE) as running:
        yield running


@pytest.fixture
async def real(databases: Databases) -> AsyncIterator[Served]:
    """A service that is no sandbox."""
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as running:
        yield running


async def ask(served: Served, prefer: str, path: str = "/v1/projects", method: str = "POST") -> httpx.Response:
    return await served.as_(BOARD).request(
        method, path, json=NEW if method == "POST" else None, headers={"Prefer": prefer}
    )


def problem(answer: httpx.Response) -> str:
    told: str = answer.json()["type"].rpartition("/")[2]
    return told


async def test_every_answer_of_a_sandbox_says_so(partnership: Served):
    for who, path, status in (
        (None, "/", 200),
        (None, "/health/live", 200),
        (None, "/nowhere", 404),
        (None, "/v1/projects", 401),
        (BOARD, "/v1/projects", 200),
        (BOARD, "/v1/sandbox", 200),
    ):
        answer = await partnership.as_(who).get(path)
        assert (answer.status_code, answer.headers["x-pins-sandbox"]) == (status, "true"), path


async def test_a_sandbox_tells_what_it_holds_and_what_it_could(partnership: Served):
    told = (await partnership.as_("school:107866").get("/v1/sandbox")).json()
    assert told["scenario"] == Scenario.FRESH_ICB
    assert [each["name"] for each in told["scenarios"]] == list(Scenario)
    assert all(each["sentence"] for each in told["scenarios"])


async def test_any_organisation_with_the_scope_may_reset_it_and_nobody_without(partnership: Served):
    unknown = await partnership.as_(NATIONAL).post("/v1/sandbox/reset", json={"scenario": "nothing"})
    assert unknown.status_code == 422
    body = {"scenario": Scenario.SPLIT_ICB}
    refused = await partnership.as_(NATIONAL, "partnership:read").post("/v1/sandbox/reset", json=body)
    assert refused.status_code == 403
    assert (await partnership.as_(NATIONAL).get("/v1/sandbox")).json()["scenario"] == Scenario.FRESH_ICB
    done = await partnership.as_("school:107866").post("/v1/sandbox/reset", json=body)
    assert (done.status_code, done.json()["scenario"]) == (200, Scenario.SPLIT_ICB)
    names = [each["name"] for each in (await partnership.as_(NATIONAL).get("/v1/projects")).json()["items"]]
    assert names == ["PINS in QM7"]


async def test_a_reset_that_is_sent_twice_with_one_key_takes_effect_once(partnership: Served):
    board, body = partnership.as_(BOARD), {"scenario": Scenario.FRESH_ICB}
    first = await board.post("/v1/sandbox/reset", json=body, headers={"Idempotency-Key": "once"})
    again = await board.post("/v1/sandbox/reset", json=body, headers={"Idempotency-Key": "once"})
    assert (again.headers["idempotency-replayed"], again.json()) == ("true", first.json())


ON_DEMAND = (
    ("code=429", 429, "too-many-requests"),
    ('code="503"', 503, "unavailable"),
    ("code=401", 401, "not-authenticated"),
    ("code=500", 500, "service-failed"),
    ("respond-async, code=409; type=board-not-in-year", 409, "board-not-in-year"),
    ("code=409, type=project-exists", 409, "project-exists"),
)


async def test_a_documented_problem_is_had_on_demand_and_nothing_is_done(partnership: Served):
    before = (await partnership.as_(BOARD).get("/v1/projects")).json()
    for prefer, status, slug in ON_DEMAND:
        answer = await ask(partnership, prefer)
        assert (answer.status_code, answer.json()["status"], problem(answer)) == (status, status, slug), prefer
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["preference-applied"] == f"code={status}, type={slug}"
        assert ("retry-after" in answer.headers) == (status in {429, 503}), prefer
        assert ("www-authenticate" in answer.headers) == (status == 401), prefer
    assert (await partnership.as_(BOARD).get("/v1/projects")).json() == before
    read = await ask(partnership, "code=429", "/v1/schools", "GET")
    assert (read.status_code, problem(read)) == (429, "too-many-requests")


async def test_what_is_not_documented_is_refused_with_what_is(partnership: Served):
    for prefer, known in (
        ("code=418", "409, 413"),
        ("code=200", "409, 413"),
        ("code=four", "409, 413"),
        ("code=", "409, 413"),
        ("code=409, type=plan-not-draft", "project-exists"),
    ):
        answer = await ask(partnership, prefer)
        [wrong] = answer.json()["errors"]
        assert (answer.status_code, wrong["parameter"]) == (400, "Prefer"), prefer
        assert known in wrong["detail"], prefer
        assert "418" not in answer.text


async def test_other_preferences_and_unknown_callers_are_left_alone(partnership: Served):
    answer = await ask(partnership, "respond-async, wait=10", "/v1/projects", "GET")
    assert answer.status_code == 200
    answer = await partnership.as_(None).get("/v1/projects", headers={"Prefer": "code=429"})
    assert answer.status_code == 401
    assert "preference-applied" not in answer.headers


async def joining(served: Served, now: str | None) -> httpx.Response:
    """A council joins on 7 July 2025, asked for at this moment."""
    [project] = (await served.as_(BOARD).get("/v1/projects")).json()["items"]
    member = {"organisation": "la:380", "kind": "local_authority", "role": "partner", "joined_on": "2025-07-07"}
    headers = {} if now is None else {"PINS-Sandbox-Now": now}
    return await served.as_(BOARD).post(f"/v1/projects/{project['id']}/members", json=member, headers=headers)


async def test_rules_go_by_the_clock_that_the_caller_sets(partnership: Served):
    early = await joining(partnership, "2025-07-06T12:00:00Z")
    assert (early.status_code, problem(early)) == (409, "day-impossible")
    # In England it is the seventh already.
    joined = await joining(partnership, "2025-07-06T23:30:00Z")
    assert joined.status_code == 201, joined.text
    assert joined.json()["created_at"] == "2025-07-06T23:30:00.000000Z"
    # For whoever sends no header it is now.
    other = await partnership.as_(BOARD).post("/v1/parent-carer-groups", json=FORUM)
    assert other.json()["created_at"] > "2026"


async def merged_boards(served: Served) -> tuple[str, str, str]:
    """A board that was merged into another in 2026, with its project; both, and the project's address."""
    async with served.database.reading() as connection:
        row = await connection.fetchrow(
            "select predecessor_code, successor_code, effective_on from icb_successions where kind = 'merger'"
            " and effective_on > '2025-06-30' order by 1 limit 1"
        )
    before = f"icb:{row['predecessor_code']}"
    made = await served.as_(before).post(
        "/v1/projects", json=NEW, headers={"PINS-Sandbox-Now": "2025-06-09T09:00:00+01:00"}
    )
    assert made.status_code == 201, made.text
    return f"icb:{row['successor_code']}", f"{row['effective_on']}", f"/v1/projects/{made.json()['id']}"


async def test_what_the_database_decides_goes_by_that_clock_too(partnership: Served):
    successor, day, path = await merged_boards(partnership)
    seen = {
        now: (await partnership.as_(successor).get(path, headers={"PINS-Sandbox-Now": now})).status_code
        for now in ("2025-06-30T12:00:00Z", f"{day}T12:00:00Z")
    }
    assert list(seen.values()) == [404, 200], seen


async def test_a_clock_that_cannot_be_read_is_refused_by_name(partnership: Served):
    board, clock = partnership.as_(BOARD), b"pins-sandbox-now"
    for now in (b"yesterday", b"2026-02-10", b"2026-02-10T09:00:00", b"1999-01-01T00:00:00Z", b"\xe9"):
        answer = await board.get("/v1/projects", headers=httpx.Headers([(clock, now)]))
        [wrong] = answer.json()["errors"]
        assert (answer.status_code, wrong["parameter"]) == (400, "PINS-Sandbox-Now"), now
        assert "yesterday" not in answer.text
    twice = httpx.Headers([(clock, b"2026-02-10T09:00:00Z")] * 2)
    assert (await board.get("/v1/projects", headers=twice)).status_code == 400


async def test_nothing_of_it_is_there_when_the_setting_is_off(real: Served):
    board = real.as_(BOARD)
    for path in ("/v1/sandbox", "/health/sandbox"):
        assert (await board.get(path)).status_code == 404, path
    assert (await board.post("/v1/sandbox/reset", json={"scenario": Scenario.FRESH_ICB})).status_code == 404
    answer = await board.post(
        "/v1/projects", json=NEW, headers={"Prefer": "code=429", "PINS-Sandbox-Now": "2020-01-01T00:00:00Z"}
    )
    assert answer.status_code == 201, answer.text
    assert "x-pins-sandbox" not in answer.headers
    assert answer.json()["created_at"] > "2026"
    assert "andbox" not in str(document()["paths"])


async def test_the_document_of_a_sandbox_has_its_operations(partnership: Served):
    paths: dict[str, Any] = document_of(partnership.app, SERVICE)["paths"]
    assert paths["/v1/sandbox"]["get"]["operationId"] == "read_sandbox"
    assert paths["/v1/sandbox/reset"]["post"]["operationId"] == "reset_sandbox"
    assert "/health/sandbox" not in paths


async def test_a_sandbox_does_not_start_on_a_database_that_holds_anything_else(databases: Databases):
    async with databases.copy(SERVICE) as url:
        with pytest.raises(DatabaseRefused, match="not a sandbox's"):
            async with live(SERVICE, url, sandbox=True):
                pass


async def test_a_service_that_is_no_sandbox_does_not_start_on_a_sandbox_s_database(databases: Databases):
    async with marked(databases, SERVICE) as url:
        with pytest.raises(DatabaseRefused, match="PINS_SANDBOX is off"):
            async with live(SERVICE, url):
                pass


def test_the_guide_lists_the_trials_as_they_are_kept():
    assert table.PAGE.read_text() == table.page(), "run `make scenarios`"


def in_environment(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    settings = settings_for(SERVICE, url)
    for name in ("database_url", "public_url", "issuer", "audience", "jwks_url", "token_url"):
        monkeypatch.setenv(f"PINS_{name.upper()}", str(getattr(settings, name)))
    monkeypatch.setenv("PINS_SANDBOX", "true")
    # The command line sets the logs up anew, for whatever runs in this process.
    monkeypatch.setattr(logging, "configure", lambda _level, _name: None)


@pytest.fixture
async def loaded(databases: Databases) -> AsyncIterator[str]:
    async with databases.copy(SERVICE) as url:
        yield url


@pytest.mark.parametrize("verb", ["serve", "subscribe", "load-reference", "sandbox"])
def test_the_command_line_says_in_one_line_why_it_does_not_start(
    loaded: str, verb: str, monkeypatch: pytest.MonkeyPatch
):
    in_environment(monkeypatch, loaded)
    with pytest.raises(SystemExit) as ended:
        main(SERVICE, [verb])
    assert "sandbox" in str(ended.value.code)
    assert "\n" not in str(ended.value.code)


@pytest.fixture
async def nothing(databases: Databases) -> str:
    return await databases.empty()


def test_an_empty_database_is_made_a_sandbox_once(
    nothing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    in_environment(monkeypatch, nothing)
    main(SERVICE, ["migrate"])
    main(SERVICE, ["sandbox", "--scenario", "all-errors"])
    main(SERVICE, ["sandbox"])
    first, second = capsys.readouterr().out.splitlines()[-2:]
    assert first == "The scenario all-errors is loaded."
    assert second == "This is a sandbox already, and stays as it is."
