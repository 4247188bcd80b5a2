"""Offers as partnership_api itself, and no stand-in, lets them be: its years and its boards' areas."""

from collections.abc import AsyncIterator

import pytest

from services.commissioning_api.main import SERVICE
from services.partnership_api.main import SERVICE as OWNER
from tests.commissioning_api.offering import change, offer, offered, places, registered
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, served


@pytest.fixture
async def both(databases: Databases) -> AsyncIterator[Served]:
    """commissioning_api and the owner of years and areas, each on a copy that is rolled back."""
    network = Network()
    url, owners = [databases.url(await databases.template(service)) for service in (SERVICE, OWNER)]
    async with served(OWNER, owners, network), served(SERVICE, url, network) as running:
        yield running


async def test_a_board_offers_in_its_area_for_a_provider_of_another(both: Served):
    west, south = both.as_("icb:QWO"), both.as_("icb:QF7")
    provider = await registered(west, la_codes=["383", "373"])
    refused = await offer(south, provider["id"], la_codes=["383", "373"])
    assert (refused.status_code, places(refused)) == (422, [("/la_codes/0", "outside_the_area")])
    made = await offered(south, provider["id"], la_codes=["373"])
    itself = both.as_(f"provider:{provider['id']}")
    answer = await change(itself, f"local-offers/{made['id']}", 1, la_codes=["373"], available_until="2025-12-31")
    assert answer.status_code == 200, answer.text
    late = await change(itself, f"local-offers/{made['id']}", 2, available_until="2026-04-01")
    assert places(late) == [("/available_until", "outside_the_year")]
