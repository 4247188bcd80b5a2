from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.local import issuer
from services.partnership_api.main import SERVICE
from tests.support.command_line import SECRET, Installation
from tests.support.databases import Databases
from tests.support.over_http import over_http
from tests.support.serving import live
from tests.support.tokens import ISSUER, KEY


@pytest.fixture
async def installation(databases: Databases, tmp_path: Path) -> AsyncIterator[Installation]:
    """A partnership service and an issuer that processes can call, and a profile of the board QWO."""
    async with (
        databases.copy(SERVICE) as url,
        live(SERVICE, url) as partnership,
        over_http(partnership.app) as address,
        over_http(issuer.create_app(KEY, SECRET, ISSUER)) as issuing,
    ):
        made = Installation(partnership, {"partnership": address}, f"{issuing}/token", tmp_path / "config.toml")
        made.profile()
        yield made
