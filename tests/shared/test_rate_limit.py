"""Rate limits: who is counted, what is announced, and that memory stays bounded."""

from dataclasses import dataclass

import httpx
import pytest
from hypothesis import given, strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.contracts.roles import Kind
from shared.kit.auth import Actor
from shared.kit.errors import NotAuthenticated, Unavailable
from shared.kit.metrics import Metrics
from shared.kit.middleware import RequestContext
from shared.kit.rate_limit import Budget, RateLimit, SlidingWindow
from tests.support.asgi import Lines, ask

QUOTA = 3


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: float = 600.0

    def __call__(self) -> float:
        return self.now


class Service:
    """A service of one address, whose tokens are simply client ids; `bad` is a token that does not hold."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.requests = SlidingWindow(Budget("default", QUOTA, 60), self.clock)
        self.failures = SlidingWindow(Budget("failed-logins", 2, 60), self.clock)
        self.refused_token: type[NotAuthenticated | Unavailable] = NotAuthenticated
        paths = ("/", "/health/live", "/metrics")
        inner = Starlette(routes=[Route(path, self.answer) for path in paths])
        limited = RateLimit(inner, refuse, self.requests, self.failures)
        self.app = RequestContext(self.identified(limited), Lines(), Metrics().requests)

    async def answer(self, request: Request) -> Response:
        status = 200 if isinstance(request.scope["state"].get("caller"), Actor) else 401
        return PlainTextResponse("ok", status_code=status)

    def identified(self, app: ASGIApp) -> ASGIApp:
        async def layer(scope: Scope, receive: Receive, send: Send) -> None:
            token = dict(scope["headers"]).get(b"authorization", b"").decode()
            known = Actor(Kind.ICB, "QWO", token, frozenset(), "")
            scope["state"]["caller"] = known if token not in {"", "bad"} else self.refused_token()
            await app(scope, receive, send)

        return layer

    def ask(self, token: str | None = None, path: str = "/", address: str = "192.0.2.1") -> httpx.Response:
        headers = {} if token is None else {"Authorization": token}
        return ask(self.app, path, address=address, headers=headers)


def refuse(_scope: Scope, wait: int) -> Response:
    return PlainTextResponse("Too many requests", status_code=429, headers={"Retry-After": str(wait)})


@pytest.fixture
def service() -> Service:
    return Service()


def test_every_answer_states_the_policy_and_what_is_left(service: Service) -> None:
    headers = service.ask("surrey").headers
    assert headers["RateLimit-Policy"] == '"default";q=3;w=60'
    assert headers["RateLimit"] == '"default";r=2;t=60'


def test_a_client_over_its_budget_is_told_when_to_come_back(service: Service) -> None:
    statuses = [service.ask("surrey").status_code for _ in range(QUOTA + 1)]
    assert statuses == [200, 200, 200, 429]
    refused = service.ask("surrey")
    assert refused.headers["RateLimit"].startswith('"default";r=0;t=')
    service.clock.now += int(refused.headers["Retry-After"])
    assert service.ask("surrey").status_code == 200


def test_a_client_is_counted_by_its_id_wherever_it_calls_from(service: Service) -> None:
    for host in range(QUOTA):
        service.ask("surrey", address=f"192.0.2.{host}")
    assert service.ask("surrey", address="198.51.100.7").status_code == 429


def test_clients_behind_one_address_do_not_share_a_budget(service: Service) -> None:
    for _ in range(QUOTA):
        service.ask("surrey")
    assert service.ask("kent").status_code == 200


def test_callers_without_a_token_are_counted_by_address(service: Service) -> None:
    for _ in range(QUOTA):
        service.ask()
    assert service.ask().status_code == 429
    assert service.ask(address="192.0.2.2").status_code == 401


def test_addresses_of_one_ipv6_network_are_one_caller(service: Service) -> None:
    for host in range(QUOTA):
        service.ask(address=f"2001:db8::{host + 1:x}")
    assert service.ask(address="2001:db8::ffff").status_code == 429
    assert service.ask(address="2001:db8:0:1::1").status_code == 401


def test_health_and_metrics_are_never_refused_and_never_counted(service: Service) -> None:
    for path in ("/health/live", "/metrics"):
        answers = [service.ask("surrey", path) for _ in range(QUOTA + 2)]
        assert {answer.status_code for answer in answers} == {200}
        assert "RateLimit" not in answers[0].headers
    assert service.ask("surrey").status_code == 200


def test_guessing_tokens_is_slowed_down_before_the_budget_is_used_up(service: Service) -> None:
    assert [service.ask("bad").status_code for _ in range(3)] == [401, 401, 429]


def test_a_good_token_from_a_guessers_address_still_serves(service: Service) -> None:
    for _ in range(3):
        service.ask("bad")
    assert service.ask("surrey").status_code == 200


def test_an_issuer_that_is_away_does_not_make_callers_guessers(service: Service) -> None:
    service.refused_token = Unavailable
    assert [service.ask("bad").status_code for _ in range(3)] == [401, 401, 401]


def test_the_window_slides_so_that_two_budgets_never_meet_at_its_edge() -> None:
    clock = Clock(599.0)
    window = SlidingWindow(Budget("default", 100, 60), clock)
    assert all(window.take("a").allowed for _ in range(100))
    clock.now = 601.0
    assert sum(window.take("a").allowed for _ in range(100)) <= 2


def test_an_idle_client_has_its_whole_budget_again() -> None:
    clock = Clock()
    window = SlidingWindow(Budget("default", 2, 60), clock)
    window.take("a")
    window.take("a")
    clock.now += 120
    assert window.take("a").remaining == 1


def test_memory_is_bounded_however_many_addresses_call() -> None:
    window = SlidingWindow(Budget("default", 2, 60), Clock(), max_keys=100)
    for number in range(10_000):
        window.take(f"address:{number}")
    assert len(window) == 100


def test_the_busiest_caller_is_not_forgotten_among_many() -> None:
    window = SlidingWindow(Budget("default", 2, 60), Clock(), max_keys=100)
    window.take("guesser")
    window.take("guesser")
    for number in range(1_000):
        window.take(f"address:{number}")
        assert not window.take("guesser").allowed


@given(
    quota=st.integers(1, 20),
    window=st.integers(1, 120),
    gaps=st.lists(st.floats(0, 90), min_size=1, max_size=60),
)
def test_whoever_waits_as_long_as_told_is_let_through(quota: int, window: int, gaps: list[float]) -> None:
    clock = Clock()
    counted = SlidingWindow(Budget("default", quota, window), clock)
    for gap in gaps:
        clock.now += gap
        standing = counted.take("a")
        assert standing.wait >= 1
        if not standing.allowed:
            clock.now += standing.wait
            assert counted.take("a").allowed
