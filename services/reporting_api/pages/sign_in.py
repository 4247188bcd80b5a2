"""Signing in with a browser: by an access token that is pasted, or at the issuer (OpenID Connect)."""

import re
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.reporting_api.settings import ReportingSettings
from shared.kit.auth import Actor, Authenticator, seconds_left
from shared.kit.errors import BadRequest, Forbidden, NotAuthenticated, NotFound, TooLarge, TooManyRequests
from shared.kit.oidc import ATTEMPT_SECONDS, Attempt, OrganisationLogin
from shared.kit.rate_limit import address_of

from .rendering import HOME, STYLE, STYLE_VERSION, base_of, forget, keep, page, to

ATTEMPT = "pins_attempt"
SIGN_IN = f"{HOME}/sign-in"
CALLBACK = f"{SIGN_IN}/callback"
OPEN = frozenset({SIGN_IN, f"{SIGN_IN}/organisation", CALLBACK, f"{HOME}/sign-out", f"{HOME}/style.css"})
"""What is shown to anybody."""

_OURS = re.compile(r"/dashboard(?:/[A-Za-z0-9-]+)*(?:\?[A-Za-z0-9_=&-]*)?")
_GREATEST_FORM = 20_000
_LONGEST_COOKIE = 3_900
_SAID = {"The Authorization header is not of the form: Bearer <token>.": "Paste an access token of the issuer."}
_STYLE_HEADERS = {"ETag": f'"{STYLE_VERSION}"', "Cache-Control": "public, max-age=86400"}

router = APIRouter(include_in_schema=False)


@router.get(f"{HOME}/style.css")
async def read_style(request: Request) -> Response:
    """Give the one style of all pages."""
    if _STYLE_HEADERS["ETag"] in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=_STYLE_HEADERS)
    return Response(STYLE, media_type="text/css", headers=_STYLE_HEADERS)


@router.get(SIGN_IN)
async def ask_to_sign_in(request: Request) -> Response:
    """Show the two ways to sign in."""
    why = "Your sign-in has ended. Sign in again to go on." if request.query_params.get("why") == "ended" else ""
    return _asked(request, request.query_params.get("next"), why, 200)


@router.post(SIGN_IN)
async def sign_in_with_a_token(request: Request) -> Response:
    """Check a token that was pasted, by the same rules as one in a header, and let the browser keep it."""
    _must_come_from_here(request)
    form = await _form(request)
    wanted = form.get("next")
    try:
        actor = await _authenticator(request).identify(f"Bearer {form.get('token', '').strip()}")
    except NotAuthenticated as refusal:
        _count_failure(request)
        return _asked(request, wanted, _SAID.get(refusal.detail, refusal.detail), 400)
    return _signed_in(request, actor, wanted)


@router.get(f"{SIGN_IN}/organisation")
async def sign_in_at_the_issuer(request: Request) -> Response:
    """Send the browser to the issuer."""
    login, secret = _login(request)
    attempt = Attempt.to_reach(_ours(request.query_params.get("next")))
    answer = RedirectResponse(await login.address(attempt), 303, headers={"Referrer-Policy": "no-referrer"})
    _keep_attempt(answer, request, attempt.sealed(secret), ATTEMPT_SECONDS)
    return answer


@router.get(CALLBACK)
async def come_back_from_the_issuer(request: Request) -> Response:
    """Take the issuer's answer, and check the token it leads to as any other."""
    login, secret = _login(request)
    wanted = HOME
    try:
        attempt = Attempt.unsealed(request.cookies.get(ATTEMPT), secret)
        wanted = attempt.wanted
        token = await login.access_token(str(request.url), attempt, _authenticator(request))
        answer = _signed_in(request, await _authenticator(request).identify(f"Bearer {token}"), wanted)
    except NotAuthenticated as refusal:
        _count_failure(request)
        answer = _asked(request, wanted, f"You are not signed in. {refusal.detail}", 400)
    _keep_attempt(answer, request, "", 0)
    return answer


@router.post(f"{HOME}/sign-out")
async def sign_out(request: Request) -> Response:
    """Let the browser forget the token."""
    _must_come_from_here(request)
    answer = to(request.scope, SIGN_IN)
    forget(answer, request.scope)
    return answer


def _asked(request: Request, wanted: str | None, why: str, status: int) -> Response:
    login = _settings(request).organisation_login_secret is not None
    shown = {"next": _ours(wanted), "why": why, "organisation": login}
    request.scope["state"]["caller"] = None  # whoever was signed in is about to be somebody else
    return page(request, "sign_in.html", status, **shown)


def _signed_in(request: Request, actor: Actor, wanted: str | None) -> Response:
    if len(actor.token) > _LONGEST_COOKIE:
        return _asked(request, wanted, "This token is too long for a browser to keep. Use a program with it.", 400)
    answer = to(request.scope, _ours(wanted))
    keep(answer, request.scope, actor.token, seconds_left(actor))
    return answer


def _ours(wanted: str | None) -> str:
    """Where somebody wanted to go, if that is one of our pages: an address given by others leads nowhere else."""
    return wanted if wanted and _OURS.fullmatch(wanted) else HOME


def _must_come_from_here(request: Request) -> None:
    """Refuse a form of another site. A browser says which it was; the cookie is not sent with it either."""
    site = request.headers.get("sec-fetch-site")
    base = urlsplit(_settings(request).base_url)
    ours = request.headers.get("origin") == f"{base.scheme}://{base.netloc}"
    if not (site == "same-origin" if site else ours):
        raise Forbidden("This form was sent from another site. Open the page here, and send it again.")


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _GREATEST_FORM:
            raise TooLarge("The form is larger than a token can be.")
    try:
        return dict(parse_qsl(body.decode("ascii"), max_num_fields=10))
    except ValueError:
        raise BadRequest("The form cannot be read.") from None


def _count_failure(request: Request) -> None:
    standing = request.app.state.failed_logins.take(address_of(request.scope))
    if not standing.allowed:
        raise TooManyRequests(
            f"Signing in failed too often from here. Wait {standing.wait} seconds, and try again.",
            headers={"Retry-After": str(standing.wait)},
        )


def _authenticator(request: Request) -> Authenticator:
    found: Authenticator = request.app.state.authenticator
    return found


def _settings(request: Request) -> ReportingSettings:
    found: ReportingSettings = request.app.state.settings
    return found


def _login(request: Request) -> tuple[OrganisationLogin, str]:
    settings = _settings(request)
    secret = settings.organisation_login_secret
    if settings.oidc_client_id is None or secret is None:
        raise NotFound("Signing in with your organisation is not set up here.")
    given = settings.oidc_client_secret
    login = OrganisationLogin(
        client=request.app.state.client,
        issuer=settings.issuer,
        client_id=settings.oidc_client_id,
        client_secret=None if given is None else given.get_secret_value(),
        redirect_uri=f"{settings.base_url}{CALLBACK}",
        scope=settings.oidc_scope,
    )
    return login, secret


def _keep_attempt(answer: Response, request: Request, value: str, seconds: int) -> None:
    secure = urlsplit(_settings(request).base_url).scheme == "https"
    path = f"{base_of(request.scope)}{SIGN_IN}"
    answer.set_cookie(ATTEMPT, value, max_age=seconds, path=path, secure=secure, httponly=True, samesite="lax")
