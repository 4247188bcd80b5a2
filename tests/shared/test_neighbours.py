"""Asking another service: whose request it is goes with it, and what it refuses becomes a refusal of our own."""

from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI, Request, Response

from shared.clients import partnership as owner
from shared.contracts.problem import Problem
from shared.kit import errors
from shared.kit.http_client import Neighbour
from shared.kit.middleware import RequestContext
from tests.support.asgi import Lines

TRACE = "0af7651916cd43dd8448eb211c80319c"


class Missing(errors.NotFound):
    """There is none."""


class Owner(httpx.AsyncBaseTransport):
    """A stand-in for an owner that is in any state."""

    def __init__(self, *answers: httpx.Response | None) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is None:
            raise httpx.ReadTimeout("slow", request=request)
        return answer


def answer_of(status: int) -> httpx.Response:
    if status < 400:
        return httpx.Response(status, headers={"Location": "http://elsewhere.test"})
    problem = Problem(type="x", title="No", status=status, detail="It is so.", instance="i", errors=[])
    return httpx.Response(status, content=problem.model_dump_json())


async def asked(transport: Owner) -> object:
    async with httpx.AsyncClient(transport=transport) as client:
        neighbour = Neighbour("partnership", "http://partnership.test", client, 1)
        return await owner.participation(neighbour, "a token", UUID(int=0), Missing)


async def test_a_query_in_the_path_is_asked_as_it_stands_there():
    asked_of = Owner(httpx.Response(200, content=b"{}"))
    async with httpx.AsyncClient(transport=asked_of) as client:
        neighbour = Neighbour("assessment", "http://assessment.test", client, 1)
        await neighbour.fetch("/v1/findings?status=current&limit=500", "a token")
        await neighbour.fetch("/v1/findings", "a token", status="current")
    assert [str(request.url.query, "ascii") for request in asked_of.requests] == [
        "status=current&limit=500", "status=current",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (404, Missing), (401, errors.NotAuthenticated), (403, errors.Forbidden), (400, errors.Unavailable),
        (429, errors.Unavailable), (500, errors.Unavailable), (503, errors.Unavailable), (302, errors.Unavailable),
    ],
)  # fmt: skip
async def test_what_an_owner_refuses_becomes_a_refusal_of_ours(status: int, expected: type[errors.Refusal]):
    with pytest.raises(expected) as caught:
        await asked(Owner(answer_of(status)))
    if expected is errors.NotAuthenticated:
        assert caught.value.headers["WWW-Authenticate"].startswith("Bearer")
    if expected is errors.Unavailable:
        assert caught.value.headers["Retry-After"]


@pytest.mark.parametrize("answer", [httpx.Response(200, text="no JSON"), httpx.Response(200, json={"id": 5}), None])
async def test_an_owner_that_answers_rubbish_or_nothing_is_not_available(answer: httpx.Response | None):
    with pytest.raises(errors.Unavailable):
        await asked(Owner(answer))


async def test_an_owner_that_stumbles_is_asked_three_times_at_most():
    stumbling = Owner(answer_of(503), None, answer_of(404))
    with pytest.raises(Missing):
        await asked(stumbling)
    assert len(stumbling.requests) == 3
    away = Owner(None)
    with pytest.raises(errors.Unavailable):
        await asked(away)
    assert len(away.requests) == 3


async def test_the_token_the_request_id_and_the_trace_of_a_caller_go_with_the_question():
    asked_owner = Owner(answer_of(404))
    app = FastAPI()

    @app.get("/")
    async def relay(_request: Request) -> Response:
        with pytest.raises(Missing):
            await asked(asked_owner)
        return Response()

    class Measure:
        in_flight = 0

        def finished(self, *_measures: object) -> None:
            """Not looked at here."""

    surrounded = RequestContext(app, Lines(), Measure())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(surrounded), base_url="http://service.test") as client:
        request_id = str(uuid4())
        headers = {"X-Request-ID": request_id, "traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
        assert (await client.get("/", headers=headers)).headers["x-request-id"] == request_id
    [sent] = asked_owner.requests
    assert sent.headers["authorization"] == "Bearer a token"
    assert sent.headers["x-request-id"] == request_id
    version, trace_id, span_id, flags = sent.headers["traceparent"].split("-")
    assert (version, trace_id, flags) == ("00", TRACE, "01")
    assert span_id != "b7ad6b7169203331"
