"""Who is calling: an RFC 9068 access token, verified against the issuer's keys, bound to one organisation."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic, time
from typing import Any

import httpx
import jwt
from pydantic import TypeAdapter, ValidationError

from shared.contracts.roles import Access, Kind
from shared.contracts.types import OrganisationRef
from shared.kit.errors import Forbidden, NotAuthenticated, Unavailable

ALGORITHMS = ("EdDSA", "ES256", "RS256")
LONGEST_TOKEN = 8192
_ORGANISATION: TypeAdapter[str] = TypeAdapter(OrganisationRef)
_CACHED_TOKENS = 10_000
_KEYS_ARE_FRESH_SECONDS = 300.0
# However many unknown key ids arrive, the issuer is asked at most this often.
_KEYS_PAUSE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Actor:
    """The organisation a request acts for, and what its token allows."""

    kind: Kind
    code: str
    client_id: str
    scopes: frozenset[str]
    token: str

    @property
    def organisation(self) -> str:
        """As the token says it: `icb:QWO`."""
        return f"{self.kind}:{self.code}"

    def must_be_allowed(self, access: Access, service: str) -> None:
        """Refuse a caller whose scope or kind of organisation does not cover an operation."""
        scope = f"{service}:{access.need}"
        if scope not in self.scopes:
            raise Forbidden(
                f"The token lacks the scope {scope}.",
                headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'},
            )
        if self.kind not in access.kinds:
            who = ", ".join(sorted(access.kinds))
            raise Forbidden(f"Only organisations of these kinds may do this: {who}.")


def _refused(detail: str) -> NotAuthenticated:
    return NotAuthenticated(detail, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


def seconds_left(actor: Actor) -> int:
    """How long the token of a caller who was identified still holds."""
    claims = jwt.decode(actor.token, options={"verify_signature": False})
    return max(0, int(float(claims["exp"]) - time()))


class IssuerKeys:
    """The issuer's public keys, fetched when first needed, again when old or when a token names an unknown one."""

    def __init__(self, url: str, client: httpx.AsyncClient) -> None:
        self._url = url
        self._client = client
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = float("-inf")
        self._tried_at = float("-inf")
        self._lock = asyncio.Lock()

    async def find(self, key_id: str) -> jwt.PyJWK:
        """The key of this id. Raises NotAuthenticated when the issuer has none, Unavailable when it cannot be asked."""
        stale = monotonic() - self._fetched_at > _KEYS_ARE_FRESH_SECONDS
        # Whoever has a known key does not wait for one who is asking already: the issuer may be slow to answer.
        if key_id not in self._keys or (stale and not self._lock.locked()):
            async with self._lock:
                await self._refresh(key_id)
        if key_id in self._keys:
            return self._keys[key_id]
        if self._fetched_at < self._tried_at:
            raise Unavailable("The token's issuer cannot be reached to check its signature.")
        raise _refused("The token is signed with a key that the issuer does not publish.")

    async def _refresh(self, key_id: str) -> None:
        fresh = monotonic() - self._fetched_at <= _KEYS_ARE_FRESH_SECONDS
        if (key_id in self._keys and fresh) or monotonic() - self._tried_at < _KEYS_PAUSE_SECONDS:
            return
        try:
            answer = await self._client.get(self._url, timeout=5)
            answer.raise_for_status()
            self._keys = dict(_usable(answer.json()["keys"]))
        except (httpx.HTTPError, ValueError, LookupError, TypeError, AttributeError):
            # Keys that held a moment ago still hold: an issuer that is away must not stop those who have a token.
            self._tried_at = monotonic()
        else:
            self._tried_at = self._fetched_at = monotonic()


def _usable(entries: list[dict[str, Any]]) -> Any:
    for entry in entries:
        if entry.get("use", "sig") != "sig" or "kid" not in entry or entry.get("kty") not in ("OKP", "EC", "RSA"):
            continue
        try:
            yield entry["kid"], jwt.PyJWK(entry)
        except jwt.PyJWTError:
            continue


