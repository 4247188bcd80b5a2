"""A page as it is sent: its template, its style, and what a browser is told to keep to."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Scope

from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.errors import NotAuthenticated, NotFound, Refusal

from . import words
from .boards import name_of
from .drawing import assessed, confirmed, money, share, stages, standing_among, standing_of, step_of_share, urgent_first

HOME = "/dashboard"
COOKIE = "pins_token"
WAS_HERE = "pins_was_here"
"""Tells a sign-in that has ended from none; it holds nothing else."""

_HERE = Path(__file__).parent
STYLE = (_HERE / "static" / "dashboard.css").read_bytes()
STYLE_VERSION = sha256(STYLE).hexdigest()[:16]
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    # With `no-referrer`, as elsewhere, browsers would send a form's origin as `null`.
    "Referrer-Policy": "same-origin",
}


def _environment() -> Environment:
    # Everything that is put into a page is escaped: names come from elsewhere.
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters = (
        words.counted,
        words.part_of,
        words.pounds,
        words.number,
        words.score,
        words.change,
        words.day,
        words.of_day,
        words.words,
        words.year,
        words.authority,
    )
    made.filters.update({each.__name__: each for each in (*filters, words.sources, name_of)})
    drawn = (assessed, confirmed, money, share, stages, standing_among, standing_of, step_of_share, urgent_first)
    made.globals.update({each.__name__: each for each in drawn} | {"style_version": STYLE_VERSION})
    return made


_ENVIRONMENT = _environment()


def base_of(scope: Scope) -> str:
    """The path that a gateway puts before ours."""
    base_url: str = scope["app"].state.settings.base_url
    return urlsplit(base_url).path.rstrip("/")


def page(request: Request | Scope, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    """A page from its template; the caller, when there is one, is shown in its head."""
    scope = request.scope if isinstance(request, Request) else request
    found = scope.get("state", {}).get("caller")
    known = {
        "at": f"{base_of(scope)}{HOME}",
        "actor": found if isinstance(found, Actor) else None,
        "signed_in": words.caller(found) if isinstance(found, Actor) else "",
        "now": words.moment(utc_now()),
    }
    return HTMLResponse(_ENVIRONMENT.get_template(template).render(known | shown), status, headers=_HEADERS)


def to(scope: Scope, path: str) -> RedirectResponse:
    """Send a browser to another page of ours."""
    return RedirectResponse(f"{base_of(scope)}{path}", 303, headers={"Referrer-Policy": "same-origin"})


def refused(refusal: Refusal, scope: Scope) -> Response:
    """A refusal as a page; whoever has not signed in is asked to."""
    if isinstance(refusal, NotAuthenticated) and scope["method"] in ("GET", "HEAD"):
        return _to_sign_in(scope)
    hidden = isinstance(refusal, NotFound) and type(refusal) is not NotFound
    answer = page(
        scope,
        "refusal.html",
        refusal.status,
        title=refusal.title,
        detail="It does not exist, or it is not yours to see." if hidden else refusal.detail,
        request_id=scope.get("state", {}).get("request_id", ""),
        again=refusal.headers.get("Retry-After", ""),
    )
    answer.headers.update(refusal.headers)
    return answer


def _to_sign_in(scope: Scope) -> Response:
    wanted = scope["path"] + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
    request = Request(scope)
    ended = COOKIE in request.cookies or WAS_HERE in request.cookies
    asked = {"next": wanted} | ({"why": "ended"} if ended else {})
    answer = to(scope, f"{HOME}/sign-in?{urlencode(asked, quote_via=quote, safe='/')}")
    forget(answer, scope)
    return answer


def keep(answer: Response, scope: Scope, token: str, seconds: int) -> None:
    """Give a browser the token to keep, for no longer than it holds."""
    _cookie(answer, scope, COOKIE, token, seconds)
    _cookie(answer, scope, WAS_HERE, "1", seconds + int(timedelta(hours=12).total_seconds()))


def forget(answer: Response, scope: Scope) -> None:
    """Let a browser forget who was signed in."""
    for name in (COOKIE, WAS_HERE):
        _cookie(answer, scope, name, "", 0)


def _cookie(answer: Response, scope: Scope, name: str, value: str, seconds: int) -> None:
    secure = urlsplit(scope["app"].state.settings.base_url).scheme == "https"
    path = f"{base_of(scope)}{HOME}"
    # `strict` would leave the cookie out right after the issuer has sent the browser back.
    answer.set_cookie(name, value, max_age=seconds, path=path, secure=secure, httponly=True, samesite="lax")
