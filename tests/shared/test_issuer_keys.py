"""The issuer's keys when it is slow, away, or publishes what is no key."""

import asyncio

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.local import tokens
from shared.kit import auth
from shared.kit.auth import IssuerKeys
from shared.kit.errors import NotAuthenticated, Unavailable
from tests.support.tokens import KEY

JWK = tokens.public_jwk(KEY)
KID = JWK["kid"]


class Issuer(httpx.AsyncBaseTransport):
    """Answers what it is told to, when it is told to."""

    def __init__(self) -> None:
        self.answer: httpx.Response | None = httpx.Response(200, json={"keys": [JWK]})
        self.asked = 0
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        await self.may_answer.wait()
        if self.answer is None:
            raise httpx.ConnectError("away", request=request)
        return self.answer


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def keys(issuer: Issuer) -> IssuerKeys:
    return IssuerKeys("http://issuer.test/jwks.json", httpx.AsyncClient(transport=issuer))


async def test_an_issuer_that_could_not_be_asked_is_never_taken_to_publish_no_key(issuer: Issuer, keys: IssuerKeys):
    issuer.answer = None
    for _ in range(3):
        with pytest.raises(Unavailable):
            await keys.find(KID)
    assert issuer.asked == 1


async def test_unknown_key_ids_make_the_issuer_be_asked_once_in_a_while(issuer: Issuer, keys: IssuerKeys):
    for number in range(20):
        with pytest.raises(NotAuthenticated):
            await keys.find(f"unknown {number}")
    assert issuer.asked == 1


async def test_a_hundred_first_callers_ask_the_issuer_once(issuer: Issuer, keys: IssuerKeys):
    found = await asyncio.gather(*(keys.find(KID) for _ in range(100)))
    assert (len(found), issuer.asked) == (100, 1)


async def test_known_keys_serve_on_without_waiting_while_a_slow_issuer_is_asked_again(
    issuer: Issuer, keys: IssuerKeys, monkeypatch: pytest.MonkeyPatch
):
    await keys.find(KID)
    monkeypatch.setattr(auth, "_KEYS_ARE_FRESH_SECONDS", -1.0)
    monkeypatch.setattr(auth, "_KEYS_PAUSE_SECONDS", 0.0)
    issuer.may_answer.clear()
    asking = asyncio.create_task(keys.find(KID))
    await asyncio.sleep(0)
    async with asyncio.timeout(1):
        await asyncio.gather(*(keys.find(KID) for _ in range(10)))
    assert not asking.done()
    issuer.answer = None
    issuer.may_answer.set()
    await asking
    assert issuer.asked == 2


@pytest.mark.parametrize(
    "body", [{}, [], {"keys": None}, {"keys": [1]}, {"keys": "text"}, {"keys": {}}, None], ids=repr
)
async def test_an_answer_that_holds_no_keys_is_no_failure_of_ours(issuer: Issuer, keys: IssuerKeys, body: object):
    issuer.answer = httpx.Response(200, json=body)
    with pytest.raises((Unavailable, NotAuthenticated)):
        await keys.find(KID)


async def test_one_key_that_cannot_be_used_hides_no_other(issuer: Issuer, keys: IssuerKeys):
    odd = [{"kid": "a", "kty": "RSA"}, {"kid": "b", "kty": "EC", "crv": "P-256", "x": "%", "y": 5}, {"kty": "OKP"}]
    issuer.answer = httpx.Response(200, json={"keys": [*odd, JWK]})
    assert (await keys.find(KID)).key_id == KID


async def test_an_issuer_changes_its_key_without_a_token_refused(
    issuer: Issuer, keys: IssuerKeys, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(auth, "_KEYS_PAUSE_SECONDS", 0.0)
    await keys.find(KID)
    following = tokens.public_jwk(Ed25519PrivateKey.generate())
    issuer.answer = httpx.Response(200, json={"keys": [JWK, following]})
    for key_id in (KID, following["kid"], KID):
        assert (await keys.find(key_id)).key_id == key_id
    monkeypatch.setattr(auth, "_KEYS_ARE_FRESH_SECONDS", -1.0)
    issuer.answer = httpx.Response(200, json={"keys": [following]})
    assert (await keys.find(following["kid"])).key_id == following["kid"]
    with pytest.raises(NotAuthenticated):
        await keys.find(KID)
