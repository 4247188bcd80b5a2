"""Each replica of each service is ended and started again under load: no request fails, and no write is lost.

A minute or two; `make test-rolling` runs it.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from shared.kit.clock import today
from shared.kit.service import Service
from tests.rolling.gateway import Gateway, gateway
from tests.rolling.load import Load, Making
from tests.rolling.replicas import Replica
from tests.support.databases import Databases
from tests.support.issuer import issuer
from tests.support.services import SERVICES
from tests.support.tokens import AUDIENCE, ISSUER

_DAY = {"starts_on": today().isoformat(), "ends_on": (today() + timedelta(days=30)).isoformat()}
_QUESTION = {"code": "one", "domain": "communication", "text": "What would you tell a new child?"}
MAKING = {
    "partnership": Making(
        "icb:QWO", "/v1/parent-carer-groups", "name",
        lambda n: {"name": f"Forum number {n}", "kind": "forum", "la_codes": ["382"]},
    ),
    "assessment": Making(
        "national:dfe", "/v1/instruments", "code",
        lambda n: {
            "code": f"voice-{n}", "kind": "childrens_voice", "title": f"Voice {n}", "illustrative": True,
            "programme_year": "2025-26", "domains": ["communication"], "questions": [_QUESTION],
        },
    ),
    "commissioning": Making(
        "icb:QWO", "/v1/providers", "name",
        lambda n: {
            "name": f"Trust number {n}", "kind": "nhs_trust", "professions": ["speech therapy"], "la_codes": ["382"],
        },
    ),
    "reporting": Making(
        "national:dfe", "/v1/evaluations", "title",
        lambda n: {"title": f"How year {n} went", "evaluator": "evaluator:ace", "programme_years": ["2025-26"], **_DAY},
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Rolled:
    """A service with its gateway, its replicas and its load."""

    before: Gateway
    replicas: Sequence[Replica]
    load: Load

    async def roll(self, turn: int) -> None:
        replica = self.replicas[turn]
        assert await replica.stop() in {0, -15}
        await replica.start(self.before)


async def _evaluated(url: str) -> None:
    """What reporting_api would know from the feeds: an evaluator, and a year that is not over."""
    connection = await asyncpg.connect(url)
    await connection.execute("insert into evaluators (code, version, name) values ('ace', 1, 'Ace')")
    await connection.execute(
        "insert into programme_years (id, version, code, title, starts_on, ends_on, evaluation_ends_on, domains,"
        " quarters) values (gen_random_uuid(), 1, '2025-26', 'A year', current_date, current_date + 90,"
        " current_date + 90, '[]', '[]')"
    )
    await connection.close()


def _free_ports(number: int) -> list[int]:
    held = [socket.socket() for _ in range(number)]
    for each in held:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


def _told(url: str, address: str, keys: str) -> dict[str, str]:
    return {
        "PINS_DATABASE_URL": url, "PINS_PUBLIC_URL": address, "PINS_ISSUER": ISSUER, "PINS_AUDIENCE": AUDIENCE,
        "PINS_JWKS_URL": keys, "PINS_TOKEN_URL": f"{ISSUER}/token", "PINS_REQUESTS_PER_MINUTE": "1000000",
        "PINS_DRAIN_SECONDS": "8", "PINS_CONNECTION_SECONDS": "60",
    }  # fmt: skip


@asynccontextmanager
async def two_replicas(service: Service, databases: Databases, keys: str, folder: Path) -> AsyncIterator[Rolled]:
    """A service behind a gateway, ready."""
    ports = _free_ports(2)
    async with databases.copy(service) as url, gateway(ports) as (before, address):
        if service.name == "reporting":
            await _evaluated(url)
        told = _told(url, address, keys)
        replicas = [Replica(service, port, told, folder / f"{service.name}-{port}.log") for port in ports]
        try:
            yield Rolled(before, replicas, Load(address, MAKING[service.name]))
        finally:
            await asyncio.gather(*(replica.kill() for replica in replicas))


async def test_no_request_fails_while_each_replica_of_each_service_is_rolled(
    databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    def say(line: str) -> None:
        with capsys.disabled():
            print(line, flush=True)  # noqa: T201

    async with AsyncExitStack() as stack:
        keys = await stack.enter_async_context(issuer())
        services = {
            each.name: await stack.enter_async_context(two_replicas(each, databases, keys, tmp_path))
            for each in SERVICES
        }
        say("Two replicas of each service start")
        await asyncio.gather(*(each.start(one.before) for one in services.values() for each in one.replicas))
        async with AsyncExitStack() as under:
            for one in services.values():
                await under.enter_async_context(one.load.going_on())
            for turn in range(2):
                say(f"Replica {turn + 1} of each service is told to end, and is started again")
                await asyncio.gather(*(one.roll(turn) for one in services.values()))
        for name, one in services.items():
            counts = ", ".join(f"{what} {number}" for what, number in sorted(one.load.answered.items()))
            say(f"{name:14} {counts}, failed {len(one.load.failed)}, acknowledged {len(one.load.acknowledged)}")
        found = {name: await one.load.found() for name, one in services.items()}
    loads = {name: one.load for name, one in services.items()}
    assert {name: load.failed for name, load in loads.items()} == {name: [] for name in loads}
    for name, load in loads.items():
        assert min(load.answered[what] for what in ("read", "write", "poll")) > 0, name
        assert {word: found[name][word] for word in load.acknowledged} == dict.fromkeys(load.acknowledged, 1), name
