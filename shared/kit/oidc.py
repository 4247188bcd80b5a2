"""Signing in with a browser at the issuer: OpenID Connect's code flow, with PKCE, state and nonce.

It stands on the parts of Authlib that make and read the messages; they go over the client that every service has.
"""

import secrets
from dataclasses import asdict, dataclass
from time import time
from typing import Any
from urllib.parse import urlsplit

import httpx
import jwt
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.client import OAuth2Client
from authlib.oauth2.rfc6749.parameters import parse_authorization_code_response, prepare_token_request

from shared.kit.auth import Authenticator
from shared.kit.errors import NotAuthenticated, Unavailable

ATTEMPT_SECONDS = 600
_SEALED_WITH = "HS256"


@dataclass(frozen=True)
class Attempt:
    """What one browser has to come back with, and where it wanted to go."""

    state: str
    nonce: str
    code_verifier: str
    wanted: str

    @classmethod
    def to_reach(cls, wanted: str) -> "Attempt":
        """A new one."""
        return cls(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48), wanted)

    def sealed(self, secret: str) -> str:
        """As a cookie keeps it: readable by its browser, changed by nobody, and worth nothing after ten minutes."""
        return jwt.encode({**asdict(self), "exp": int(time()) + ATTEMPT_SECONDS}, secret, algorithm=_SEALED_WITH)

    @classmethod
    def unsealed(cls, kept: str | None, secret: str) -> "Attempt":
        """Raises NotAuthenticated when nothing was begun here, or too long ago."""
        try:
            found = jwt.decode(kept or "", secret, algorithms=[_SEALED_WITH], options={"require": ["exp"]})
            return cls(**{name: str(found[name]) for name in cls.__dataclass_fields__})
        except (jwt.PyJWTError, LookupError):
            raise NotAuthenticated("This sign-in was not begun in this browser, or too long ago.") from None


@dataclass(frozen=True)
class OrganisationLogin:
    """The issuer, as this service knows it as a client."""

    client: httpx.AsyncClient
    issuer: str
    client_id: str
    client_secret: str | None
    redirect_uri: str
    scope: str

    async def address(self, attempt: Attempt) -> str:
        """Where the browser is sent to sign in."""
        found = await self._metadata()
        asking = OAuth2Client(
            None,
            client_id=self.client_id,
            scope=self.scope,
            redirect_uri=self.redirect_uri,
            code_challenge_method="S256",
        )
        address, _ = asking.create_authorization_url(
            _address_in(found, "authorization_endpoint"),
            state=attempt.state,
            code_verifier=attempt.code_verifier,
            nonce=attempt.nonce,
        )
        return str(address)

    async def access_token(self, answered: str, attempt: Attempt, authenticator: Authenticator) -> str:
        """The token that the code in the address `answered` stands for; whether it may be used is another matter."""
        try:
            answer = parse_authorization_code_response(answered, state=attempt.state)
        except AuthlibBaseError:
            raise NotAuthenticated("Your organisation's sign-in was not completed.") from None
        if answer.get("iss", self.issuer) != self.issuer:
            raise NotAuthenticated("The answer came from another issuer than the one that was asked.")
        given = await self._exchange(answer["code"], attempt)
        await authenticator.must_be_signed_in(given["id_token"], self.client_id, attempt.nonce)
        return given["access_token"]

    async def _exchange(self, code: str, attempt: Attempt) -> dict[str, str]:
        found = await self._metadata()
        body = prepare_token_request(
            "authorization_code",
            redirect_uri=self.redirect_uri,
            code=code,
            code_verifier=attempt.code_verifier,
            client_id=self.client_id,
        )
        given = await self._asked(
            "POST",
            _address_in(found, "token_endpoint"),
            content=body,
            headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
            auth=None if self.client_secret is None else httpx.BasicAuth(self.client_id, self.client_secret),
        )
        tokens = {name: given.get(name) for name in ("access_token", "id_token")}
        if not all(isinstance(each, str) for each in tokens.values()):
            raise NotAuthenticated("The issuer did not accept what your sign-in came back with.")
        return {name: str(each) for name, each in tokens.items()}

    async def _metadata(self) -> dict[str, Any]:
        found = await self._asked("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise Unavailable("The issuer does not describe itself as it should.")
        return found

    async def _asked(self, method: str, url: str, **how: Any) -> dict[str, Any]:
        try:
            answer = await self.client.request(method, url, timeout=5, **how)
            found = answer.json()
        except (httpx.HTTPError, ValueError):
            raise Unavailable("The issuer cannot be reached just now.") from None
        return found if isinstance(found, dict) else {}


def _address_in(metadata: dict[str, Any], name: str) -> str:
    found = metadata.get(name)
    if not isinstance(found, str) or urlsplit(found).scheme not in ("https", "http"):
        raise Unavailable("The issuer does not offer signing in with a browser.")
    return found
