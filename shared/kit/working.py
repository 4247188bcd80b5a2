"""Work that goes on beside the answering, in each replica: jobs from a table, one at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

log = structlog.get_logger()

_IDLE_SECONDS = 1.0
_TELL_SECONDS = 1.0


async def keep_working(work_once: Callable[[], Awaitable[bool]], failed: str) -> None:
    """Work for as long as the service runs. What fails is logged as `failed`, and the next job is taken up."""
    while True:
        try:
            worked = await work_once()
        except Exception as error:  # noqa: BLE001 (a failed job must never end the worker)
            log.warning(failed, error=type(error).__name__)
            worked = False
        if not worked:
            await asyncio.sleep(_IDLE_SECONDS)


async def tell_until_done(working: "asyncio.Future[Any]", tell: Callable[[], Awaitable[bool]], failed: str) -> bool:
    """Tell of a job once a second while it is worked on, and so hold it. False: it was told to stop."""
    goes_on = True
    while not (await asyncio.wait({working}, timeout=_TELL_SECONDS))[0]:
        try:
            goes_on = await tell() and goes_on
        except Exception as error:  # noqa: BLE001 (the database may be away for a moment; the lease is longer)
            log.warning(failed, error=type(error).__name__)
    return goes_on
