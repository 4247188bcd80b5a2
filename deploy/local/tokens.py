"""Access tokens of the local issuer (RFC 9068), signed with an Ed25519 key made on first start."""

import base64
import hashlib
import json
import re
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from deploy.local.errors import LocalPlatformError
from deploy.local.home import write_private
from deploy.local.services import SERVICES

ALGORITHM = "EdDSA"
LIFETIME_SECONDS = 3600
SCOPES = tuple(f"{service.short_name}:{right}" for service in SERVICES for right in ("read", "write"))
_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
_ORGANISATION = re.compile(
    rf"icb:[A-Z0-9]{{3,5}}|la:\d{{3}}|school:\d{{6}}|pcg:{_UUID}|provider:{_UUID}"
    rf"|national:(?:dfe|nhse)|evaluator:{_SLUG}|service:{_SLUG}",
    re.ASCII,
)


def is_organisation(text: str) -> bool:
    """Whether this names an organisation, such as `icb:QWO`, `la:383` or `school:107866`."""
    return _ORGANISATION.fullmatch(text) is not None


def unknown_scopes(scope: str) -> list[str]:
    return [part for part in scope.split() if part not in SCOPES]


def load_key(file: Path) -> Ed25519PrivateKey:
    """The issuer's key in this file, made there on first use."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        made = Ed25519PrivateKey.generate()
        write_private(file, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise LocalPlatformError(f"{file} is not the issuer's key: `make reset` lets a new one be made.")
    return key


def public_jwk(key: Ed25519PrivateKey) -> dict[str, str]:
    """The public half as a JSON Web Key; its `kid` is the RFC 7638 thumbprint."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    required = {"crv": "Ed25519", "kty": "OKP", "x": _base64url(raw)}
    canonical = json.dumps(required, sort_keys=True, separators=(",", ":")).encode()
    thumbprint = _base64url(hashlib.sha256(canonical).digest())
    return {**required, "kid": thumbprint, "alg": ALGORITHM, "use": "sig"}


def sign(
    key: Ed25519PrivateKey,
    org: str,
    scope: str,
    issuer: str,
    audience: str,
    lifetime: int = LIFETIME_SECONDS,
) -> str:
    """An access token that lets this organisation do what the scope says for `lifetime` seconds."""
    now = int(time.time())
    claims = {
        "iss": issuer,
        "aud": audience,
        "sub": org,
        "client_id": org,
        "org": org,
        "scope": scope,
        "iat": now,
        "exp": now + lifetime,
        "jti": str(uuid4()),
    }
    return _signed(key, claims, "at+jwt")


def sign_identity(key: Ed25519PrivateKey, org: str, issuer: str, client_id: str, nonce: str) -> str:
    """An ID token: it tells this client who signed in, and serves for nothing else."""
    now = int(time.time())
    claims = {"iss": issuer, "aud": client_id, "sub": org, "org": org, "nonce": nonce, "iat": now, "exp": now + 300}
    return _signed(key, claims, "JWT")


def challenge_of(code_verifier: str) -> str:
    """What a client sends first of a secret that it sends later (RFC 7636, S256)."""
    return _base64url(hashlib.sha256(code_verifier.encode()).digest())


def _signed(key: Ed25519PrivateKey, claims: dict[str, Any], kind: str) -> str:
    return jwt.encode(claims, key, algorithm=ALGORITHM, headers={"typ": kind, "kid": public_jwk(key)["kid"]})


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
