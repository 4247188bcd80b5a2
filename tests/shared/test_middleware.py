"""What surrounds every request: ids, traces, the log line, the measure, the headers."""

import asyncio
import re
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from fastapi import APIRouter, FastAPI
from hypothesis import given, strategies as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from shared.contracts.roles import Kind
from shared.kit.auth import Actor
from shared.kit.errors import NotAuthenticated
from shared.kit.metrics import Metrics
from shared.kit.middleware import RequestContext, outgoing_headers, parse_traceparent
from tests.support.asgi import Lines, ask

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN = "00f067aa0ba902b7"
HEX = "0123456789abcdef"


def service() -> FastAPI:
    schools = APIRouter(prefix="/schools")
    app = FastAPI()

    @schools.get("/{urn}")
    async def get_school(urn: int) -> dict[str, str]:
        return {"urn": str(urn), **outgoing_headers()}

    @app.get("/page")
    async def get_page() -> HTMLResponse:
        return HTMLResponse("<p>Hello</p>")

    @app.get("/cached")
    async def get_cached(request: Request) -> Response:
        request.scope["state"]["response_headers"].append((b"deprecation", b"@1767225600"))
        return PlainTextResponse("ok", headers={"Cache-Control": "max-age=60"})

    @app.get("/failing")
    async def fail() -> None:
        raise RuntimeError("broken")

    @app.get("/breaking")
    async def break_off() -> StreamingResponse:
        async def body() -> AsyncIterator[bytes]:
            yield b"half"
            raise RuntimeError("broken")

        return StreamingResponse(body())

    v1 = APIRouter(prefix="/v1")
    v1.include_router(schools)
    app.include_router(v1)
    return app


@pytest.fixture
def lines() -> Lines:
    return Lines()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def app(lines: Lines, metrics: Metrics) -> RequestContext:
    return RequestContext(service(), lines, metrics.requests, failed)


def failed(_scope: Scope) -> Response:
    return PlainTextResponse("The service failed", status_code=500)


