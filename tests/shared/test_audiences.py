"""Who sees which events, told to another service: the same as each would read in the feed itself."""

from itertools import product
from typing import Any

import pytest
from sqlalchemy import insert

from shared.contracts.roles import Kind
from shared.kit.app import create_app
from shared.kit.clock import utc_now
from shared.kit.columns import new_id
from shared.kit.db import PooledDatabase
from shared.kit.service import Service
from shared.kit.tables import events
from tests.support.databases import Databases
from tests.support.network import Network
from tests.support.services import SERVICES
from tests.support.serving import Served
from tests.support.settings import settings_for

NOBODY = "00000000-0000-7000-8000-00000000000"
ORGANISATIONS = (
    "icb:QWO", "icb:QHG", "la:383", "la:202", "school:107866", "school:100000", f"pcg:{NOBODY}1", f"pcg:{NOBODY}2",
    f"provider:{NOBODY}1", "national:dfe", "national:nhse", "evaluator:ace", "service:reporting",
)  # fmt: skip
THINGS = {
    "partnership": ("project.started", "meeting.recorded", "contact.added", "school.opened"),
    "assessment": ("instrument.draft-replaced", "self-assessment.submitted", "survey.recorded"),
    "commissioning": ("invoice.received", "package-line.agreed", "support-proposal.asked"),
    "reporting": ("webhook.made", "update-request.asked", "quarterly-report.submitted"),
}


def rows(service: Service) -> list[dict[str, Any]]:
    """Each type with every way that an event can name whom it concerns."""
    return [
        {
            "id": new_id(), "type": f"{service.name}.{thing}", "subject": "x", "occurred_at": utc_now(),
            "actor": "icb:QWO", "resource_version": 1, "is_public": public, "project_id": project, "icb_code": icb,
            "la_code": la, "urn": urn, "organisations": named, "data": {},
        }
        for thing, public, project, icb, (la, urn), named in product(
            THINGS[service.name], (False, True), (None, new_id()), (None, "QWO"),
            ((None, None), ("383", None), ("383", "107866")), ([], [f"pcg:{NOBODY}1"], ["school:100000"]),
        )
    ]  # fmt: skip


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
async def test_each_kind_of_organisation_sees_the_same_as_in_the_feed(databases: Databases, service: Service):
    network = Network()
    async with databases.copy(service) as url:
        settings = settings_for(service, url)
        database = PooledDatabase(settings)
        app = create_app(service, settings, database=database, transport=network)
        network.add(f"{service.name}.test", app)
        served = Served(service, app, network, database)
        async with database.transaction() as session:
            await session.execute(insert(events), rows(service))
        told: dict[str, list[str]] = {each: [] for each in ORGANISATIONS}
        params = {"organisation": ",".join(ORGANISATIONS), "limit": "100"}
        while True:
            answer = (await served.as_("service:reporting").get("/v1/events/audiences", params=params)).json()
            for item in answer["items"]:
                for organisation in item["organisations"]:
                    told[organisation].append(item["id"])
            if params.get("after") == answer["next_cursor"]:
                break
            params["after"] = answer["next_cursor"]
        for organisation in ORGANISATIONS:
            feed = (await served.as_(organisation).get("/v1/events", params={"limit": "1000"})).json()
            assert told[organisation] == [each["id"] for each in feed], organisation
        assert len({len(seen) for seen in told.values()}) > 3, "they do not all see the same"
        await database.close()


async def test_only_a_service_may_ask_what_others_see(partnership: Served):
    codes = {"icb": "QWO", "la": "383", "school": "107866", "national": "dfe", "evaluator": "ace"}
    for kind in set(Kind) - {Kind.SERVICE}:
        caller = partnership.as_(f"{kind}:{codes.get(kind, f'{NOBODY}1')}")
        assert (await caller.get("/v1/events/audiences?organisation=icb:QWO")).status_code == 403, kind


async def test_a_question_that_cannot_be_understood_is_refused(partnership: Served):
    caller = partnership.as_("service:reporting")
    for query in ("organisation=icb", "organisation=x:1", "after=nonsense", "until=nonsense", "limit=501", "type=*"):
        assert (await caller.get(f"/v1/events/audiences?{query}")).status_code == 400, query
