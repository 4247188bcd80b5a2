"""Whether the service lives, whether it can work, and what it measures. Open to anybody, and cheap."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from .logging import get_logger
from .metrics import CONTENT_TYPE, FeedState, Metrics
from .openapi import SERVICE_TAG

Check = Callable[[], Awaitable[object]]

_CHECK_SECONDS = 2.0


class Liveness(BaseModel):
    """The process answers."""

    status: Literal["alive"]


class ServiceReadiness(BaseModel):
    """Whether each thing the service needs is there: `ok` or `failed`."""

    status: Literal["ready", "not_ready"]
    checks: Annotated[
        dict[str, Literal["ok", "failed"]], Field(max_length=50, examples=[{"database_and_migrations": "ok"}])
    ]


def router(
    checks: Mapping[str, Check],
    metrics: Metrics,
    read_feeds: Callable[[], Awaitable[FeedState]],
    draining: Callable[[], bool] = lambda: False,
) -> APIRouter:
    """Give the health and metrics routes; a check fails by raising or by taking longer than two seconds.

    A service that drains is not ready, whatever it has.
    """
    routes = APIRouter(tags=[SERVICE_TAG])

    @routes.get("/health/live", response_model=Liveness, operation_id="read_liveness")
    async def read_liveness() -> JSONResponse:
        """Say that the process answers, without touching anything else."""
        return JSONResponse({"status": "alive"})

    @routes.get(
        "/health/ready",
        response_model=ServiceReadiness,
        operation_id="read_readiness",
        responses={503: {"model": ServiceReadiness, "description": "A check failed: send no requests for now."}},
    )
    async def read_readiness() -> JSONResponse:
        """Say whether the service can do its work, and which check fails if it cannot."""
        if draining():
            return JSONResponse({"status": "not_ready", "checks": {"not_ending": "failed"}}, status_code=503)
        states = await asyncio.gather(*(_state(name, check) for name, check in checks.items()))
        ready = all(states)
        names = {name: "ok" if state else "failed" for name, state in zip(checks, states, strict=True)}
        body = {"status": "ready" if ready else "not_ready", "checks": names}
        return JSONResponse(body, status_code=200 if ready else 503)

    @routes.get("/metrics", response_class=Response, operation_id="read_metrics", responses=_METRICS_ANSWER)
    async def read_metrics() -> Response:
        """Give the service's measures in Prometheus' text format."""
        metrics.feeds.state = await _feeds(read_feeds)
        return Response(metrics.render(), headers={"Content-Type": CONTENT_TYPE})

    return routes


_METRICS_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The measures",
        "content": {
            "text/plain": {
                "schema": {"type": "string", "maxLength": 10_000_000},
                "example": "pins_outbox_events 12.0\n",
            }
        },
    }
}


async def _feeds(read: Callable[[], Awaitable[FeedState]]) -> FeedState | None:
    try:
        async with asyncio.timeout(_CHECK_SECONDS):
            return await read()
    # The other measures are worth having when the database is away, most of all then.
    except Exception as error:  # noqa: BLE001
        get_logger().warning("feeds_not_measured", error=type(error).__name__)
        return None


async def _state(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(_CHECK_SECONDS):
            await check()
    # Whatever is wrong with a neighbour, the answer to this question is only that it is.
    except Exception as error:  # noqa: BLE001
        get_logger().warning("readiness_check_failed", check=name, error=type(error).__name__)
        return False
    return True
