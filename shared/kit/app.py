"""The application factory: the same order of layers, the same manners, for all four services.

From the outside in: context (request id, log line, measures, headers), authentication, rate limit, FastAPI, and in
each route the edge of `kit/routing.py`.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Scope

from shared.contracts.roles import COMMON
from shared.kit import (
    audiences,
    audit,
    discovery,
    docs_pages,
    feed,
    guide,
    health,
    openapi,
    positions,
    release,
    restores,
)
from shared.kit.auth import Authenticator, IssuerKeys
from shared.kit.authentication import Authentication
from shared.kit.db import Database, PooledDatabase
from shared.kit.errors import MethodNotAllowed, Refusal, ServiceFailed, TooManyRequests, Unavailable, every_refusal
from shared.kit.hearing import Hearing
from shared.kit.housekeeping import keep_house
from shared.kit.http_client import Neighbour
from shared.kit.logging import RequestLog, get_logger
from shared.kit.metrics import FeedState, Metrics
from shared.kit.middleware import Prefixed, RequestContext
from shared.kit.openapi import Described
from shared.kit.pages import Pages
from shared.kit.problems import AWAY, from_exception, render, sqlstate
from shared.kit.rate_limit import Budget, RateLimit, SlidingWindow
from shared.kit.replica import Replica
from shared.kit.route_index import RouteIndex
from shared.kit.routing import Route
from shared.kit.sandbox import state as sandbox_state
from shared.kit.sandbox.wiring import include as include_sandbox, surround as surround_sandbox
from shared.kit.service import Service
from shared.kit.settings import Settings
from shared.kit.wakeup import Wakeup

VERSION = "0.1.0"


def create_app(
    service: Service,
    settings: Settings,
    *,
    database: Database | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> FastAPI:
    """One service as an ASGI application. Tests bring their own database, and a transport to the other services."""
    client = httpx.AsyncClient(transport=transport, follow_redirects=False)
    metrics = Metrics()
    app = FastAPI(
        title=service.title,
        description=service.description,
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        telemetry=_tracing(settings),
        lifespan=_lifespan,
    )
    app.state.service_name = service.name
    app.state.background = (keep_house, *service.background)
    app.state.listening = service.listening
    app.state.settings = settings
    app.state.pages = service.pages
    app.state.tags = service.tags
    app.state.matrix = COMMON | service.matrix | (service.pages.matrix if service.pages else {})
    _connect(app, database or PooledDatabase(settings), settings, metrics)
    app.state.client = client
    app.state.wakeup = Wakeup()
    app.state.draining = False
    app.state.metrics = metrics
    app.state.neighbours = {name: _neighbour(name, settings, client) for name in service.asks}
    _include(app, service, metrics)
    _handle_errors(app)
    _surround(app, service, settings, client, metrics)
    _every_operation_has_its_access(app)
    _index_routes(app, settings)
    return app


def _index_routes(app: FastAPI, settings: Settings) -> None:
    if not settings.tracing:  # a span is named by the framework's own search
        app.router.routes.insert(0, RouteIndex(app.routes))


def _connect(app: FastAPI, database: Database, settings: Settings, metrics: Metrics) -> None:
    app.state.database = database
    app.state.replica = Replica(settings) if settings.read_database_url else None
    if isinstance(database, PooledDatabase):
        metrics.show_pools(database.pools)


def _tracing(settings: Settings) -> TelemetryConfig:
    # Spans go where the standard OTEL_ variables say. Metrics and logs are our own.
    on = settings.tracing
    return {"tracing": on, "auto_configure": on, "operation_spans": False, "metrics": False, "logs": False}


def _neighbour(name: str, settings: Settings, client: httpx.AsyncClient) -> Neighbour:
    address = getattr(settings, f"{name}_url") or f"http://{name}.invalid"
    return Neighbour(name, str(address), client, settings.neighbour_seconds)


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    await _must_suit(app)
    app.state.wakeup.start(str(settings.database_url))
    database = app.state.database
    at_work = [asyncio.create_task(each(database, settings)) for each in app.state.background]
    hearing = Hearing(app.state.client, settings)
    at_work += [asyncio.create_task(each(database, settings, hearing)) for each in app.state.listening]
    try:
        yield
    finally:
        for each in at_work:
            each.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)
        await app.state.wakeup.stop()
        await app.state.client.aclose()
        if app.state.replica is not None:
            await app.state.replica.close()
        await app.state.database.close()


async def _must_suit(app: FastAPI) -> None:
    database = app.state.database
    try:
        await sandbox_state.must_suit_if_there(database, sandbox=app.state.settings.sandbox)
        await restores.must_go_on_if_there(database)
    except BaseException:
        await database.close()
        raise


def _include(app: FastAPI, service: Service, metrics: Metrics) -> None:
    older = release.before_head(service.folder)

    async def migrated() -> None:
        await release.must_be_at_least(app.state.database, older)
        await sandbox_state.must_suit(app.state.database, sandbox=app.state.settings.sandbox)
        await restores.must_go_on(app.state.database)

    async def read_feeds() -> FeedState:
        return await positions.read(app.state.database, [each.source for each in service.subscriptions], service.gauges)

    app.state.forced = None
    if app.state.settings.sandbox:
        include_sandbox(app, service, lambda: document_of(app, service))
    app.include_router(discovery.router(service, VERSION))
    for router in service.routers:
        app.include_router(router)
    events = feed.events_view(service.name, service.event_visibility)
    app.include_router(feed.router(events))
    app.include_router(audiences.router(events))
    app.include_router(audit.router(audit.audit_view(service.event_visibility)))
    app.include_router(
        health.router({"database_and_migrations": migrated}, metrics, read_feeds, lambda: app.state.draining)
    )
    app.include_router(docs_pages.router(lambda: document_of(app, service), every_refusal))
    app.include_router(guide.router(service.title))

    # To write it costs as much as a hundred requests, and anybody may ask for it.
    whole = cache(lambda: openapi.render(document_of(app, service)).encode())

    @app.get("/openapi.json", include_in_schema=False)
    async def read_openapi() -> Response:
        return Response(whole(), media_type="application/json")


def document_of(app: FastAPI, service: Service) -> dict[str, Any]:
    """The service's OpenAPI document."""
    settings: Settings = app.state.settings
    if not hasattr(app.state, "document"):
        described = Described(
            name=service.name,
            tags=app.state.tags,
            matrix=app.state.matrix,
            token_url=str(settings.token_url),
            public_url=settings.base_url,
        )
        app.state.document = openapi.finish(app.openapi(), described)
    document: dict[str, Any] = app.state.document
    return document


