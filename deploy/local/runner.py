"""The whole platform, from start to end: a database, a token issuer, four services and their subscribers."""

import asyncio
import shutil
import signal

from deploy.local import children, control, postgres, screen
from deploy.local.errors import LocalDatabaseError, LocalPlatformError
from deploy.local.home import Home, is_sandbox, load_secrets, locked
from deploy.local.services import SERVICES
from deploy.local.supervisor import Supervisor

DISK_BYTES_NEEDED = 200_000_000


def run(home: Home, first_port: int, postgres_port: int | None = None) -> None:
    """Start everything, keep it running, and end it all on Ctrl-C."""
    with locked(home):
        _check_ports(first_port)
        _check_disk(home)
        home.keep_first_port(first_port)
        asyncio.run(_until_interrupted(home, postgres_port))


def _check_ports(first_port: int) -> None:
    wanted = {"the token issuer": first_port} | {s.name: first_port + s.port_offset for s in SERVICES}
    for name, port in wanted.items():
        if not postgres.port_is_free(port):
            raise LocalPlatformError(
                f"Port {port}, wanted for {name}, is taken by another program: "
                "choose five others with `make run PORTS=9000`."
            )


def _check_disk(home: Home) -> None:
    if shutil.disk_usage(home.folder).free < DISK_BYTES_NEEDED:
        raise LocalPlatformError(
            f"The disk that holds {home.folder} is nearly full: "
            f"the platform needs {DISK_BYTES_NEEDED // 10**6} MB of free space."
        )


async def _until_interrupted(home: Home, postgres_port: int | None) -> None:
    task = asyncio.ensure_future(_run(home, postgres_port))
    interrupted = asyncio.Event()

    def interrupt() -> None:
        # Once is enough: everything then ends in order, within a bounded time.
        if not interrupted.is_set():
            interrupted.set()
            task.cancel()

    for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(kind, interrupt)
    try:
        await task
    except asyncio.CancelledError:
        screen.say("Everything has ended.")


async def _run(home: Home, postgres_port: int | None) -> None:
    supervisor = Supervisor(home.logs, screen.say)
    try:
        server = await _start_database(home, supervisor, postgres_port)
        with screen.working("Bringing the four databases up to date"):
            await children.bring_up_to_date(home, server)
        await _start_services(home, supervisor, server)
        listening = await control.listen(home, supervisor, screen.say)
        _introduce(home)
        async with listening:
            await supervisor.wait()
    finally:
        home.control.unlink(missing_ok=True)
        screen.say("Ending ...")
        names = supervisor.names()
        await supervisor.stop(*(name for name in names if name != "postgres"))
        await supervisor.stop(*(name for name in names if name == "postgres"))


async def _start_database(home: Home, supervisor: Supervisor, port: int | None) -> postgres.Server:
    new = not (home.postgres / "cluster").exists()
    with screen.working("Making the local database" if new else "Starting the local database"):
        prepared = postgres.prepare(home.postgres, {}, port=port)
        supervisor.add(children.database(prepared))
        try:
            await supervisor.start("postgres")
        except LocalPlatformError:
            log = (home.logs / "postgres.log").read_text(errors="replace")
            failed = f"The local database in {home.postgres} could not start"
            raise LocalDatabaseError(postgres.explain(log, failed)) from None
    return prepared.server


async def _start_services(home: Home, supervisor: Supervisor, server: postgres.Server) -> None:
    kept = load_secrets(home)
    answering = [children.issuer(home), *(children.server_of(home, s, server, kept) for s in SERVICES)]
    following = [children.subscriber_of(home, s, server, kept) for s in SERVICES if s.subscribes]
    for child in (*answering, *following):
        supervisor.add(child)
    with screen.working("Starting the token issuer and the four services"):
        await supervisor.start(*(child.name for child in answering))
    with screen.working("Starting their subscribers"):
        await supervisor.start(*(child.name for child in following))


def _introduce(home: Home) -> None:
    rows = [(s.name, children.url(home, s), f"{children.url(home, s)}/docs") for s in SERVICES]
    rows.append(("token issuer", home.issuer, f"{home.issuer}/.well-known/openid-configuration"))
    screen.table(("Service", "Address", "Documentation"), rows)
    screen.say(f"To look:       {home.dashboard}")
    screen.say('A token:       make token ORG=icb:QWO SCOPE="partnership:read partnership:write"')
    if is_sandbox():
        partnership = next(children.url(home, s) for s in SERVICES if not s.subscribes)
        screen.say(f"Sandbox:       GET {partnership}/v1/sandbox, POST {partnership}/v1/sandbox/reset")
    screen.say(f"Logs:          {home.logs}")
    screen.say("Try a failure: make stop SERVICE=partnership_api, then make start SERVICE=partnership_api")
    screen.say("Ready. Ctrl-C ends everything.")
