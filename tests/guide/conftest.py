import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.guide.running import Platform, platform
from tests.guide.sandboxed import sandbox_of_the_guide
from tests.reporting_api.pages.browsing import CHROMIUM, browser
from tests.support.databases import Databases


@pytest.fixture(scope="module")
async def at(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Platform]:
    """What the samples call, really served."""
    folder = tmp_path_factory.mktemp("commands")
    async with platform(databases, folder) as running:
        running.environment["PATH"] = _path(folder)
        yield running


@pytest.fixture(scope="module")
async def sandboxed(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Platform]:
    """What the samples call that build on each other."""
    folder = tmp_path_factory.mktemp("commands")
    async with sandbox_of_the_guide(databases, folder) as running:
        running.environment["PATH"] = _path(folder)
        yield running


def _path(folder: Path) -> str:
    return f"{folder}:{Path(shutil.which('bash')).parent}:/usr/bin:/bin"


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("needs Chromium")
    async with browser() as opened:
        yield opened
