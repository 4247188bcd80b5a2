import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from time_machine import TimeMachineFixture

from deploy.local import tokens
from tests.support.serving import Served
from tests.support.tokens import AUDIENCE, ISSUER, KEY, token_for

KID = tokens.public_jwk(KEY)["kid"]


def forged(key=KEY, *, algorithm="EdDSA", headers=None, without=(), **claims) -> str:
    now = int(time.time())
    good = {
        "iss": ISSUER, "aud": AUDIENCE, "sub": "icb:QWO", "client_id": "icb:QWO", "org": "icb:QWO",
        "scope": "partnership:read", "iat": now, "exp": now + 60,
    }  # fmt: skip
    body = {name: value for name, value in (good | claims).items() if name not in without}
    said = {name: value for name, value in ({"typ": "at+jwt", "kid": KID} | (headers or {})).items() if value}
    return jwt.encode(body, key, algorithm=algorithm, headers=said)


PUBLIC = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
REFUSED = {
    "expired": forged(exp=int(time.time()) - 60),
    "not yet valid": forged(nbf=int(time.time()) + 600),
    "of another issuer": forged(iss="http://elsewhere.test"),
    "for another audience": forged(aud="another"),
    "an ID token": forged(headers={"typ": "JWT"}),
    "of no type": forged(headers={"typ": ""}),
    "unsigned": forged(None, algorithm="none"),
    "HMAC with the public key": forged(PUBLIC, algorithm="HS256"),
    "of a key nobody published": forged(Ed25519PrivateKey.generate(), headers={"kid": "unknown"}),
    "signed with another key": forged(Ed25519PrivateKey.generate()),
    "of an algorithm that is not its key's": forged(ec.generate_private_key(ec.SECP256R1()), algorithm="ES256"),
    "without a key id": forged(headers={"kid": None}),
    "without an expiry": forged(without=["exp"]),
    "without a client": forged(without=["client_id"]),
    "without an organisation": forged(without=["org"]),
    "for an organisation of no form": forged(org="icb:qwo"),
    "for a list of organisations": forged(org=["icb:QWO", "icb:QOP"]),
    "with a scope that is no text": forged(scope=["partnership:read"]),
    "with an empty client": forged(client_id=""),
    "too long": forged(padding="x" * 9000),
    "no token at all": "rubbish",
    "empty": "",
}


@pytest.mark.parametrize("token", REFUSED.values(), ids=REFUSED.keys())
async def test_a_token_is_refused_that_is(partnership: Served, token: str):
    answer = await partnership.as_(None).get("/v1/icbs", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401, answer.text
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"


async def test_the_forged_tokens_differ_from_one_that_is_taken(partnership: Served):
    answer = await partnership.as_(None).get("/v1/icbs", headers={"Authorization": f"Bearer {forged()}"})
    assert answer.status_code == 200


@pytest.mark.parametrize("header", ["Basic abc", "Bearer", "Bearer é", "bearer\t"])
async def test_an_authorization_of_another_form_is_refused(partnership: Served, header: str):
    answer = await partnership.as_(None).get("/v1/icbs", headers={"Authorization": header.encode("latin-1")})
    assert answer.status_code == 401


async def test_two_authorization_headers_are_none(partnership: Served):
    headers = [("Authorization", f"Bearer {token_for('icb:QWO')}"), ("Authorization", f"Bearer {token_for('icb:QOP')}")]
    answer = await partnership.as_(None).get("/v1/icbs", headers=headers)
    assert answer.status_code == 401


async def test_without_a_token_nothing_is_shown(partnership: Served):
    answer = await partnership.as_(None).get("/v1/icbs")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("scope", ["", "partnership:write", "assessment:read", "partnership:readwrite"])
async def test_a_token_without_the_scope_is_forbidden(partnership: Served, scope: str):
    answer = await partnership.as_("icb:QWO", scope).get("/v1/icbs")
    assert answer.status_code == 403
    assert 'error="insufficient_scope"' in answer.headers["www-authenticate"]


async def test_a_kind_of_organisation_that_may_never_do_it_is_forbidden(partnership: Served):
    answer = await partnership.as_("school:107866").post("/v1/parent-carer-groups", content=b"not even JSON")
    assert answer.status_code == 403


async def test_a_token_serves_until_it_expires_and_not_longer(partnership: Served, time_machine: TimeMachineFixture):
    token = forged(exp=int(time.time()) + 2)
    client = partnership.as_(None)
    assert (await client.get("/v1/icbs", headers={"Authorization": f"Bearer {token}"})).status_code == 200
    time_machine.move_to(time.time() + 20)
    later = await client.get("/v1/icbs", headers={"Authorization": f"Bearer {token}"})
    assert later.status_code == 401
