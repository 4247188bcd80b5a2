"""The platform of deploy/compose.yaml, from nothing to nothing: `make test-compose`.

One test after another on one platform: what it is, who gets in, a year played while everything fails, an upgrade with
all of it in the databases, and what must be true in the end.
"""

import json
import re
import time
from collections.abc import Iterator

import httpx
import pytest

from deploy.local.demo import play, year as steps
from deploy.local.demo.choice import choose
from deploy.local.demo.organisation import Organisation
from deploy.local.demo.year import Year
from tests.compose import bases, proofs
from tests.compose.callers import ThroughTheGateway, ToThisMachine, claims_of
from tests.compose.disturbances import InTheMiddle, all_of
from tests.compose.engine import FOLLOWERS, LONG_RUNNING, ROOT, SERVICES, Composed, say

SCHOOLS = 5
SAMPLE = ROOT / "deploy/local/demo/sample_schools.csv"
_DOWN = (
    "from alembic import command; from pathlib import Path; from shared.kit import migrations; import sys;"
    "from services.{0}_api.main import SERVICE;"
    "url = str(SERVICE.settings.read().database_url);"
    "command.downgrade(migrations.config(SERVICE.folder, url), '-1')"
)


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Composed]:
    made = Composed("pins-test", tmp_path_factory.mktemp("compose"), bases.chosen())
    made.make_secrets()
    made.down()
    try:
        say("the images are built")
        made.compose("build", "--quiet")
        say("everything is started from nothing")
        made.up()
        say(f"everything is healthy at http://127.0.0.1:{made.port}")
        yield made
    finally:
        say("everything is taken away")
        made.down()
        assert made.left() == [], "something of the platform is left behind"


@pytest.fixture(scope="module")
def callers(platform: Composed) -> Iterator[ThroughTheGateway]:
    made = ThroughTheGateway(platform)
    yield made
    made.client.close()


@pytest.mark.parametrize("service", LONG_RUNNING)
def test_a_container_may_do_no_more_than_it_must(platform, service):
    found = platform.details(service)
    assert found["HostConfig"]["ReadonlyRootfs"]
    assert found["HostConfig"]["CapDrop"] == ["ALL"]
    assert "no-new-privileges:true" in found["HostConfig"]["SecurityOpt"]
    assert found["Config"]["User"] not in ("", "root", "0")
    assert found["HostConfig"]["Memory"] > 0
    told = "\n".join(found["Config"]["Env"])
    assert not re.search(r"postgresql://[^ ]+:[^ ]+@|(SECRET|PASSWORD|TOKEN)=", told), "secrets come in files"


def test_only_what_works_with_the_database_is_on_its_network(platform):
    jobs = {f"{each}-{job}" for each in SERVICES for job in ("migrate", "reference")}
    with_it = {
        each
        for each in LONG_RUNNING
        if f"{platform.project}_data" in platform.details(each)["NetworkSettings"]["Networks"]
    }
    assert with_it == {"postgres", *SERVICES, *FOLLOWERS}
    assert set(platform.details("postgres")["NetworkSettings"]["Networks"]) == {f"{platform.project}_data"}
    assert all(platform.details(each)["State"]["ExitCode"] == 0 for each in jobs)


def test_a_service_cannot_read_the_database_of_another(platform):
    refused = platform.docker(
        "exec", platform.container("assessment"), "/venv/bin/python", "-c",
        "import asyncio, asyncpg; url = open('/run/secrets/pins_database_url').read().strip()\n"
        "async def ask():\n"
        "    try: await asyncpg.connect(url.rpartition('/')[0] + '/pins_partnership')\n"
        "    except asyncpg.PostgresError as error: print(error.sqlstate)\n"
        "asyncio.run(ask())",
    )  # fmt: skip
    assert refused.strip() == "42501"


def test_the_one_address_leads_to_everything(callers):
    get = callers.client.get
    assert {get(f"{callers.base}/{each}/health/ready").status_code for each in SERVICES} == {200}
    assert get(f"{callers.base}/guide/first-call").headers["Location"] == f"{callers.base}/partnership/guide/first-call"
    assert get(f"{callers.base}/dashboard").headers["Location"] == f"{callers.base}/reporting/dashboard"
    assert "ten minutes" in get(f"{callers.base}/partnership/guide/first-call").text
    described = get(f"{callers.base}/assessment").json()
    assert described["links"]["events"] == f"{callers.base}/assessment/v1/events"


@pytest.mark.parametrize("path", ["/nowhere", "/partnership/metrics", "/partnership/%6detrics", "/v1/schools"])
def test_what_is_not_there_is_a_problem_document(callers, path):
    answer = callers.client.get(f"{callers.base}{path}", headers={"X-Request-ID": "mine-1"})
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["instance"] == "urn:pins:request:mine-1"
    assert answer.headers["X-Request-ID"] == "mine-1"


def test_headers_are_said_once(callers):
    for path in ("/partnership", "/reporting/dashboard/sign-in", "/nowhere"):
        answer = callers.client.get(f"{callers.base}{path}")
        for name in ("X-Content-Type-Options", "Referrer-Policy", "Cache-Control", "X-Request-ID"):
            assert len(answer.headers.get_list(name)) == 1, (path, name)


