import base64
import hashlib
import stat
from pathlib import Path

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.applications import Starlette

from deploy.local import tokens
from deploy.local.errors import LocalPlatformError
from deploy.local.issuer import create_app

ISSUER = "http://127.0.0.1:8000"
SECRET = "one local secret: 100% +"


@pytest.fixture(scope="module")
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="module")
def app(key: Ed25519PrivateKey) -> Starlette:
    return create_app(key, SECRET, ISSUER)


def client(app: Starlette) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ISSUER)


def form(**changed: str) -> dict[str, str]:
    asked = {"grant_type": "client_credentials", "client_id": "icb:QWO", "client_secret": SECRET}
    return {name: value for name, value in {**asked, **changed}.items() if value}


async def test_a_token_verifies_against_the_published_keys(app: Starlette) -> None:
    async with client(app) as http:
        metadata = (await http.get("/.well-known/oauth-authorization-server")).json()
        granted = (await http.post(metadata["token_endpoint"], data=form(scope="partnership:read"))).json()
        keys = jwt.PyJWKSet.from_dict((await http.get(metadata["jwks_uri"])).json())

    header = jwt.get_unverified_header(granted["access_token"])
    claims = jwt.decode(
        granted["access_token"], keys[header["kid"]], algorithms=["EdDSA"], audience="pins", issuer=ISSUER
    )
    assert header["typ"] == "at+jwt"
    assert (claims["org"], claims["sub"], claims["client_id"]) == ("icb:QWO",) * 3
    assert claims["scope"] == granted["scope"] == "partnership:read"
    assert claims["exp"] - claims["iat"] == granted["expires_in"] == 3600
    assert claims["jti"]
    assert granted["token_type"] == "Bearer"


async def test_both_well_known_documents_say_the_same(app: Starlette) -> None:
    async with client(app) as http:
        openid = await http.get("/.well-known/openid-configuration")
        oauth = await http.get("/.well-known/oauth-authorization-server")

    assert openid.json() == oauth.json()
    assert openid.json()["issuer"] == ISSUER


async def test_a_client_may_authenticate_with_http_basic_form_encoded(app: Starlette) -> None:
    pair = f"icb%3AQWO:{httpx.QueryParams({'s': SECRET})}".replace("s=", "", 1)
    basic = base64.b64encode(pair.encode()).decode()
    async with client(app) as http:
        answer = await http.post(
            "/token", data={"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {basic}"}
        )

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json()["scope"].split() == list(tokens.SCOPES)


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        (form(client_secret="guessed"), 401, "invalid_client"),
        (form(client_secret=""), 401, "invalid_client"),
        (form(client_id="qwo"), 401, "invalid_client"),
        (form(grant_type=""), 400, "invalid_request"),
        (form(grant_type="password"), 400, "unsupported_grant_type"),
        (form(scope="partnership:read partnership:own"), 400, "invalid_scope"),
    ],
)
async def test_a_wrong_request_is_refused_as_the_standard_says(
    app: Starlette, asked: dict[str, str], status: int, code: str
) -> None:
    async with client(app) as http:
        answer = await http.post("/token", data=asked)

    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert ("WWW-Authenticate" in answer.headers) is (status == 401)
    assert "guessed" not in answer.text
    assert "partnership:own" not in answer.text


@pytest.mark.parametrize("header", ["Basic !!!", "Basic", "Bearer abc"])
async def test_an_unreadable_authorization_header_is_refused(app: Starlette, header: str) -> None:
    async with client(app) as http:
        answer = await http.post("/token", data={"grant_type": "client_credentials"}, headers={"Authorization": header})

    assert answer.json()["error"] in {"invalid_client", "invalid_request"}


async def test_a_parameter_given_twice_is_refused(app: Starlette) -> None:
    async with client(app) as http:
        answer = await http.post("/token", content=b"grant_type=client_credentials&grant_type=client_credentials")

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_the_key_id_is_the_thumbprint_of_rfc_7638(key: Ed25519PrivateKey) -> None:
    jwk = tokens.public_jwk(key)
    canonical = b'{"crv":"Ed25519","kty":"OKP","x":"' + jwk["x"].encode() + b'"}'
    digest = hashlib.sha256(canonical).digest()

    assert jwk["kid"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert "d" not in jwk


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "issuer-key.pem"

    first, second = tokens.load_key(file), tokens.load_key(file)

    assert tokens.public_jwk(first) == tokens.public_jwk(second)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_broken_key_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "issuer-key.pem"
    file.write_text("not a key")

    with pytest.raises(LocalPlatformError, match="make reset"):
        tokens.load_key(file)


@pytest.mark.parametrize(
    "org",
    [
        "icb:QWO",
        "la:383",
        "school:107866",
        "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11",
        "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b13",
        "national:dfe",
        "evaluator:east-of-england",
        "service:reporting",
    ],
)
def test_every_kind_of_organisation_is_known(org: str) -> None:
    assert tokens.is_organisation(org)


@pytest.mark.parametrize(
    "org",
    [
        "",
        "QWO",
        "icb:qwo",
        "icb:QWO\n",
        "la:38",
        "la:٣٨٣",
        "school:1",
        "national:moj",
        "provider:x",
        "service:",
    ],
)
def test_what_is_not_an_organisation_is_refused(org: str) -> None:
    assert not tokens.is_organisation(org)
