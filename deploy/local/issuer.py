"""The local token issuer: client credentials for programs that know this machine's one secret, codes for browsers."""

import base64
import binascii
import os
import secrets
from urllib.parse import parse_qsl, unquote_plus

import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from deploy.local import tokens
from deploy.local.authorization import Authorization
from deploy.local.errors import Refused
from deploy.local.home import AUDIENCE, DASHBOARD_CLIENT, HOST, here, load_secrets
from shared.kit.connections import Connection

NOT_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}


def create_app(
    key: Ed25519PrivateKey, secret: str, issuer: str, audience: str = AUDIENCE, callbacks: tuple[str, ...] = ()
) -> Starlette:
    """The issuer; `callbacks` are the addresses a browser may be sent back to."""
    browsers = Authorization(issuer, DASHBOARD_CLIENT, callbacks)

    async def metadata(_: Request) -> JSONResponse:
        return JSONResponse(_metadata(issuer))

    async def jwks(_: Request) -> JSONResponse:
        return JSONResponse({"keys": [tokens.public_jwk(key)]})

    async def token(request: Request) -> JSONResponse:
        identity = {}
        try:
            form = await _form(request)
            if form.get("grant_type") == "authorization_code":
                org, scope, nonce = browsers.redeemed(form)
                identity["id_token"] = tokens.sign_identity(key, org, issuer, DASHBOARD_CLIENT, nonce)
            else:
                org, scope = _granted(form, request.headers.get("Authorization"), secret)
        except Refused as refused:
            return _refusal(refused)
        return _given(tokens.sign(key, org, scope, issuer, audience), scope, identity)

    return Starlette(
        routes=[
            Route("/.well-known/openid-configuration", metadata),
            Route("/.well-known/oauth-authorization-server", metadata),
            Route("/jwks.json", jwks),
            Route("/token", token, methods=["POST"]),
            Route("/authorize", browsers.ask, methods=["GET"]),
            Route("/authorize", browsers.answer, methods=["POST"]),
        ]
    )


def _given(signed: str, scope: str, identity: dict[str, str]) -> JSONResponse:
    answer = {"access_token": signed, "token_type": "Bearer", "expires_in": tokens.LIFETIME_SECONDS, "scope": scope}
    return JSONResponse(answer | identity, headers=NOT_STORED)


def _metadata(issuer: str) -> dict[str, object]:
    return {
        "issuer": issuer,
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/jwks.json",
        "authorization_endpoint": f"{issuer}/authorize",
        "grant_types_supported": ["client_credentials", "authorization_code"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [tokens.ALGORITHM],
        "scopes_supported": ["openid", *tokens.SCOPES],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
    }


async def _form(request: Request) -> dict[str, str]:
    pairs = parse_qsl((await request.body()).decode("utf-8", errors="replace"))
    form = dict(pairs)
    if len(form) != len(pairs):
        raise Refused("invalid_request", "A parameter was given twice.")
    return form


def _granted(form: dict[str, str], authorization: str | None, secret: str) -> tuple[str, str]:
    """The organisation and the scope that this request may have; otherwise a refusal."""
    org, given = _credentials(form, authorization)
    if not secrets.compare_digest(given.encode(), secret.encode()) or not tokens.is_organisation(org):
        raise Refused("invalid_client", "The client or its secret is not known here.", status=401)
    if "grant_type" not in form:
        raise Refused("invalid_request", "The parameter grant_type is missing.")
    if form["grant_type"] != "client_credentials":
        raise Refused("unsupported_grant_type", "Only client_credentials and authorization_code are granted here.")
    scope = form.get("scope") or " ".join(tokens.SCOPES)
    if tokens.unknown_scopes(scope):
        raise Refused("invalid_scope", f"Only these scopes exist: {' '.join(tokens.SCOPES)}.")
    return org, scope


def _credentials(form: dict[str, str], authorization: str | None) -> tuple[str, str]:
    if authorization is None:
        return form.get("client_id", ""), form.get("client_secret", "")
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic" or "client_secret" in form:
        raise Refused("invalid_request", "Authenticate in one way: HTTP Basic or the request's body.")
    try:
        # From the right: an organisation has a colon, and many clients send it as it is.
        name, _, secret = base64.b64decode(encoded, validate=True).decode().rpartition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Refused("invalid_client", "The Authorization header cannot be read.", status=401) from None
    # RFC 6749 section 2.3.1: both halves are form-encoded before they are joined.
    return unquote_plus(name), unquote_plus(secret)


def _refusal(refused: Refused) -> JSONResponse:
    headers = dict(NOT_STORED)
    if refused.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="pins"'
    body = {"error": refused.code, "error_description": refused.sentence}
    return JSONResponse(body, status_code=refused.status, headers=headers)


def main() -> None:
    home = here()
    secret = load_secrets(home).client_secret
    callbacks = (f"{home.dashboard}/sign-in/callback",)
    app = create_app(tokens.load_key(home.issuer_key), secret, home.issuer, callbacks=callbacks)
    level = os.environ.get("PINS_LOG_LEVEL", "info").lower()
    uvicorn.run(app, host=HOST, port=home.first_port, http=Connection, log_level=level)


if __name__ == "__main__":
    main()