def known_caller(app: RequestContext, caller: object) -> RequestContext:
    inner = app.app

    async def identified(scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"]["caller"] = caller
        await inner(scope, receive, send)

    app.app = identified
    return app


def test_a_request_id_is_kept_and_echoed(app: RequestContext, lines: Lines) -> None:
    answer = ask(app, "/v1/schools/1", headers={"X-Request-ID": "Weekly-run_7.b"})
    assert answer.headers["X-Request-ID"] == "Weekly-run_7.b"
    assert lines.requests[0]["request_id"] == "Weekly-run_7.b"


@pytest.mark.parametrize("sent", ["", "a" * 129, "two words", 'x","level":"error', "<b>", "naïve", "a;b", "a\tb"])
def test_a_request_id_of_another_form_is_replaced(app: RequestContext, sent: str) -> None:
    answer = ask(app, "/v1/schools/1", headers={"X-Request-ID": sent.encode()})
    assert UUID(answer.headers["X-Request-ID"]).version == 7


def test_requests_without_an_id_get_different_ones(app: RequestContext) -> None:
    made = {ask(app, "/v1/schools/1").headers["X-Request-ID"] for _ in range(3)}
    assert len(made) == 3


def test_the_log_names_the_route_and_not_what_was_asked_for(app: RequestContext, lines: Lines) -> None:
    ask(app, "/v1/schools/142345?name=secret")
    (line,) = lines.requests
    assert line["route"] == "/v1/schools/{urn}"
    assert line["method"] == "GET"
    assert line["status"] == 200
    assert line["duration_ms"] > 0
    assert "142345" not in str(line)
    assert "secret" not in str(line)


def test_an_address_nobody_declared_is_logged_as_unmatched(app: RequestContext, lines: Lines) -> None:
    ask(app, "/v1/elsewhere/secret")
    assert lines.requests[0]["route"] == "unmatched"
    assert lines.requests[0]["status"] == 404


def test_an_invented_method_makes_no_new_label(app: RequestContext, metrics: Metrics) -> None:
    ask(app, "/v1/schools/1", method="BREW")
    assert b'method="OTHER"' in metrics.render()
    assert b"BREW" not in metrics.render()


def test_the_log_says_which_client_and_which_kind_of_organisation(app: RequestContext, lines: Lines) -> None:
    actor = Actor(Kind.SCHOOL, "142345", "elm-park", frozenset(), "secret-token")
    ask(known_caller(app, actor), "/v1/schools/1")
    assert lines.requests[0]["client_id"] == "elm-park"
    assert lines.requests[0]["organisation"] == "school"
    assert "secret-token" not in str(lines.requests)
    assert "142345" not in str(lines.requests)


@pytest.mark.parametrize("caller", [None, NotAuthenticated()])
def test_an_unknown_caller_is_logged_as_nobody(app: RequestContext, lines: Lines, caller: object) -> None:
    ask(known_caller(app, caller), "/v1/schools/1")
    assert lines.requests[0]["client_id"] is None
    assert lines.requests[0]["organisation"] is None


def test_a_request_is_measured_once_and_leaves_none_in_flight(app: RequestContext, metrics: Metrics) -> None:
    ask(app, "/v1/schools/1")
    ask(app, "/failing")
    text = metrics.render().decode()
    count = r'pins_http_request_duration_seconds_count\{method="GET",route="%s",status="%s"\} 1\.0'
    assert re.search(count % (re.escape("/v1/schools/{urn}"), "2xx"), text)
    assert re.search(count % ("/failing", "5xx"), text)
    assert metrics.requests.in_flight == 0


def test_every_answer_tells_browsers_to_be_careful(app: RequestContext) -> None:
    for path in ("/v1/schools/1", "/nowhere", "/failing"):
        headers = ask(app, path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"


def test_a_page_may_load_nothing_but_its_own_style(app: RequestContext) -> None:
    assert "default-src 'none'" in ask(app, "/page").headers["Content-Security-Policy"]
    assert "Content-Security-Policy" not in ask(app, "/v1/schools/1").headers


def test_headers_set_on_the_way_go_out_and_an_answers_own_caching_stays(app: RequestContext) -> None:
    headers = ask(app, "/cached").headers
    assert headers["Deprecation"] == "@1767225600"
    assert headers.get_list("Cache-Control") == ["max-age=60"]


def test_an_unexpected_error_is_logged_once_and_answered(app: RequestContext, lines: Lines) -> None:
    answer = ask(app, "/failing")
    assert answer.status_code == 500
    assert [str(error) for error in lines.failures] == ["broken"]
    assert lines.requests[0]["status"] == 500


def test_the_answer_to_an_error_is_rendered_when_nothing_below_did(lines: Lines, metrics: Metrics) -> None:
    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise RuntimeError("broken")

    answer = ask(RequestContext(broken, lines, metrics.requests, failed), "/")
    assert answer.text == "The service failed"
    assert answer.status_code == 500
    assert "X-Request-ID" in answer.headers


def test_without_a_way_to_render_it_an_error_goes_on_to_the_server(lines: Lines, metrics: Metrics) -> None:
    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        ask(RequestContext(broken, lines, metrics.requests), "/")
    assert lines.requests[0]["status"] == 500


def test_a_request_nobody_waits_for_any_more_is_logged_as_abandoned(lines: Lines, metrics: Metrics) -> None:
    async def cancelled(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        ask(RequestContext(cancelled, lines, metrics.requests, failed), "/")
    assert lines.requests[0]["status"] == 499
    assert lines.failures == []
    assert metrics.requests.in_flight == 0


def test_half_an_answer_breaks_the_connection(app: RequestContext, lines: Lines) -> None:
    with pytest.raises(RuntimeError, match="broken"):
        ask(app, "/breaking")
    assert len(lines.failures) == 1


def test_a_call_to_another_service_carries_the_request_and_the_trace(app: RequestContext) -> None:
    headers = {"X-Request-ID": "r-1", "traceparent": f"00-{TRACE}-{SPAN}-01"}
    passed_on = ask(app, "/v1/schools/1", headers=headers).json()
    assert passed_on["X-Request-ID"] == "r-1"
    version, trace, span, flags = passed_on["traceparent"].split("-")
    assert (version, trace, flags) == ("00", TRACE, "01")
    assert span != SPAN


def test_a_request_without_a_trace_begins_one_that_is_not_sampled(app: RequestContext) -> None:
    passed_on = ask(app, "/v1/schools/1").json()
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-00", passed_on["traceparent"])


def test_outside_a_request_there_is_nothing_to_pass_on() -> None:
    assert outgoing_headers() == {}


@given(
    trace=st.text(HEX, min_size=32, max_size=32),
    span=st.text(HEX, min_size=16, max_size=16),
    flags=st.text(HEX, min_size=2, max_size=2),
)
def test_a_valid_traceparent_keeps_its_trace(trace: str, span: str, flags: str) -> None:
    parsed = parse_traceparent(f"00-{trace}-{span}-{flags}".encode())
    if set(trace) == {"0"} or set(span) == {"0"}:
        assert parsed is None
    else:
        assert parsed is not None
        assert (parsed.trace_id, parsed.flags) == (trace, flags)
        assert parsed.span_id != span


@given(st.binary(max_size=80))
def test_arbitrary_bytes_never_pass_for_a_trace(header: bytes) -> None:
    parsed = parse_traceparent(header)
    assert parsed is None or re.fullmatch("[0-9a-f]{32}", parsed.trace_id)


@pytest.mark.parametrize(
    "header",
    [
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}-01-more",
        f"00-{TRACE.upper()}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE}-{SPAN}-01\n",
    ],
)
def test_a_traceparent_the_standard_forbids_is_not_used(header: str) -> None:
    assert parse_traceparent(header.encode()) is None


def test_a_later_version_of_traceparent_may_say_more() -> None:
    parsed = parse_traceparent(f"01-{TRACE}-{SPAN}-01-what-comes".encode())
    assert parsed is not None
    assert parsed.trace_id == TRACE
