from collections.abc import AsyncIterator

import pytest

from tests.support.databases import Databases
from tests.support.platform import Platform, platform


@pytest.fixture
async def pins(databases: Databases) -> AsyncIterator[Platform]:
    async with platform(databases) as running:
        yield running
