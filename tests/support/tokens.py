"""Tokens of a test issuer, signed as the local one signs them."""

from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.local import tokens

ISSUER = "http://issuer.test"
AUDIENCE = "pins"
EVERYTHING = " ".join(tokens.SCOPES)
KEY = Ed25519PrivateKey.generate()


def token_for(organisation: str, scope: str = EVERYTHING) -> str:
    return tokens.sign(KEY, organisation, scope, ISSUER, AUDIENCE)


def bearer(organisation: str, scope: str = EVERYTHING) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {token_for(organisation, scope)}"}
