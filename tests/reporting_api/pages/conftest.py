from collections.abc import AsyncIterator

import pytest

from services.reporting_api.main import SERVICE
from tests.reporting_api.pages.browsing import CHROMIUM, Site, browser, site
from tests.reporting_api.pages.illustrated import england
from tests.support.databases import Databases

BOARDS = ("QWO", "QHM", "QF7", "QRV", "QT6")


@pytest.fixture(scope="module")
async def at(databases: Databases) -> AsyncIterator[Site]:
    """The pages of a made-up year, really served."""
    async with site(
        databases.url(await databases.template(SERVICE)), england(BOARDS, schools_each=3, schools_of_main=8)
    ) as found:
        yield found


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator:
    if not CHROMIUM.exists():
        pytest.skip("needs Chromium")
    async with browser() as opened:
        yield opened
