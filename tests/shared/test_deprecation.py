"""An operation that is to go says so in its answers, its document and the reference."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

import pytest
from fastapi import APIRouter

from services.partnership_api.main import SERVICE
from shared.contracts.roles import Kind, readable_by
from shared.kit.app import document_of
from shared.kit.deprecation import deprecated
from shared.kit.openapi import operations
from shared.kit.routing import Route
from tests.support.databases import Databases
from tests.support.serving import Served, served

OLD = deprecated(since=date(2026, 9, 1), until=date(2027, 3, 1), instead="list_schools")


@pytest.fixture
async def running(databases: Databases) -> AsyncIterator[Served]:
    router = APIRouter(prefix="/v1/old", tags=["Schools"], route_class=Route)

    @router.get("", **OLD)
    async def read_old() -> dict[str, str]:
        """Read what is to go."""
        return {}

    service = replace(
        SERVICE,
        routers=[*SERVICE.routers, router],
        matrix=SERVICE.matrix | {"read_old": readable_by(Kind.ICB)},
    )
    async with served(service, databases.url(await databases.template(SERVICE))) as running:
        yield running


@pytest.mark.parametrize(("organisation", "status"), [("icb:QWO", 200), ("la:383", 403), (None, 401)])
async def test_every_answer_says_since_when_and_until_when(running: Served, organisation: str | None, status: int):
    answer = await running.as_(organisation).get("/v1/old")
    assert answer.status_code == status
    assert answer.headers["Deprecation"] == f"@{datetime(2026, 9, 1, tzinfo=UTC).timestamp():.0f}"
    assert answer.headers["Sunset"] == "Mon, 01 Mar 2027 00:00:00 GMT"
    assert parsedate_to_datetime(answer.headers["Sunset"]) == datetime(2027, 3, 1, tzinfo=UTC)
    address = answer.headers["Link"].partition("<")[2].partition(">")[0]
    assert (await running.as_(None).get(address)).status_code == 200


async def test_what_stays_says_nothing(running: Served):
    answer = await running.as_("icb:QWO").get("/v1/schools")
    assert answer.status_code == 200
    assert not {"deprecation", "sunset"} & answer.headers.keys()


async def test_the_document_and_the_reference_say_it_to_people_and_generators(running: Served):
    document = document_of(running.app, running.service)
    (found,) = (each for _, _, each in operations(document) if each["operationId"] == "read_old")
    assert found["deprecated"] is True
    words = "Deprecated since 1 September 2026: it works until 1 March 2027 at least. Call `list_schools` instead."
    assert words in found["description"]
    assert {"Deprecation", "Sunset"} <= found["responses"]["200"]["headers"].keys()
    assert {"Deprecation", "Sunset"} <= document["components"]["headers"].keys()
    page = (await running.as_(None).get("/docs")).text
    assert "it works until 1 March 2027 at least" in page


def test_nothing_goes_in_less_than_six_months():
    with pytest.raises(ValueError, match="6 months"):
        deprecated(since=date(2026, 9, 1), until=date(2027, 2, 28), instead="list_schools")
    deprecated(since=date(2026, 8, 31), until=date(2027, 2, 28), instead="list_schools")
