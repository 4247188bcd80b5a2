"""Many record for one school at once, on a database where transactions are real."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.commissioning_api.main import SERVICE
from shared.contracts.commissioning.matching import ExistingSupportRecorded
from shared.kit import outbox
from tests.commissioning_api.existing_support.recording import PROGRAMME, put_support
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.serving import Served, live


@pytest.fixture
async def shared(databases: Databases, network: Network) -> AsyncIterator[Served]:
    """commissioning_api on a database of its own, with real transactions."""
    async with databases.copy(SERVICE) as url, live(SERVICE, url, network) as running:
        yield running


@pytest.fixture(autouse=True)
def _slow_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    announce = outbox.announce

    async def later(*arguments: Any) -> None:
        await asyncio.sleep(0.05)
        await announce(*arguments)

    monkeypatch.setattr(outbox, "announce", later)


@pytest.mark.parametrize("version", [0, 1])
async def test_of_many_who_record_on_the_same_version_one_does(
    shared: Served, partnership: PartnershipStandIn, version: int
):
    school = partnership.takes_part()
    clients = [shared.as_(organisation) for organisation in ("icb:QWO", "la:383", "school:107866")] * 3
    if version:
        assert (await put_support(clients[0], school.id, [])).status_code == 201
    answers = await asyncio.gather(*(put_support(client, school.id, [PROGRAMME], version) for client in clients))
    won = 200 if version else 201
    assert sorted(answer.status_code for answer in answers) == [won] + [412] * (len(clients) - 1)
    stands = (await clients[0].get(f"/v1/participations/{school.id}/existing-support")).json()
    assert (stands["version"], stands["support"]) == (version + 1, [PROGRAMME])
    told = (await clients[0].get("/v1/events", params={"type": ExistingSupportRecorded.type})).json()
    assert [event["resourceversion"] for event in told] == list(range(1, version + 2))
    assert (await shared.as_("icb:QF7").get("/v1/events", params={"type": ExistingSupportRecorded.type})).json() == []
