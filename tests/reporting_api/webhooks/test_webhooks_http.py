"""Webhooks over HTTP: who has them, what is refused and how, what is told once."""

from typing import Any

import httpx
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from services.reporting_api.main import SERVICE
from services.reporting_api.settings import ReportingSettings
from shared.contracts.roles import Kind
from shared.kit.settings import SettingsRefused
from tests.reporting_api.conftest import Reporting
from tests.reporting_api.webhooks.conftest import KEY
from tests.support.tokens import EVERYTHING
from tests.support.views import assert_rows_match_the_contract, views_of

BOARD, OTHER = "icb:QWO", "icb:QHG"
NEW = {"url": "http://127.0.0.1:9/hooks", "description": "Ours", "types": ["partnership.project.*"]}
EACH_KIND = {
    Kind.ICB: BOARD, Kind.LA: "la:383", Kind.SCHOOL: "school:107866",
    Kind.PCG: "pcg:00000000-0000-7000-8000-000000000001",
    Kind.PROVIDER: "provider:00000000-0000-7000-8000-000000000001", Kind.NATIONAL: "national:dfe",
    Kind.EVALUATOR: "evaluator:ace", Kind.SERVICE: "service:commissioning",
}  # fmt: skip


def told(reporting: Reporting, **settings: Any) -> None:
    state = reporting.served.app.state
    values = state.settings.model_dump() | {"webhook_keys": KEY, "webhook_allowed_networks": "127.0.0.0/8"} | settings
    state.settings = ReportingSettings.model_validate(values)


@pytest.fixture
def here(reporting: Reporting) -> Reporting:
    told(reporting)
    return reporting


async def make(here: Reporting, who: str = BOARD, **given: Any) -> httpx.Response:
    return await here.as_(who).post("/v1/webhooks", json=NEW | given)


async def test_every_kind_of_organisation_has_webhooks_for_itself_alone(here: Reporting):
    assert EACH_KIND.keys() == set(Kind)
    for who in EACH_KIND.values():
        await has_one_for_itself_alone(here, who, OTHER)


async def has_one_for_itself_alone(here: Reporting, who: str, other: str) -> None:
    made = (await make(here, who)).json()
    ping = (await here.as_(who).post(f"/v1/webhooks/{made['id']}/pings")).json()
    for path in ("/v1/webhooks", "/v1/webhook-deliveries"):
        assert len((await here.as_(who).get(path)).json()["items"]) == 1
        assert (await here.as_(other).get(path)).json()["items"] == []
    at = f"/v1/webhooks/{made['id']}"
    for method, path, body in (
        ("GET", at, None), ("GET", f"{at}/history", None), ("PATCH", at, {"description": "Mine"}), ("DELETE", at, None),
        ("POST", f"{at}/secret-rotation", None), ("POST", f"{at}/pings", None),
        ("POST", f"{at}/redelivery", {"since": "2026-01-01T00:00:00Z"}),
        ("GET", f"/v1/webhook-deliveries/{ping['id']}", None),
        ("POST", f"/v1/webhook-deliveries/{ping['id']}/redelivery", None),
    ):  # fmt: skip
        answer = await here.as_(other).request(method, path, json=body, headers={"If-Match": '"1"'})
        assert answer.status_code == 404, path


async def test_a_secret_is_told_once_and_kept_nowhere_that_can_be_read(here: Reporting):
    key = {"Idempotency-Key": "one"}
    first = await here.as_(BOARD).post("/v1/webhooks", json=NEW, headers=key)
    again = await here.as_(BOARD).post("/v1/webhooks", json=NEW, headers=key)
    secret = first.json()["secret"]
    assert secret.startswith("whsec_")
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["ETag"] == '"1"'
    assert again.json() == first.json() | {"secret": None}
    assert "secret" not in (await here.as_(BOARD).get(f"/v1/webhooks/{first.json()['id']}")).json()
    async with here.database.reading() as connection:
        for table in ("webhooks", "events", "idempotency_keys"):
            rows = await connection.fetch(f"select row_to_json({table})::text as line from {table}")
            assert not any(secret in row["line"] or secret[6:].encode().hex() in row["line"] for row in rows)
        kept = await connection.fetchval("select secret from webhooks")
    assert Fernet(KEY).decrypt(kept).decode() == secret


REFUSED = {
    "https://169.254.169.254/latest/meta-data": "not_public",
    "https://localhost/hooks": "not_public",
    "https://10.1.2.3/": "not_public",
    "https://[::ffff:169.254.169.254]/": "not_public",
    "https://user:word@example.org/": "malformed",
    "http://1.1.1.1/": "not_https",
    "https://1.1.1.1:25/": "port",
    "https://no-such-host.invalid/": "unknown_host",
}


async def test_a_target_that_is_not_on_the_public_internet_is_refused_with_its_place(reporting: Reporting):
    told(reporting, webhook_allowed_networks="")
    for url, code in REFUSED.items():
        answer = await make(reporting, url=url)
        assert answer.status_code == 422, url
        [fault] = answer.json()["errors"]
        assert (fault["pointer"], fault["code"]) == ("/url", code)
        assert url not in answer.text


