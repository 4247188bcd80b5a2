"""The service's own documentation: rendered here, readable without JavaScript and without another host."""

from collections.abc import Callable, Sequence
from functools import cache

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from shared.kit.errors import Refusal
from shared.kit.static import STYLE as _STYLE, STYLE_VERSION as _STYLE_VERSION

from . import problems, reference
from .schemas import Node

_STYLE_HEADERS = {"ETag": f'"{_STYLE_VERSION}"', "Cache-Control": "public, max-age=86400"}


def router(document: Callable[[], Node], refusals: Callable[[], Sequence[type[Refusal]]]) -> APIRouter:
    """Give `/docs`, `/problems`, `/problems/{slug}` and their style, from the finished OpenAPI document."""
    routes = APIRouter(include_in_schema=False)
    # A page costs as much as hundreds of requests, and cannot change while the process lives.
    whole = cache(lambda: reference.render(document(), _STYLE_VERSION))

    @routes.get("/docs")
    async def read_reference() -> HTMLResponse:
        return HTMLResponse(whole())

    @routes.get("/problems")
    async def list_problems() -> HTMLResponse:
        return HTMLResponse(problems.render_index(refusals(), document(), _STYLE_VERSION))

    @routes.get("/problems/{slug}")
    async def read_problem(slug: str) -> HTMLResponse:
        for refusal in refusals():
            if refusal.slug() == slug:
                return HTMLResponse(problems.render_problem(refusal, document(), _STYLE_VERSION))
        return HTMLResponse(problems.render_unknown(document(), _STYLE_VERSION), status_code=404)

    @routes.get("/static/docs.css")
    async def read_style(request: Request) -> Response:
        if _STYLE_HEADERS["ETag"] in request.headers.get("If-None-Match", ""):
            return Response(status_code=304, headers=_STYLE_HEADERS)
        return Response(_STYLE, media_type="text/css", headers=_STYLE_HEADERS)

    return routes