def _handle_errors(app: FastAPI) -> None:
    async def refused(request: Request, error: Exception) -> Response:
        refusal = from_exception(error)
        if refusal is None:
            raise error
        if isinstance(refusal, Unavailable) and error is not refusal:
            get_logger().warning("database_away", error=type(error).__name__, sqlstate=sqlstate(error))
        if isinstance(refusal, MethodNotAllowed):
            refusal.headers = {"Allow": _methods_at(app, request.scope["path"])}
        return _rendered(refusal, request.scope)

    # Exception itself is left out: what nobody expected goes up to RequestContext, which logs it and answers 500.
    for kind in (Refusal, RequestValidationError, HTTPException, *AWAY):
        app.add_exception_handler(kind, refused)


def _rendered(refusal: Refusal, scope: Scope) -> Response:
    """As a page where pages are, as a problem document anywhere else."""
    pages: Pages | None = scope["app"].state.pages
    shown = pages.refused if pages is not None and pages.hold(scope["path"]) else render
    return shown(refusal, scope)


def _methods_at(app: FastAPI, path: str) -> str:
    """Every method that an address takes: the framework names those of one route only."""
    routes = [each for each in iter_route_contexts(app.routes) if isinstance(each.original_route, APIRoute)]
    taken = {name for each in routes if each.path_regex.match(path) for name in each.methods or ()}
    return ", ".join(sorted(taken | ({"HEAD"} if "GET" in taken else set())))


def _surround(app: FastAPI, service: Service, settings: Settings, client: httpx.AsyncClient, metrics: Metrics) -> None:
    authenticator = Authenticator(
        IssuerKeys(str(settings.jwks_url), client),
        issuer=settings.issuer,
        audience=settings.audience,
        cache_seconds=settings.token_cache_seconds,
    )

    def refuse(scope: Scope, wait: int) -> ASGIApp:
        return _rendered(TooManyRequests(headers={"Retry-After": str(wait)}), {**scope, "app": app})

    def failed(scope: Scope) -> ASGIApp:
        return _rendered(ServiceFailed(), {**scope, "app": app})

    failures = SlidingWindow(Budget("failed-logins", settings.failed_logins_per_minute, 60))
    app.state.authenticator = authenticator
    app.state.failed_logins = failures
    # The layer added last is the outermost.
    app.add_middleware(
        RateLimit,
        refuse=refuse,
        requests=SlidingWindow(Budget("default", settings.requests_per_minute, 60)),
        failures=failures,
    )
    app.add_middleware(Authentication, authenticator=authenticator, pages=app.state.pages)
    if settings.sandbox:
        surround_sandbox(app, service, client, lambda refusal, scope: _rendered(refusal, {**scope, "app": app}))
    app.add_middleware(
        RequestContext, logger=RequestLog(app.state.service_name), requests=metrics.requests, failed=failed
    )
    app.add_middleware(Prefixed, name=app.state.service_name)


def _every_operation_has_its_access(app: FastAPI) -> None:
    """Refuse to start with a route that nobody decided about."""
    pages: Pages | None = app.state.pages
    for context in iter_route_contexts(app.routes):
        route, path = context.original_route, context.path or ""
        if isinstance(route, Route) and route.operation_id not in app.state.matrix:
            raise LookupError(f"{route.operation_id} has no row in the matrix of shared/contracts/roles")
        decided = path.startswith("/v1/") or (pages is not None and pages.hold(path) and path not in pages.open)
        if isinstance(route, APIRoute) and not isinstance(route, Route) and decided:
            raise LookupError(f"{path} must be declared with route_class=Route")
