from services.partnership_api.main import SERVICE
from shared.kit.app import create_app
from shared.kit.db import PooledDatabase
from tests.support.network import Network
from tests.support.serving import Served
from tests.support.settings import settings_for

NOBODY_LISTENS = "postgresql://nobody:nothing@127.0.0.1:9/none"
GROUP = {"name": "Kirklees Parent Carer Forum", "kind": "forum", "la_codes": ["382"]}


async def test_without_its_database_a_service_says_so_and_lives():
    network, settings = Network(), settings_for(SERVICE, NOBODY_LISTENS)
    app = create_app(SERVICE, settings, database=PooledDatabase(settings), transport=network)
    network.add("partnership.test", app)
    away = Served(SERVICE, app, network, app.state.database)
    client = away.as_("icb:QWO")
    for answer in (
        await client.get("/v1/icbs"),
        await client.get("/v1/icbs?format=csv"),
        await client.get("/v1/icbs/QWO"),
        await client.get("/v1/events"),
        await client.post("/v1/parent-carer-groups", json=GROUP),
    ):
        assert answer.status_code == 503, answer.text
        assert answer.headers["retry-after"]
        assert answer.json()["type"].endswith("/problems/unavailable")
    assert (await client.get("/health/live")).status_code == 200
    ready = await client.get("/health/ready")
    assert (ready.status_code, ready.json()["checks"]) == (503, {"database_and_migrations": "failed"})
    for each in away.clients:
        await each.aclose()
    await app.state.client.aclose()
    await app.state.database.close()
