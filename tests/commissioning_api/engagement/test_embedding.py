"""The lighter offer to existing schools: how far each is with its aims."""

from datetime import UTC, datetime
from typing import Any

import pytest
from time_machine import TimeMachineFixture

from tests.commissioning_api.asking import problem
from tests.commissioning_api.engaging import AIM, put_aim
from tests.commissioning_api.offering import places
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.network import Network
from tests.support.serving import Served

AIMS = ("culture_of_inclusivity", "more_engagement", "parental_views_heard")


@pytest.fixture(autouse=True)
def _february(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(datetime(2026, 2, 10, 12, tzinfo=UTC), tick=False)


async def test_the_aims_of_an_existing_school_are_tracked(commissioning: Served, partnership: PartnershipStandIn):
    existing = partnership.takes_part(cohort="existing", offer="embedding")
    school = commissioning.as_("school:107866")
    for aim in AIMS:
        answer = await put_aim(school, existing.id, aim)
        assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
        assert answer.json() | AIM | {"aim": aim} == answer.json()
        listed = (await school.get(answer.headers["Location"])).json()["items"]
        assert [each["id"] for each in listed] == [answer.json()["id"]]
    further = await put_aim(school, existing.id, AIMS[0], 1, progress="developing", reviewed_on="2026-02-01")
    assert (further.status_code, further.json()["progress"], further.json()["version"]) == (200, "developing", 2)
    for version, status in ((0, 412), (1, 412)):
        assert (await put_aim(school, existing.id, AIMS[0], version)).status_code == status
    for query, number in (
        ({}, 3), ({"progress": "emerging"}, 2), ({"aim": "culture_of_inclusivity,more_engagement"}, 2),
        ({"progress": "embedded"}, 0), ({"urn": "107866", "la_code": "383"}, 3), ({"urn": "107867"}, 0),
    ):  # fmt: skip
        assert len((await school.get("/v1/embedding-aims", params=query)).json()["items"]) == number, query
    assert (await school.get("/v1/embedding-aims", params={"format": "csv"})).text.count("\n") == 4


@pytest.mark.parametrize("offer", ["full", "training"])
async def test_only_the_embedding_offer_has_these_aims(
    commissioning: Served, partnership: PartnershipStandIn, offer: str
):
    answer = await put_aim(commissioning.as_("icb:QWO"), partnership.takes_part(offer=offer).id, AIMS[0])
    assert (answer.status_code, problem(answer)) == (409, "not-the-embedding-offer")


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"reviewed_on": "2026-02-11"}, ("/reviewed_on", "in_the_future")),
        ({"reviewed_on": "2025-03-31"}, ("/reviewed_on", "outside_the_year")),
        ({"evidence": "Ring 07700 900123."}, ("/evidence", "personal_data")),
        ({"evidence": "Said.", "score": 3}, ("/score", "unknown")),
    ],
)
async def test_an_aim_that_does_not_hold_is_refused_with_its_place(
    commissioning: Served, partnership: PartnershipStandIn, values: dict[str, Any], fault: tuple[str, str]
):
    school = partnership.takes_part(offer="embedding")
    answer = await put_aim(commissioning.as_("icb:QWO"), school.id, AIMS[0], **values)
    assert (answer.status_code, places(answer)) == (422, [fault])


async def test_an_aim_that_there_is_not_is_refused(commissioning: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part(offer="embedding")
    assert (await put_aim(commissioning.as_("icb:QWO"), school.id, "attendance")).status_code == 400


async def test_with_partnership_away_no_aim_is_reviewed(
    commissioning: Served, partnership: PartnershipStandIn, network: Network
):
    school = partnership.takes_part(offer="embedding")
    network.away.add("partnership.test")
    answer = await put_aim(commissioning.as_("icb:QWO"), school.id, AIMS[0])
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    network.away.clear()
    assert (await commissioning.as_("icb:QWO").get("/v1/embedding-aims")).json()["items"] == []
