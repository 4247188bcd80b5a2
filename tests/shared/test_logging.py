"""Logs: one JSON object a line, ours and the libraries', without what callers sent."""

import asyncio
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from shared.kit.logging import LineBuffer, RequestLog, configure, flush, get_logger, request_id


class Output:
    """Collects what would go to standard output."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []
        self.written = asyncio.Event()

    def write(self, data: bytes, /) -> None:
        self.writes.append(data)
        self.written.set()

    def flush(self) -> None:
        """Nothing is held back here."""

    @property
    def lines(self) -> list[dict[str, Any]]:
        flush()
        return [json.loads(line) for line in b"".join(self.writes).splitlines()]


@pytest.fixture
def output() -> Iterator[Output]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    output = Output()
    configure("INFO", "partnership", output)
    yield output
    root.handlers, root.level = before
    # As every test finds it: what runs after this one in the same process prints nothing of a service.
    configure("ERROR", "tests")


def log_request(**changed: Any) -> None:
    fields: dict[str, Any] = {
        "method": "GET",
        "route": "/v1/schools/{urn}",
        "status": 200,
        "duration_ms": 1.234,
        "client_id": "surrey",
        "organisation": "icb",
        "request_id": "r-1",
        "trace_id": "ab",
    }
    RequestLog("partnership").line(**{**fields, **changed})


def test_a_line_says_what_when_and_which_service(output: Output) -> None:
    get_logger().info("feed_followed", events=3)
    (line,) = output.lines
    assert line["event"] == "feed_followed"
    assert line["events"] == 3
    assert line["level"] == "info"
    assert line["service"] == "partnership"
    assert line["timestamp"].endswith("Z")


def test_a_line_carries_the_id_of_the_request_it_belongs_to(output: Output) -> None:
    token = request_id.set("r-42")
    get_logger().info("something_happened")
    request_id.reset(token)
    get_logger().info("something_else_happened")
    first, second = output.lines
    assert first["request_id"] == "r-42"
    assert "request_id" not in second


def test_lines_below_the_level_are_left_out(output: Output) -> None:
    configure("WARNING", "partnership", output)
    get_logger().info("chatter")
    logging.getLogger("alembic").info("chatter")
    log_request()
    get_logger().warning("matter")
    assert [line["event"] for line in output.lines] == ["matter"]


def test_libraries_log_in_the_same_form(output: Output) -> None:
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    (line,) = output.lines
    assert line["event"] == "Invalid HTTP request received."
    assert line["logger"] == "uvicorn.error"
    assert line["level"] == "warning"


def test_the_access_log_of_the_server_and_the_statements_of_the_database_are_silent(output: Output) -> None:
    logging.getLogger("uvicorn.access").info("GET /v1/schools?name=secret")
    logging.getLogger("sqlalchemy.engine").info("[generated in 0.1s] ('secret',)")
    assert output.lines == []


def test_an_error_is_described_by_type_and_place_without_the_values_it_quotes(output: Output) -> None:
    try:
        try:
            int("secret")
        except ValueError as cause:
            raise LookupError("no such thing\nDETAIL: Key (name)=(secret)") from cause
    except LookupError:
        get_logger().exception("lookup_failed")
    (line,) = output.lines
    outer, inner = line["errors"]
    assert outer["type"] == "builtins.LookupError"
    assert outer["message"] == "no such thing"
    assert inner["message"] == "invalid literal for int() with base 10: '…'"
    assert "test_logging.py" in outer["frames"][-1]
    assert b"secret" not in b"".join(output.writes)


def test_an_error_that_was_recorded_is_not_reported_again_by_the_server(output: Output) -> None:
    error = RuntimeError("broken")
    RequestLog("partnership").failure(error)
    logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=error)
    assert [line["event"] for line in output.lines] == ["unexpected_error"]


def test_a_request_is_one_line_whatever_the_client_is_called(output: Output) -> None:
    log_request(client_id='x"}\n{"event":"forged')
    (line,) = output.lines
    assert line["event"] == "request"
    assert line["client_id"] == 'x"}\n{"event":"forged'
    assert line["route"] == "/v1/schools/{urn}"
    assert line["duration_ms"] == 1.23


def test_lines_of_a_running_service_are_written_together() -> None:
    output = Output()
    buffer = LineBuffer(output, seconds=0.001)

    async def serve() -> None:
        for _ in range(3):
            buffer.add(b"line\n")
        assert output.writes == []
        await output.written.wait()

    asyncio.run(serve())
    assert output.writes == [b"line\nline\nline\n"]


def test_an_urgent_line_takes_those_before_it_along() -> None:
    output = Output()
    buffer = LineBuffer(output)

    async def fail() -> None:
        buffer.add(b"first\n")
        buffer.add(b"urgent\n", now=True)
        assert output.writes == [b"first\nurgent\n"]

    asyncio.run(fail())


def test_lines_of_a_loop_that_ended_are_written_with_those_of_the_next() -> None:
    output = Output()
    buffer = LineBuffer(output, seconds=0.001)

    async def add_and_end() -> None:
        buffer.add(b"first\n")

    async def add_and_wait() -> None:
        buffer.add(b"second\n")
        await output.written.wait()

    asyncio.run(add_and_end())
    asyncio.run(add_and_wait())
    assert output.writes == [b"first\nsecond\n"]


def test_a_full_buffer_does_not_wait() -> None:
    output = Output()
    buffer = LineBuffer(output, size=10)

    async def write() -> None:
        buffer.add(b"123456789")
        assert output.writes == []
        buffer.add(b"0")
        assert len(output.writes) == 1

    asyncio.run(write())


def test_outside_a_running_service_lines_are_written_at_once() -> None:
    output = Output()
    LineBuffer(output).add(b"line\n")
    assert output.writes == [b"line\n"]
