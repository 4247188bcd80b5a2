"""Work on the databases' shape: migrate them, or write a new migration from what the models say."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.local import children, databases, postgres
from deploy.local.errors import AlreadyRunning, LocalPlatformError
from deploy.local.home import Home, load_secrets, locked
from deploy.local.services import OWNERS, SERVICES


def migrate(home: Home) -> None:
    """Bring the four databases up to date, whether or not the platform is running."""
    with _database(home) as server:
        asyncio.run(children.bring_up_to_date(home, server))


def write_revision(home: Home, service_name: str, message: str) -> str:
    """Write a migration that leads from the last one to the models; hands back what the tool said."""
    service = next((s for s in SERVICES if s.name == service_name), None)
    if service is None:
        raise LocalPlatformError(f"Name one of the services: {', '.join(s.name for s in SERVICES)}.")
    kept = load_secrets(home)
    scratch = f"{service.database}_scratch"

    async def write(server: postgres.Server) -> None:
        await databases.create(server, OWNERS, kept.database_passwords)
        await databases.create_scratch(server, scratch, owner=service.owner)
        try:
            env = children.environment(home, service, server, kept)
            env |= children.as_owner(service, server, kept, scratch)
            await children.call_once(home, service, env, "migrate")
            await children.call_once(home, service, env, "revision", "-m", message)
        finally:
            await databases.drop(server, scratch)

    with _database(home) as server:
        asyncio.run(write(server))
    return (home.logs / f"{service.name}-revision.log").read_text(errors="replace")


def reset(home: Home) -> None:
    """Forget everything: data, secrets, keys and logs."""
    with locked(home):
        shutil.rmtree(home.folder)


@contextmanager
def _database(home: Home) -> Iterator[postgres.Server]:
    """The running platform's database, or else our own for the time being."""
    try:
        with locked(home), postgres.running(home.postgres, {}) as server:
            yield server
    except AlreadyRunning:
        yield postgres.already_running(home.postgres)