def test_a_body_beyond_everything_is_refused_at_the_door(callers):
    answer = callers.client.post(f"{callers.base}/identity/token", content=b"x" * 100_000)
    assert (answer.status_code, answer.json()["status"]) == (413, 413)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_long_poll_is_answered_when_something_happens_and_not_by_a_time_out(callers):
    first = callers.answer("national:dfe", "GET", "partnership", "/v1/events", params={"limit": "1000"})
    began = time.monotonic()
    asked = (
        {"wait": "4", "after": first.headers["X-Next-Cursor"]} if "X-Next-Cursor" in first.headers else {"wait": "4"}
    )
    answer = callers.answer(
        "national:dfe", "GET", "partnership", "/v1/events", params=asked | {"type": "partnership.project.started"}
    )
    assert answer.status_code == 200
    assert answer.json() == []
    assert time.monotonic() - began >= 3


def test_a_token_of_the_issuer_names_one_organisation(callers):
    claims = claims_of(callers.token("icb:QWO"))
    assert (claims["org"], claims["aud"], claims["iss"]) == ("icb:QWO", "pins", f"{callers.base}/identity")
    answer = callers.client.post(f"{callers.base}/identity/reg", json={"org": "icb:QWO"})
    assert answer.status_code in (400, 401), "nobody registers without the token for it"


def test_a_person_signs_in_to_the_dashboard(callers):
    person = next(each for each in callers.identity["people"] if each["org"] == "national:dfe")
    with httpx.Client(transport=ToThisMachine(), timeout=60, follow_redirects=True) as browser:
        asked = browser.get(f"{callers.base}/dashboard")
        form = browser.get(f"{callers.base}/reporting/dashboard/sign-in/organisation")
        assert "/identity/interaction/" in str(form.url)
        wrong = browser.post(str(form.url), data={"name": person["name"], "password": "wrong"})
        shown = browser.post(str(form.url), data={"name": person["name"], "password": person["password"]})
    assert "sign-in" in str(asked.url)
    assert wrong.status_code == 401
    assert str(shown.url) == f"{callers.base}/reporting/dashboard"
    assert "PINS in England" in shown.text


def test_a_year_is_played_while_everything_fails(platform, callers, monkeypatch):
    monkeypatch.setattr(steps, "_CAUGHT_UP_SECONDS", 200)
    steps.import_schools(callers, SAMPLE)
    wrong = InTheMiddle(iter(all_of(platform)), every=2)
    played = Year(callers, choose(Organisation(callers, "national:dfe"), SCHOOLS), wrong.advance)
    play.play(played)
    wrong.finish()
    assert len(wrong.seen) == len(all_of(platform))
    assert callers.tried_again > 0, "nothing was disturbed"
    say(f"  {len(callers.acknowledged)} writes acknowledged, {callers.tried_again} requests sent again")
    _must_be_whole(platform, callers)


def test_an_upgrade_keeps_what_was_there(platform, callers):
    before = proofs.Tables(platform)
    kept = {each: {table: before.versions(each, table) for table in before.with_versions(each)} for each in SERVICES}
    platform.compose("stop", *SERVICES, *FOLLOWERS)
    for each in SERVICES:
        say(f"  {each} goes back to the migration before the newest")
        run = ("run", "--rm", "--no-deps", "--entrypoint", "/venv/bin/python", f"{each}-migrate", "-c")
        platform.compose(*run, _DOWN.format(each))
    away = callers.client.get(f"{callers.base}/partnership/v1/schools")
    assert (away.status_code, away.headers["Content-Type"]) == (502, "application/problem+json")
    assert away.headers["Retry-After"] == "5"
    say("  the platform is brought up again, and migrates by itself")
    platform.up()
    after = proofs.Tables(platform)
    assert {each: {table: after.versions(each, table) for table in kept[each]} for each in SERVICES} == kept
    _must_be_whole(platform, callers)


def test_whoever_had_a_client_still_has_it(callers):
    callers.forget_tokens()
    known = callers.answer("icb:QWO", "GET", "partnership", "/v1/projects")
    assert known.status_code == 200


def _must_be_whole(platform: Composed, callers: ThroughTheGateway) -> None:
    tables = proofs.Tables(platform)
    say("  nothing is lost")
    assert proofs.lost(tables, callers.acknowledged) == []
    say("  nothing is doubled")
    assert proofs.unasked(tables, callers.acknowledged) == []
    assert proofs.there_twice(tables) == []
    assert proofs.announced_twice(tables) == []
    say("  every copy is as its owner's rows are")
    assert proofs.different_copies(tables) == []


def test_prometheus_reaches_every_service_and_knows_its_alerts(platform):
    platform.compose("--profile", "monitoring", "up", "--detach", "--no-deps", "prometheus")

    def asked(path: str, **params: str) -> dict:
        answer = httpx.get(f"http://127.0.0.1:{platform.prometheus_port}/api/v1/{path}", params=params, timeout=30)
        return answer.raise_for_status().json()["data"]

    def states() -> dict[str, str]:
        try:
            found = asked("targets")["activeTargets"]
        except httpx.HTTPError:
            return {}
        return {each["labels"]["service"]: each["health"] for each in found}

    until = time.monotonic() + 120
    while (found := states()) != dict.fromkeys(SERVICES, "up"):
        assert time.monotonic() < until, found
        time.sleep(2)
    rules = [rule for group in asked("rules")["groups"] for rule in group["rules"]]
    assert rules
    assert [rule["name"] for rule in rules if rule.get("lastError")] == []
    for query in _dashboard_queries():
        asked("query", query=query)


def _dashboard_queries() -> list[str]:
    """What the dashboard asks Prometheus, for all services."""
    shown = json.loads((ROOT / "deploy/monitoring/grafana/dashboards/pins.json").read_text())
    return [
        target["expr"].replace("$service", ".*") for panel in shown["panels"] for target in panel.get("targets", ())
    ]
