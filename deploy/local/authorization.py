"""Signing in with a browser at the local issuer: anybody on this machine may choose to be any organisation."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from deploy.local import tokens
from deploy.local.errors import Refused

CODE_SECONDS = 60
_MOST_CODES = 1000
_ASKED = ("client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "code_challenge")
_EXAMPLES = {
    "national:dfe": "the national team",
    "icb:QWO": "NHS West Yorkshire",
    "icb:QHM": "NHS North East and North Cumbria",
    "la:383": "Leeds",
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class _Code:
    org: str
    scope: str
    nonce: str
    redirect_uri: str
    challenge: str
    until: float


class Authorization:
    """The authorization endpoint for one public client, and the codes it gave and nobody used yet."""

    def __init__(self, issuer: str, client_id: str, callbacks: tuple[str, ...]) -> None:
        self.issuer, self.client_id, self.callbacks = issuer, client_id, callbacks
        self._codes: dict[str, _Code] = {}

    async def ask(self, request: Request) -> Response:
        """Show the organisations to choose from."""
        try:
            asked = self._checked(request, dict(request.query_params))
        except Refused as refused:
            return _page("Signing in is refused", f"<p>{escape(refused.sentence)}</p>", 400)
        return _page("Sign in on this machine", _choice(asked), 200)

    async def answer(self, request: Request) -> Response:
        """Send the browser back with a code for the organisation that was chosen."""
        form = dict(parse_qsl((await request.body()).decode("utf-8", errors="replace")))
        try:
            asked = self._checked(request, form)
            if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
                raise Refused("invalid_request", "This form was sent from another site.")
            org = form.get("other") or form.get("org", "")
            if not tokens.is_organisation(org):
                raise Refused("invalid_request", "Name an organisation like icb:QWO, la:383 or school:107866.")
        except Refused as refused:
            return _page("Signing in is refused", f"<p>{escape(refused.sentence)}</p>", 400)
        answer = {"code": self._code(asked, org), "state": asked["state"], "iss": self.issuer}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(answer)}", 303, headers=_HEADERS)

    def redeemed(self, form: Mapping[str, str]) -> tuple[str, str, str]:
        """The organisation, scope and nonce of a code, which is then used up; otherwise a refusal."""
        found = self._codes.pop(form.get("code", ""), None)
        if form.get("client_id") != self.client_id:
            raise Refused("invalid_client", "The client is not known here.", status=401)
        held = found is not None and found.until > time.time()
        if found is None or not held or form.get("redirect_uri") != found.redirect_uri:
            raise Refused("invalid_grant", "The code is not known, was used, is too old or for another address.")
        given = tokens.challenge_of(form.get("code_verifier", ""))
        if not secrets.compare_digest(given, found.challenge):
            raise Refused("invalid_grant", "The code_verifier is not that of this code.")
        return found.org, found.scope, found.nonce

    def _code(self, asked: Mapping[str, str], org: str) -> str:
        now = time.time()
        held = [(code, each) for code, each in self._codes.items() if each.until > now]
        self._codes = dict(held[-_MOST_CODES:])
        code = secrets.token_urlsafe(32)
        scope = " ".join(part for part in asked["scope"].split() if part != "openid")
        until = now + CODE_SECONDS
        challenge = asked["code_challenge"]
        self._codes[code] = _Code(org, scope, asked["nonce"], asked["redirect_uri"], challenge, until)
        return code

    def _checked(self, request: Request, given: Mapping[str, str]) -> dict[str, str]:
        """What a client asks for, if it may. A wrong address is never redirected to."""
        host = request.client.host if request.client else ""
        if not _is_this_machine(host) or request.headers.get("host") != urlsplit(self.issuer).netloc:
            raise Refused("invalid_request", "This issuer signs in nobody but on its own machine.")
        if given.get("client_id") != self.client_id or given.get("redirect_uri") not in self.callbacks:
            raise Refused("invalid_request", "This client is not known here, or not with this address.")
        asked = {name: given.get(name, "") for name in _ASKED}
        if asked["response_type"] != "code" or given.get("code_challenge_method") != "S256":
            raise Refused("invalid_request", "Only the code flow with PKCE (S256) is served here.")
        scopes = asked["scope"].split()
        if not all(asked.values()) or "openid" not in scopes:
            raise Refused("invalid_request", "state, nonce, code_challenge and the scope openid are needed.")
        if tokens.unknown_scopes(" ".join(part for part in scopes if part != "openid")):
            raise Refused("invalid_scope", "A scope is asked for that does not exist here.")
        return asked


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _choice(asked: Mapping[str, str]) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in {**asked, "code_challenge_method": "S256"}.items()
    )
    offered = "".join(
        f'<p><label><input type="radio" name="org" value="{code}"{" checked" if not place else ""}> '
        f"<code>{code}</code>, {name}</label></p>"
        for place, (code, name) in enumerate(_EXAMPLES.items())
    )
    return (
        "<p>There are no passwords here: this issuer is for trying the platform on one machine.</p>"
        f'<form method="post" action="/authorize"><fieldset><legend>Act for</legend>{offered}'
        '<p><label>Another organisation <input name="other" placeholder="school:107866" autocomplete="off"></label></p>'
        f"</fieldset>{hidden}<p><button>Sign in</button></p></form>"
    )


def _page(title: str, body: str, status: int) -> Response:
    whole = (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"></head>'
        f"<body><main><h1>{title}</h1>{body}</main></body></html>"
    )
    return HTMLResponse(whole, status, headers=_HEADERS)