async def test_a_change_to_such_a_target_is_refused_too(here: Reporting):
    made = (await make(here)).json()
    answer = await here.as_(BOARD).patch(
        f"/v1/webhooks/{made['id']}", json={"url": "https://169.254.169.254/"}, headers={"If-Match": '"1"'}
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/url")


async def test_types_that_do_not_exist_are_named_each_by_its_place(here: Reporting):
    answer = await make(here, types=["partnership.project.*", "partnership.projet.*", "weather.*"])
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/types/1", "/types/2"]
    assert (await make(here, types=[])).status_code == 422
    assert (await make(here, types=["*"])).status_code == 422


async def test_nobody_is_told_of_what_the_token_may_not_read(here: Reporting):
    scope = " ".join(each for each in EVERYTHING.split() if each != "partnership:read")
    answer = await here.served.as_(BOARD, scope).post("/v1/webhooks", json=NEW)
    assert answer.status_code == 403
    assert "partnership:read" in answer.json()["detail"]


async def test_nobody_moves_a_webhook_to_an_address_of_theirs_without_the_right_to_read_what_it_tells(here: Reporting):
    made = (await make(here)).json()
    scope = " ".join(each for each in EVERYTHING.split() if each != "partnership:read")
    poor, path = here.served.as_(BOARD, scope), f"/v1/webhooks/{made['id']}"
    moved = await poor.patch(path, json={"url": "http://127.0.0.1:10/"}, headers={"If-Match": '"1"'})
    assert moved.status_code == 403
    assert "partnership:read" in moved.json()["detail"]
    paused = await poor.patch(path, json={"status": "paused"}, headers={"If-Match": '"1"'})
    assert paused.status_code == 200


async def test_an_organisation_has_no_more_webhooks_than_it_may(reporting: Reporting):
    told(reporting, webhooks_per_organisation=2)
    assert [(await make(reporting)).status_code for _ in range(3)] == [201, 201, 409]
    assert (await make(reporting, OTHER)).status_code == 201


async def test_without_a_key_there_are_no_webhooks_and_everything_else_goes_on(reporting: Reporting):
    answer = await make(reporting)
    assert answer.status_code == 503
    assert "PINS_WEBHOOK_KEYS" in answer.json()["detail"]
    assert (await reporting.as_(BOARD).get("/v1/webhooks")).json()["items"] == []


def test_a_key_that_is_none_stops_the_start_and_is_not_repeated(monkeypatch: pytest.MonkeyPatch, reporting: Reporting):
    for name, value in reporting.served.app.state.settings.model_dump().items():
        if value is not None and (name.endswith("url") or name in ("issuer", "audience")):
            monkeypatch.setenv(f"PINS_{name.upper()}", str(value))
    monkeypatch.setenv("PINS_WEBHOOK_KEYS", f"{KEY},short")
    monkeypatch.setenv("PINS_WEBHOOK_ALLOWED_NETWORKS", "127.0.0.0/8, ::1/128")
    with pytest.raises(SettingsRefused, match="PINS_WEBHOOK_KEYS") as refused:
        ReportingSettings.read()
    assert "short" not in str(refused.value)
    monkeypatch.setenv("PINS_WEBHOOK_KEYS", KEY)
    assert len(ReportingSettings.read().webhook_allowed_networks) == 2


async def test_what_was_encrypted_with_a_former_key_can_still_be_used(here: Reporting):
    made = (await make(here)).json()
    told(here, webhook_keys=f"{Fernet.generate_key().decode()},{KEY}")
    answer = await here.as_(BOARD).post(f"/v1/webhooks/{made['id']}/secret-rotation", headers={"If-Match": '"1"'})
    assert answer.status_code == 200


async def test_a_change_is_made_by_who_has_read_it_and_shows_in_the_history(here: Reporting):
    made = (await make(here)).json()
    path = f"/v1/webhooks/{made['id']}"
    board = here.as_(BOARD)
    changed = await board.patch(path, json={"types": ["reporting.*"]}, headers={"If-Match": '"1"'})
    assert (changed.json()["types"], changed.json()["url"]) == (["reporting.*"], NEW["url"])
    assert (await board.patch(path, json={"types": ["reporting.*"]}, headers={"If-Match": '"1"'})).status_code == 412
    assert (await board.patch(path, json={})).status_code == 428
    history = (await board.get(f"{path}/history")).json()["items"]
    assert [each["event"] for each in history] == ["reporting.webhook.changed", "reporting.webhook.made"]
    await board.post(f"{path}/pings")
    assert (await board.delete(path, headers={"If-Match": '"2"'})).status_code == 204
    assert (await board.get(path)).status_code == 404
    assert (await board.get("/v1/webhook-deliveries")).json()["items"] == []


async def test_postgresql_builds_what_the_contracts_say(here: Reporting):
    made = (await make(here)).json()
    await here.as_(BOARD).post(f"/v1/webhooks/{made['id']}/secret-rotation", headers={"If-Match": '"1"'})
    await here.as_(BOARD).post(f"/v1/webhooks/{made['id']}/pings")
    attempt = '[{"at": "2026-01-01T00:00:00.000000Z", "status_code": null, "error": "timed_out", "duration_ms": 12}]'
    async with here.database.transaction() as session:
        await session.execute(
            text("update webhook_deliveries set attempts = cast(:attempt as jsonb)"), {"attempt": attempt}
        )
    views = {name: view for name, view in views_of(SERVICE).items() if name.startswith("webhooks.")}
    assert len(views) == 2
    for view in views.values():
        await assert_rows_match_the_contract(here.database, view)
