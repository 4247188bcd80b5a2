"""Signing in with a browser at the local issuer: codes for this machine's dashboard alone, each used once and soon."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.applications import Starlette

from deploy.local import authorization, tokens
from deploy.local.issuer import create_app

ISSUER = "http://127.0.0.1:8000"
BACK = "http://127.0.0.1:8004/dashboard/sign-in/callback"
VERIFIER = "a-verifier-of-forty-three-letters-or-more-than-that"
ASKED = {
    "client_id": "dashboard",
    "redirect_uri": BACK,
    "response_type": "code",
    "scope": "openid reporting:read",
    "state": "a state",
    "nonce": 'a "nonce"',
    "code_challenge": tokens.challenge_of(VERIFIER),
    "code_challenge_method": "S256",
}
KEY = Ed25519PrivateKey.generate()


@pytest.fixture
def app() -> Starlette:
    return create_app(KEY, "a secret", ISSUER, callbacks=(BACK,))


def client(app: Starlette, host: str = "127.0.0.1") -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(host, 5000)), base_url=ISSUER)


async def code_for(http: httpx.AsyncClient, org: str = "icb:QWO") -> str:
    answer = await http.post("/authorize", data={**ASKED, "org": org})
    assert answer.status_code == 303, answer.text
    back = urlsplit(answer.headers["location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == BACK
    given = {name: value for name, (value,) in parse_qs(back.query).items()}
    assert (given["state"], given["iss"]) == ("a state", ISSUER)
    return given["code"]


async def redeemed(http: httpx.AsyncClient, given: str, **changed: str) -> httpx.Response:
    form = {"grant_type": "authorization_code", "code": given, "client_id": "dashboard", "redirect_uri": BACK}
    return await http.post("/token", data={**form, "code_verifier": VERIFIER, **changed})


async def test_the_page_carries_what_was_asked_and_offers_organisations(app: Starlette):
    async with client(app) as http:
        page = await http.get("/authorize", params=ASKED)
    assert page.status_code == 200
    assert 'value="icb:QWO"' in page.text
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text)
    assert {name: html.unescape(value) for name, value in hidden} == ASKED


async def test_a_code_gives_an_access_token_and_an_id_token_once(app: Starlette):
    async with client(app) as http:
        code = await code_for(http)
        given = (await redeemed(http, code)).json()
        again = await redeemed(http, code)
    access = jwt.decode(given["access_token"], KEY.public_key(), algorithms=["EdDSA"], audience="pins", issuer=ISSUER)
    assert (access["org"], access["scope"]) == ("icb:QWO", "reporting:read")
    identity = jwt.decode(
        given["id_token"], KEY.public_key(), algorithms=["EdDSA"], audience="dashboard", issuer=ISSUER
    )
    assert (identity["nonce"], identity["sub"]) == ('a "nonce"', "icb:QWO")
    assert jwt.get_unverified_header(given["id_token"])["typ"] == "JWT"
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    "changed",
    [{"code_verifier": "another"}, {"code_verifier": ""}, {"redirect_uri": "http://127.0.0.1:1/"}, {"code": "made-up"}],
    ids=["another verifier", "no verifier", "another address", "another code"],
)
async def test_a_code_is_worth_nothing_to_somebody_else(app: Starlette, changed: dict[str, str]):
    async with client(app) as http:
        answer = await redeemed(http, await code_for(http), **changed)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


async def test_another_client_is_not_known(app: Starlette):
    async with client(app) as http:
        answer = await redeemed(http, await code_for(http), client_id="icb:QWO")
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


async def test_a_code_is_forgotten_after_a_minute(app: Starlette):
    with time_machine.travel(0, tick=False) as clock:
        async with client(app) as http:
            code = await code_for(http)
            clock.shift(authorization.CODE_SECONDS + 1)
            answer = await redeemed(http, code)
    assert answer.json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "https://evil.test/"},
        {"client_id": "another"},
        {"response_type": "token"},
        {"code_challenge_method": "plain"},
        {"code_challenge": ""},
        {"nonce": ""},
        {"state": ""},
        {"scope": "reporting:read"},
        {"scope": "openid reporting:own"},
    ],
    ids=str,
)
async def test_a_wrong_question_is_refused_here_and_never_sent_back(app: Starlette, changed: dict[str, str]):
    async with client(app) as http:
        for answer in (
            await http.get("/authorize", params={**ASKED, **changed}),
            await http.post("/authorize", data={**ASKED, **changed, "org": "icb:QWO"}),
        ):
            assert answer.status_code == 400
            assert "location" not in answer.headers


async def test_nobody_signs_in_from_another_machine(app: Starlette):
    async with client(app, "192.0.2.7") as http:
        assert (await http.get("/authorize", params=ASKED)).status_code == 400
    async with client(app) as http:
        answer = await http.get("/authorize", params=ASKED, headers={"Host": "rebound.test"})
        assert answer.status_code == 400


@pytest.mark.parametrize("org", ["", "QWO", "<script>"])
async def test_only_an_organisation_can_be_chosen(app: Starlette, org: str):
    async with client(app) as http:
        answer = await http.post("/authorize", data={**ASKED, "org": org})
    assert answer.status_code == 400
    assert "<script>" not in answer.text


async def test_the_metadata_says_how(app: Starlette):
    async with client(app) as http:
        found = (await http.get("/.well-known/openid-configuration")).json()
    assert found["authorization_endpoint"] == f"{ISSUER}/authorize"
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert "authorization_code" in found["grant_types_supported"]
