"""Signing in with a browser: tokens checked as any other, cookies that serve nothing else, no way to be led astray."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
import time_machine

from deploy.local import issuer, tokens
from deploy.local.home import DASHBOARD_CLIENT
from services.reporting_api.main import SERVICE
from shared.kit.app import create_app
from shared.kit.clock import utc_now
from shared.kit.oidc import Attempt
from tests.support.databases import Databases, rolled_back
from tests.support.network import Network
from tests.support.settings import settings_for
from tests.support.tokens import AUDIENCE, ISSUER, KEY, token_for

HERE = "https://reporting.test"
SECRET = "a secret of the tests for signing in"
SAME = {"Origin": HERE}


class _Everybody(Network):
    """The network of the tests, with the whole local issuer at the issuer's address."""

    def __init__(self, app: object) -> None:
        super().__init__()
        self.at_the_issuer = httpx.ASGITransport(app=app)  # type: ignore[arg-type]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host in self.away:
            raise httpx.ConnectError("nobody is at this host", request=request)
        if request.url.host == httpx.URL(ISSUER).host:
            return await self.at_the_issuer.handle_async_request(request)
        return await super().handle_async_request(request)


@pytest.fixture
def network() -> _Everybody:
    return _Everybody(issuer.create_app(KEY, "any", ISSUER, callbacks=(f"{HERE}/dashboard/sign-in/callback",)))


