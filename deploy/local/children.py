"""How each process of the platform is called and what it is told."""

import asyncio
import base64
import hashlib
import os
import signal
import sys
from collections.abc import Mapping

import asyncpg

from deploy.local import databases, postgres
from deploy.local.errors import LocalPlatformError
from deploy.local.guard import guarded
from deploy.local.home import AUDIENCE, DASHBOARD_CLIENT, HOST, ROOT, Home, Secrets, is_sandbox, load_secrets
from deploy.local.services import OWNERS, SERVICES, Service
from deploy.local.supervisor import Child, Ready, answers, last_words


def url(home: Home, service: Service) -> str:
    return f"http://{HOST}:{home.first_port + service.port_offset}"


def environment(home: Home, service: Service, server: postgres.Server, kept: Secrets) -> dict[str, str]:
    """What one service is told: of its neighbours, only those it may ask or follow."""
    urls = {f"PINS_{other.short_name.upper()}_URL": (other.short_name, url(home, other)) for other in SERVICES}
    inherited = {name: value for name, value in os.environ.items() if name not in urls}
    neighbours = {name: at for name, (short_name, at) in urls.items() if short_name in service.neighbours}
    password = kept.database_passwords[service.database]
    return {
        "PINS_LOG_LEVEL": "INFO",
        **inherited,
        **neighbours,
        "PYTHONUNBUFFERED": "1",
        "PINS_DATABASE_URL": server.url(service.database, service.database, password),
        "PINS_HOST": HOST,
        "PINS_PORT": str(home.first_port + service.port_offset),
        "PINS_PUBLIC_URL": url(home, service),
        "PINS_ISSUER": home.issuer,
        "PINS_AUDIENCE": AUDIENCE,
        "PINS_JWKS_URL": f"{home.issuer}/jwks.json",
        "PINS_TOKEN_URL": f"{home.issuer}/token",
        "PINS_CLIENT_ID": f"service:{service.short_name}",
        "PINS_CLIENT_SECRET": kept.client_secret,
        # Only reporting_api has these settings. On a real platform they are secrets of their own.
        "PINS_PSEUDONYM_SECRET": f"pseudonyms {kept.client_secret}",
        "PINS_WEBHOOK_KEYS": _fernet_key(f"webhooks {kept.client_secret}"),
        # Receivers that are tried out stand on this machine.
        "PINS_WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8,::1/128",
        "PINS_SIGN_IN_SECRET": f"signing in {kept.client_secret}",
        "PINS_OIDC_CLIENT_ID": DASHBOARD_CLIENT,
    }


def as_owner(service: Service, server: postgres.Server, kept: Secrets, database: str = "") -> dict[str, str]:
    """What `migrate` is told beside: it alone owns the tables, and grants the service's role what it needs."""
    return {
        "PINS_DATABASE_URL": server.url(
            database or service.database, service.owner, kept.database_passwords[service.owner]
        ),
        "PINS_SERVICE_ROLE": service.database,
    }


def _fernet_key(made_of: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(made_of.encode()).digest()).decode()


def database(prepared: postgres.Prepared) -> Child:
    return Child(
        name="postgres",
        argv=prepared.command,
        env=os.environ,
        is_ready=_accepts_connections(prepared.server),
        stop_signal=signal.SIGINT,
        cwd=prepared.data_dir,
        guarded=True,
    )


def issuer(home: Home) -> Child:
    env = {**os.environ, "PINS_LOCAL_HOME": str(home.folder), "PYTHONUNBUFFERED": "1"}
    argv = [sys.executable, "-m", "deploy.local.issuer"]
    return Child("token-issuer", argv, env, answers(f"{home.issuer}/jwks.json"), cwd=ROOT)


def server_of(home: Home, service: Service, server: postgres.Server, kept: Secrets) -> Child:
    env = environment(home, service, server, kept)
    return Child(service.name, _call(service, "serve"), env, answers(f"{url(home, service)}/health/ready"), cwd=ROOT)


def subscriber_of(home: Home, service: Service, server: postgres.Server, kept: Secrets) -> Child:
    env = environment(home, service, server, kept)
    return Child(f"{service.name}-subscriber", _call(service, "subscribe"), env, cwd=ROOT)


async def bring_up_to_date(home: Home, server: postgres.Server) -> None:
    """Make the four databases, migrate them and load what is public and the same for everybody."""
    kept = load_secrets(home)
    await databases.create(server, OWNERS, kept.database_passwords)
    await asyncio.gather(*(_bring_up_to_date(home, service, server, kept) for service in SERVICES))


async def _bring_up_to_date(home: Home, service: Service, server: postgres.Server, kept: Secrets) -> None:
    env = environment(home, service, server, kept)
    await call_once(home, service, env | as_owner(service, server, kept), "migrate")
    # A scenario brings the reference data along.
    await call_once(home, service, env, "sandbox" if is_sandbox() else "load-reference")


async def call_once(home: Home, service: Service, env: Mapping[str, str], verb: str, *options: str) -> None:
    """Run one of a service's own verbs to its end."""
    log = home.logs / f"{service.name}-{verb}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *guarded(_call(service, verb, *options), signal.SIGKILL),
            env=dict(env),
            cwd=ROOT,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        code = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
    if code != 0:
        raise LocalPlatformError(f"{service.name} failed at `{verb}`.{last_words(log)}")


def _call(service: Service, verb: str, *options: str) -> list[str]:
    return [sys.executable, "-m", f"services.{service.name}", verb, *options]


def _accepts_connections(server: postgres.Server) -> Ready:
    async def ask() -> bool:
        try:
            connection = await asyncpg.connect(server.superuser_url(), timeout=2)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        await connection.close()
        return True

    return ask