class Authenticator:
    """Turns a bearer token into an Actor; keeps the answer by the token's hash until it expires, or for a while."""

    def __init__(
        self,
        keys: IssuerKeys,
        *,
        issuer: str,
        audience: str,
        cache_seconds: float,
        now: Callable[[], float] = time,
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._cache_seconds = cache_seconds
        self._now = now
        self._known: OrderedDict[bytes, tuple[float, Actor]] = OrderedDict()

    async def identify(self, authorization: str | None) -> Actor:
        """The caller that an Authorization header names. Raises NotAuthenticated with the reason."""
        if authorization is None:
            raise NotAuthenticated(
                "Send an access token: Authorization: Bearer <token>.", headers={"WWW-Authenticate": "Bearer"}
            )
        scheme, _, token = authorization.partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN or not token.isascii():
            raise _refused("The Authorization header is not of the form: Bearer <token>.")
        fingerprint = sha256(token.encode()).digest()
        if (known := self._known.get(fingerprint)) and known[0] > self._now():
            return known[1]
        claims = await self._verified_claims(token)
        actor = _actor(claims, token)
        self._remember(fingerprint, min(float(claims["exp"]), self._now() + self._cache_seconds), actor)
        return actor

    def _remember(self, fingerprint: bytes, until: float, actor: Actor) -> None:
        self._known[fingerprint] = (until, actor)
        while len(self._known) > _CACHED_TOKENS:
            self._known.popitem(last=False)

    async def must_be_signed_in(self, id_token: str, client_id: str, nonce: str) -> None:
        """Refuse an ID token that is not the issuer's answer to this very sign-in of this client."""
        try:
            header = jwt.get_unverified_header(id_token)
        except (jwt.PyJWTError, ValueError, RecursionError):
            raise _refused("The ID token is not a JSON Web Token.") from None
        claims = await self._decoded(id_token, header, client_id, ["exp", "iss", "aud", "nonce"])
        if claims["nonce"] != nonce:
            raise _refused("The ID token does not belong to this sign-in.")

    async def _verified_claims(self, token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, ValueError, RecursionError):
            raise _refused("The token is not a JSON Web Token.") from None
        # PyJWT does not look at `typ`: without this an ID token of the same issuer would serve as an access token.
        if str(header.get("typ", "")).lower().removeprefix("application/") != "at+jwt":
            raise _refused("The token is not an access token (typ at+jwt).")
        return await self._decoded(token, header, self._audience, ["exp", "iss", "aud", "client_id"])

    async def _decoded(self, token: str, header: dict[str, Any], audience: str, required: list[str]) -> dict[str, Any]:
        if header.get("alg") not in ALGORITHMS or not isinstance(header.get("kid"), str):
            raise _refused("The token is not signed with an algorithm and a named key that are accepted.")
        key = await self._keys.find(header["kid"])
        if key.algorithm_name != header["alg"]:
            raise _refused("The token's algorithm is not that of the key it names.")
        try:
            return jwt.decode(
                token,
                key,
                algorithms=[key.algorithm_name],
                audience=audience,
                issuer=self._issuer,
                leeway=5,
                options={"require": required},
            )
        except jwt.ExpiredSignatureError:
            raise _refused("The token has expired.") from None
        except (jwt.PyJWTError, ValueError):
            raise _refused("The token is not valid for this service.") from None


def _actor(claims: dict[str, Any], token: str) -> Actor:
    try:
        organisation = _ORGANISATION.validate_python(claims.get("org"), strict=True)
        client_id = claims["client_id"]
        scope = claims.get("scope", "")
    except ValidationError:
        raise _refused("The token is not bound to an organisation (claim org).") from None
    if not isinstance(client_id, str) or not isinstance(scope, str) or not 0 < len(client_id) <= 200:
        raise _refused("The token's claims do not have the form of RFC 9068.")
    kind, _, code = organisation.partition(":")
    return Actor(Kind(kind), code, client_id, frozenset(scope.split()), token)


class ServiceToken:
    """The service's own access token (client credentials), for following feeds; renewed before it expires."""

    def __init__(self, client: httpx.AsyncClient, url: str, client_id: str, secret: str, scope: str) -> None:
        self._client = client
        self._url = url
        self._credentials = (client_id, secret)
        self._scope = scope
        self._token = ""
        self._until = float("-inf")

    async def __call__(self) -> str:
        """A token that holds for at least another half minute."""
        if monotonic() > self._until - 30:
            form = {"grant_type": "client_credentials", "scope": self._scope}
            answer = await self._client.post(self._url, data=form, auth=self._credentials, timeout=5)
            answer.raise_for_status()
            body = json.loads(answer.content)
            self._token, self._until = body["access_token"], monotonic() + float(body.get("expires_in", 60))
        return self._token
