"""What has to be swept from time to time: old idempotency keys, and events older than the feed keeps."""

import asyncio

import structlog

from shared.kit import feed, idempotency
from shared.kit.db import Database, bare
from shared.kit.service import Background
from shared.kit.settings import Settings

log = structlog.get_logger()

_EVERY_SECONDS = 3600.0
_LOCK = 7_236_992


async def sweep(database: Database, settings: Settings) -> None:
    """One sweep. Replicas of a service may all try: one of them does it, the others find nothing left."""
    async with database.transaction() as session:
        connection = await bare(session)
        if await connection.fetchval("select pg_try_advisory_xact_lock($1)", _LOCK):
            await idempotency.forget(session, settings.idempotency_hours)
            await feed.prune(connection, settings.feed_retention_days)


async def keep_house(database: Database, settings: Settings) -> None:
    """Sweep for as long as the service runs."""
    await repeatedly(sweep, _EVERY_SECONDS, database, settings)


async def repeatedly(sweeping: Background, seconds: float, database: Database, settings: Settings) -> None:
    """Sweep every so many seconds. A sweep that fails is logged and tried again at the next turn."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await sweeping(database, settings)
        except Exception as error:  # noqa: BLE001 (a failed sweep must never end the service)
            log.warning("sweep_failed", error=type(error).__name__)
