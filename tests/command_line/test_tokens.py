import asyncio
import os
from unittest.mock import patch

from pins.client import Client
from pins.profile import Profile
from tests.support.command_line import Installation


async def test_a_token_that_is_no_longer_taken_is_renewed(installation: Installation):
    profile = Profile("default", installation.token_url, "icb:QWO", services=installation.urls)

    def read_with_a_stale_token() -> tuple[int, bool]:
        with Client(profile) as client:
            before = client.token()
            assert client.token() == before
            client._token = "a token of keys that are gone"
            status = client.get("partnership", "/v1/local-authorities/383").status_code
            return status, client.token().count(".") == 2

    with patch.dict(os.environ, installation.environment):
        assert await asyncio.to_thread(read_with_a_stale_token) == (200, True)
