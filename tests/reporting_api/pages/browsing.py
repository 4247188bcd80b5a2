"""reporting_api and the local issuer as they are really served, and a browser that looks at them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.async_api import Browser, async_playwright

from deploy.local import issuer, tokens
from deploy.local.home import AUDIENCE, DASHBOARD_CLIENT
from services.reporting_api.main import SERVICE
from services.reporting_api.subscriptions import apply
from shared.contracts.event import Event
from shared.contracts.partnership.participations import ParticipationConfirmed
from shared.contracts.partnership.projects import ProjectStarted
from shared.kit.app import create_app
from tests.reporting_api.facts import announced
from tests.reporting_api.reports import read_to_their_ends
from tests.support.databases import RolledBackDatabase, rolled_back
from tests.support.over_http import a_port, served_at
from tests.support.settings import settings_for

CHROMIUM = Path("/usr/bin/chromium")


@dataclass
class Site:
    """Where the pages are, and who may see them."""

    address: str
    issuer: str
    key: Ed25519PrivateKey
    database: RolledBackDatabase
    told: list[Event]

    def token(self, organisation: str) -> str:
        return tokens.sign(self.key, organisation, "reporting:read", self.issuer, AUDIENCE)

    def cookie(self, organisation: str) -> dict[str, str]:
        return {"name": "pins_token", "value": self.token(organisation), "url": f"{self.address}/dashboard"}

    def project(self, board: str = "QWO") -> str:
        return next(
            str(each.data.id) for each in self.told if isinstance(each, ProjectStarted) and each.data.icb_code == board
        )

    def school(self, urn: str = "100001") -> str:
        return next(
            str(each.data.id) for each in self.told if isinstance(each, ParticipationConfirmed) and each.data.urn == urn
        )


@asynccontextmanager
async def site(database_url: str, told: list[Event]) -> AsyncIterator[Site]:
    """Both, on free ports, on a database that forgets what it was told."""
    (ours, address), (theirs, issuer_at) = a_port(), a_port()
    key = Ed25519PrivateKey.generate()
    settings = settings_for(
        SERVICE,
        database_url,
        public_url=address,
        issuer=issuer_at,
        audience=AUDIENCE,
        jwks_url=f"{issuer_at}/jwks.json",
        token_url=f"{issuer_at}/token",
        oidc_client_id=DASHBOARD_CLIENT,
        sign_in_secret="a secret of the tests for signing in",
    )
    local = issuer.create_app(
        key, "a secret of the tests", issuer_at, callbacks=(f"{address}/dashboard/sign-in/callback",)
    )
    async with rolled_back(database_url) as database:
        app = create_app(SERVICE, settings, database=database)
        async with database.transaction() as session:
            await apply(session, announced(told))
        await read_to_their_ends(database)
        async with served_at(theirs, local), served_at(ours, app):
            yield Site(address, issuer_at, key, database, told)
        await app.state.client.aclose()


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, without a window."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        try:
            yield opened
        finally:
            await opened.close()
