"""`python -m services.<name>_api serve | migrate | subscribe | load-reference | sandbox | rebuild | revision -m ""`."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import FrameType

import asyncpg
import httpx

from shared.contracts.sandbox import Scenario
from shared.kit import audit, grants, logging, migrations, subscriber
from shared.kit.app import create_app
from shared.kit.auth import ServiceToken
from shared.kit.db import PooledDatabase
from shared.kit.heartbeat import Heartbeat
from shared.kit.http_client import Neighbour
from shared.kit.rebuild import Say, rebuild as rebuild_beside
from shared.kit.sandbox import state
from shared.kit.sandbox.following import KeepingUp
from shared.kit.server import Server
from shared.kit.service import Service
from shared.kit.settings import Settings, SettingsRefused


@dataclass(frozen=True)
class _Run:
    service: Service
    settings: Settings
    message: str
    scenario: Scenario
    before: date | None = None


def main(service: Service, arguments: list[str] | None = None) -> None:
    """The service's command line. Ends with 1 and one line on standard error when it cannot start."""
    parser = argparse.ArgumentParser(prog=f"python -m services.{service.name}_api", description=service.title)
    parser.add_argument("verb", choices=sorted(_VERBS))
    parser.add_argument("-m", "--message", default="change the tables")
    parser.add_argument("--scenario", choices=list(Scenario), default=Scenario.FRESH_ICB, type=Scenario)
    parser.add_argument("--before", type=date.fromisoformat, help="prune-audit drops what is older than this day")
    given = parser.parse_args(arguments)
    # The first process of a container would pass the signal over; and what is left in the middle is rolled back.
    signal.signal(signal.SIGTERM, _leave)
    try:
        settings = service.settings.read()
    except SettingsRefused as refused:
        sys.exit(str(refused))
    logging.configure(settings.log_level, service.name)
    run = _Run(service, settings, given.message, given.scenario, given.before)
    try:
        if given.verb in _NEED_ITS_DATABASE:
            asyncio.run(_must_suit(settings))
        _VERBS[given.verb](run)
    except state.DatabaseRefused as refused:
        sys.exit(str(refused))


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


async def _must_suit(settings: Settings) -> None:
    database = PooledDatabase(settings)
    try:
        await state.must_suit_if_there(database, sandbox=settings.sandbox)
    finally:
        await database.close()


def _serve(run: _Run) -> None:
    server = Server(create_app(run.service, run.settings), run.settings)
    # The server ends gracefully at the signal, and then lets it do what it does by itself.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    server.run()
    if not server.started:
        sys.exit(3)


def _migrate(run: _Run) -> None:
    settings = run.settings
    url = str(settings.database_url)
    migrations.upgrade(run.service.folder, url)
    if settings.service_role is not None:  # the last of it: what was just made is granted too
        try:
            asyncio.run(grants.grant(url, settings.service_role, sandbox=settings.sandbox))
        except grants.RoleRefused as refused:
            sys.exit(str(refused))


def _prune_audit(run: _Run) -> None:
    async def prune(before: date) -> int:
        connection = await asyncpg.connect(str(run.settings.database_url))
        try:
            return await audit.prune(connection, before)
        finally:
            await connection.close()

    if run.before is None:
        sys.exit("Say until when: prune-audit --before 2032-04-01 drops what was noted earlier than that day.")
    try:
        _say(f"{asyncio.run(prune(run.before))} entries of the audit from before {run.before} are gone.")
    except asyncpg.InsufficientPrivilegeError:
        sys.exit("Only the owner of the database may do this: PINS_DATABASE_URL names another role.")


def _revision(run: _Run) -> None:
    migrations.revise(run.service.folder, str(run.settings.database_url), run.message)


def _load_reference(run: _Run) -> None:
    async def load() -> str:
        database = PooledDatabase(run.settings)
        try:
            load_reference = run.service.load_reference
            return await load_reference(database, run.settings) if load_reference else "Nothing to load."
        finally:
            await database.close()

    sys.stdout.write(asyncio.run(load()) + "\n")


def _sandbox(run: _Run) -> None:
    async def make() -> str:
        if not run.settings.sandbox:
            raise state.DatabaseRefused("PINS_SANDBOX is off: switch it on to make a sandbox.")
        database = PooledDatabase(run.settings)
        try:
            made = await state.mark(database, run.service, run.scenario)
        finally:
            await database.close()
        return f"The scenario {run.scenario} is loaded." if made else "This is a sandbox already, and stays as it is."

    _say(asyncio.run(make()))


def _subscribe(run: _Run) -> None:
    asyncio.run(_follow(run))


async def _follow(run: _Run) -> None:
    database = PooledDatabase(run.settings)
    async with httpx.AsyncClient() as client:
        followers = followers_of(run.service, run.settings, database, client)
        try:
            await _until_stopped(followers, Heartbeat(run.settings.heartbeat_file, (each.source for each in followers)))
        finally:
            await database.close()


def _rebuild(run: _Run) -> None:
    async def again() -> None:
        async with httpx.AsyncClient() as client:
            await rebuild(run.service, run.settings, client, _say)

    asyncio.run(again())


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def rebuild(service: Service, settings: Settings, client: httpx.AsyncClient, say: Say) -> None:
    """Fill a service's projections anew from the feeds, while the old ones are served and followed on."""
    database = PooledDatabase(settings.model_copy(update={"write_connections": 1}))
    try:
        followers = followers_of(service, settings, database, client)
        await rebuild_beside(database, service.projections, followers, say)
    finally:
        await database.close()


def followers_of(
    service: Service, settings: Settings, database: PooledDatabase, client: httpx.AsyncClient
) -> list[subscriber.Follower]:
    """One follower for each source the service subscribes to, with the service's own token."""
    if not service.subscriptions:
        return []
    if settings.client_id is None or settings.client_secret is None:
        raise SystemExit("PINS_CLIENT_ID and PINS_CLIENT_SECRET are needed to follow the other services.")
    for each in service.subscriptions:
        if getattr(settings, f"{each.source}_url") is None:
            raise SystemExit(f"PINS_{each.source.upper()}_URL is needed to follow the {each.source} service.")
    scope = " ".join(f"{subscription.source}:read" for subscription in service.subscriptions)
    token = ServiceToken(
        client, str(settings.token_url), settings.client_id, settings.client_secret.get_secret_value(), scope
    )
    return [
        subscriber.Follower(
            database,
            Neighbour(each.source, str(getattr(settings, f"{each.source}_url")), client, settings.neighbour_seconds),
            each,
            token,
            KeepingUp(service, settings, database, client).strictly if settings.sandbox else None,
        )
        for each in service.subscriptions
    ]


async def _until_stopped(followers: list[subscriber.Follower], heartbeat: Heartbeat) -> None:
    async with asyncio.TaskGroup() as group:
        following = [
            group.create_task(follower.run(partial(heartbeat.beat, follower.source))) for follower in followers
        ]

        def stop() -> None:
            for task in following:
                task.cancel()

        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop)


_VERBS: dict[str, Callable[[_Run], None]] = {
    "serve": _serve,
    "migrate": _migrate,
    "subscribe": _subscribe,
    "rebuild": _rebuild,
    "load-reference": _load_reference,
    "sandbox": _sandbox,
    "revision": _revision,
    "prune-audit": _prune_audit,
}
_NEED_ITS_DATABASE = {"serve", "subscribe", "rebuild", "load-reference"}
