"""Putting the sandbox into an application: the only place that the application knows, and only when it is one."""

from collections.abc import Callable, Mapping
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.types import ASGIApp, Scope

from shared.contracts.roles import SANDBOX
from shared.kit.errors import Refusal
from shared.kit.sandbox import endpoints
from shared.kit.sandbox.following import KeepingUp
from shared.kit.sandbox.forced import Forced
from shared.kit.sandbox.layer import SandboxLayer
from shared.kit.service import Service


def include(app: FastAPI, service: Service, document: Callable[[], Mapping[str, Any]]) -> None:
    """The routes, and the problems on demand."""
    app.state.forced = Forced(document)
    app.state.matrix = app.state.matrix | SANDBOX
    app.state.tags = {**service.tags, **endpoints.TAGS}
    app.include_router(endpoints.router(service))
    app.include_router(endpoints.state_router())


def surround(
    app: FastAPI, service: Service, client: httpx.AsyncClient, refuse: Callable[[Refusal, Scope], ASGIApp]
) -> None:
    """The layer around authentication."""
    pages = service.pages

    def concerns(path: str) -> bool:
        return path.startswith("/v1/") or (pages is not None and pages.hold(path))

    keep_up = KeepingUp(service, app.state.settings, app.state.database, client)
    app.add_middleware(SandboxLayer, keep_up=keep_up, concerns=concerns, refuse=refuse)
