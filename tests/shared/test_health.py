"""Health: alive without looking further, ready only when every check holds."""

import asyncio
from typing import Never

import pytest
from fastapi import FastAPI

from shared.kit import health
from shared.kit.metrics import Metrics
from tests.support.asgi import ask
from tests.support.described_service import build


async def there() -> None:
    """Find everything in order."""


async def away() -> Never:
    raise ConnectionError("password=secret")


def test_a_service_that_has_what_it_needs_is_ready() -> None:
    app, _ = build({"database": there, "migrations": there})
    answer = ask(app, "/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "checks": {"database": "ok", "migrations": "ok"}}


def test_a_failing_check_is_named_and_not_explained_to_strangers() -> None:
    app, _ = build({"database": away, "migrations": there})
    answer = ask(app, "/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not_ready", "checks": {"database": "failed", "migrations": "ok"}}


def test_a_check_that_hangs_counts_as_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_CHECK_SECONDS", 0.01)
    app, _ = build({"database": asyncio.Event().wait})
    assert ask(app, "/health/ready").json()["checks"] == {"database": "failed"}


def test_being_alive_asks_nobody() -> None:
    app, _ = build({"database": away})
    answer = ask(app, "/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_measures_are_served_as_text() -> None:
    app, _ = build()
    answer = ask(app, "/metrics")
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert "pins_outbox_events 12.0" in answer.text


def test_measures_are_served_without_the_feeds_when_the_database_is_away() -> None:
    app = FastAPI()
    app.include_router(health.router({}, Metrics(), away))
    answer = ask(app, "/metrics")
    assert answer.status_code == 200
    assert "pins_http_requests_in_flight" in answer.text
    assert "pins_outbox_events" not in answer.text