@pytest.fixture
async def browser(databases: Databases, network: _Everybody) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without a window: it keeps cookies and shows each step."""
    url = databases.url(await databases.template(SERVICE))
    settings = settings_for(
        SERVICE, url, public_url=HERE, oidc_client_id=DASHBOARD_CLIENT, sign_in_secret=SECRET,
        failed_logins_per_minute=5,
    )  # fmt: skip
    async with rolled_back(url) as database:
        app = create_app(SERVICE, settings, database=database, transport=network)
        network.add("reporting.test", app)
        async with httpx.AsyncClient(transport=network, base_url=HERE) as client:
            yield client
        await app.state.client.aclose()


async def _sign_in(browser: httpx.AsyncClient, token: str, wanted: str = "/dashboard", **more: str) -> httpx.Response:
    return await browser.post("/dashboard/sign-in", data={"token": token, "next": wanted}, headers={**SAME, **more})


async def test_a_token_is_kept_for_pages_alone_and_no_longer_than_it_holds(browser: httpx.AsyncClient):
    answer = await _sign_in(browser, token_for("national:dfe"), "/dashboard/icbs/QWO?programme_year=2025-26")
    assert (answer.status_code, answer.headers["location"]) == (303, "/dashboard/icbs/QWO?programme_year=2025-26")
    kept = next(each for each in answer.headers.get_list("set-cookie") if each.startswith("pins_token="))
    parts = {part.strip().lower() for part in kept.split(";")[1:]}
    assert {"httponly", "secure", "samesite=lax", "path=/dashboard"} <= parts
    (age,) = (int(part.removeprefix("max-age=")) for part in parts if part.startswith("max-age="))
    assert 0 < age <= tokens.LIFETIME_SECONDS
    # The cookie is sent by hand to where no browser would send it: it opens nothing.
    token = kept.split(";")[0]
    assert (await browser.get("/v1/national-dashboard", headers={"Cookie": token})).status_code == 401


async def test_a_wrong_token_is_answered_with_a_sentence(browser: httpx.AsyncClient):
    for given in ("", "not a token", "<script>alert(1)</script>", "a.b.c", "ü"):
        answer = await _sign_in(browser, given)
        assert answer.status_code == 400, given
        assert 'role="alert"' in answer.text
        assert "<script" not in answer.text
        assert not given or given not in answer.text.replace("An access token", "")
        assert "set-cookie" not in answer.headers


async def test_a_token_for_another_service_or_another_issuer_is_refused(browser: httpx.AsyncClient):
    for issued_by, audience in ((ISSUER, "elsewhere"), ("http://other.test", AUDIENCE)):
        token = tokens.sign(KEY, "national:dfe", "reporting:read", issued_by, audience)
        answer = await _sign_in(browser, token)
        assert answer.status_code == 400
        assert "The token is not valid for this service." in answer.text


async def test_too_many_failures_from_one_address_are_refused_for_a_while(browser: httpx.AsyncClient):
    answers = [await _sign_in(browser, "wrong") for _ in range(7)]
    assert [each.status_code for each in answers] == [400] * 5 + [429] * 2
    assert "Signing in failed too often from here." in answers[-1].text
    assert int(answers[-1].headers["retry-after"]) > 0
    assert (await _sign_in(browser, token_for("national:dfe"))).status_code == 303


ELSEWHERE = [
    "https://evil.test/",
    "//evil.test/dashboard",
    "/dashboard//evil.test",
    "/dashboard/../v1/events",
    "/dashboard\\evil.test",
    "/dashboardevil",
    "/dashboard@evil.test",
    "/dashboard?next=https://evil.test",
    "javascript:alert(1)",
    "/v1/events",
    "",
]


async def test_nobody_is_led_to_another_site(browser: httpx.AsyncClient):
    for wanted in ELSEWHERE:
        answer = await _sign_in(browser, token_for("national:dfe"), wanted)
        assert (answer.status_code, answer.headers["location"]) == (303, "/dashboard"), wanted


FROM_ELSEWHERE = [
    {"Origin": "https://evil.test"},
    {"Origin": "null"},
    {},
    {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
]


async def test_a_form_of_another_site_is_refused(browser: httpx.AsyncClient):
    for path in ("/dashboard/sign-in", "/dashboard/sign-out"):
        for headers in FROM_ELSEWHERE:
            answer = await browser.post(path, data={"token": token_for("national:dfe")}, headers=headers)
            assert answer.status_code == 403, (path, headers)
            assert "This form was sent from another site." in answer.text
            assert "set-cookie" not in answer.headers


async def test_a_form_larger_than_a_token_is_not_read(browser: httpx.AsyncClient):
    assert (await _sign_in(browser, "x" * 30_000)).status_code == 413


async def test_whoever_has_not_signed_in_is_asked_to_and_comes_back(browser: httpx.AsyncClient):
    answer = await browser.get("/dashboard/icbs/QWO?programme_year=2025-26")
    assert answer.status_code == 303
    asked = urlsplit(answer.headers["location"])
    assert asked.path == "/dashboard/sign-in"
    assert parse_qs(asked.query) == {"next": ["/dashboard/icbs/QWO?programme_year=2025-26"]}


async def test_a_sign_in_that_has_ended_says_so(browser: httpx.AsyncClient):
    await _sign_in(browser, token_for("national:dfe"))
    with time_machine.travel(utc_now().timestamp() + tokens.LIFETIME_SECONDS + 60, tick=True):
        answer = await browser.get("/dashboard")
        assert answer.status_code == 303
        shown = await browser.get(answer.headers["location"])
    assert "Your sign-in has ended." in shown.text


async def test_signing_out_forgets(browser: httpx.AsyncClient):
    await _sign_in(browser, token_for("national:dfe"))
    assert (await browser.get("/dashboard")).status_code == 200
    answer = await browser.post("/dashboard/sign-out", headers=SAME)
    assert (answer.status_code, answer.headers["location"]) == (303, "/dashboard/sign-in")
    assert (await browser.get("/dashboard")).headers["location"].startswith("/dashboard/sign-in")


async def _begun(browser: httpx.AsyncClient, wanted: str = "/dashboard") -> dict[str, str]:
    answer = await browser.get("/dashboard/sign-in/organisation", params={"next": wanted})
    assert answer.status_code == 303, answer.text
    return {name: value for name, (value,) in parse_qs(urlsplit(answer.headers["location"]).query).items()}


async def _chosen(browser: httpx.AsyncClient, asked: dict[str, str], org: str = "icb:QWO") -> str:
    """Where the issuer sends the browser back to."""
    answer = await browser.post(f"{ISSUER}/authorize", data={**asked, "org": org})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_an_organisation_signs_in_at_its_issuer(browser: httpx.AsyncClient):
    asked = await _begun(browser, "/dashboard/icbs/QWO")
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    answer = await browser.get(await _chosen(browser, asked))
    assert (answer.status_code, answer.headers["location"]) == (303, "/dashboard/icbs/QWO")
    assert jwt.decode(browser.cookies["pins_token"], options={"verify_signature": False})["org"] == "icb:QWO"
    assert "pins_attempt" not in browser.cookies


async def test_an_answer_that_this_browser_did_not_ask_for_is_refused(browser: httpx.AsyncClient):
    back = await _chosen(browser, await _begun(browser))
    browser.cookies.clear()
    answer = await browser.get(back)
    assert answer.status_code == 400
    assert "was not begun in this browser" in answer.text
    await _begun(browser)  # a later attempt of this browser has another state
    assert "was not completed" in (await browser.get(back)).text
    assert "pins_token" not in browser.cookies


async def test_a_code_serves_once(browser: httpx.AsyncClient):
    asked = await _begun(browser)
    kept = browser.cookies["pins_attempt"]
    back = await _chosen(browser, asked)
    assert (await browser.get(back)).status_code == 303
    again = await browser.get(back, headers={"Cookie": f"pins_attempt={kept}"})
    assert again.status_code == 400
    assert "did not accept" in again.text


async def test_an_id_token_of_another_sign_in_is_refused(browser: httpx.AsyncClient):
    asked = await _begun(browser)
    answer = await browser.get(await _chosen(browser, {**asked, "nonce": "of another sign-in"}))
    assert answer.status_code == 400
    assert "does not belong to this sign-in" in answer.text


async def test_an_answer_of_another_issuer_is_refused(browser: httpx.AsyncClient):
    back = httpx.URL(await _chosen(browser, await _begun(browser))).copy_set_param("iss", "http://other.test")
    assert "another issuer" in (await browser.get(back)).text


async def test_what_a_browser_keeps_meanwhile_cannot_be_made_up_or_kept_for_long(browser: httpx.AsyncClient):
    made_up = Attempt.to_reach("/dashboard").sealed("another secret of more than 32 letters")
    answer = await browser.get(
        "/dashboard/sign-in/callback?code=a&state=b", headers={"Cookie": f"pins_attempt={made_up}"}
    )
    assert "was not begun in this browser" in answer.text
    back = await _chosen(browser, await _begun(browser))
    kept = browser.cookies["pins_attempt"]
    with time_machine.travel(utc_now().timestamp() + 700, tick=True):
        answer = await browser.get(back, headers={"Cookie": f"pins_attempt={kept}"})
    assert "too long ago" in answer.text


async def test_an_issuer_that_is_away_is_told_of(browser: httpx.AsyncClient, network: _Everybody):
    network.away.add(httpx.URL(ISSUER).host)
    answer = await browser.get("/dashboard/sign-in/organisation")
    assert answer.status_code == 503
    assert "The issuer cannot be reached just now." in answer.text
