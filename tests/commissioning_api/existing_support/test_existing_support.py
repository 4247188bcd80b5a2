"""What a school has beside PINS, over HTTP."""

from typing import Any
from uuid import uuid4

import pytest

from tests.commissioning_api.asking import problem
from tests.commissioning_api.existing_support.recording import PROGRAMME, SERVICE_LIKE_ITEM, put_support
from tests.commissioning_api.offering import places
from tests.commissioning_api.participations.said import GROUP, a_member_event, apply
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.network import Network
from tests.support.serving import Served


async def test_it_is_recorded_as_a_whole_and_replaced_with_the_version_that_was_read(
    commissioning: Served, partnership: PartnershipStandIn
):
    school, client = partnership.takes_part(status="selected"), commissioning.as_("school:107866")
    path = f"/v1/participations/{school.id}/existing-support"
    nothing = await client.get(path)
    assert (nothing.status_code, problem(nothing)) == (404, "existing-support-not-found")
    first = await put_support(client, school.id, [SERVICE_LIKE_ITEM, PROGRAMME])
    assert (first.status_code, first.headers["ETag"]) == (201, '"1"'), first.text
    assert first.headers["Location"].endswith(path)
    assert first.json()["support"] == [SERVICE_LIKE_ITEM, PROGRAMME]
    assert (await client.get(path)).json() == first.json()
    again = await put_support(client, school.id, [])
    assert (again.status_code, problem(again)) == (412, "stale-version")
    replaced = await put_support(client, school.id, [], 1)
    assert (replaced.status_code, replaced.json()["version"], replaced.json()["support"]) == (200, 2, [])
    unread = await client.put(path, json={"support": []})
    assert unread.status_code == 428


async def test_every_fault_is_named_with_its_place(commissioning: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part()
    faulty: list[dict[str, Any]] = [
        SERVICE_LIKE_ITEM | {"menu_item_code": "horse-riding"},
        PROGRAMME | {"title": "anxiety  CLINIC", "domains": ["communication", "fishing", "communication"]},
    ]
    answer = await put_support(commissioning.as_("icb:QWO"), school.id, faulty)
    assert (answer.status_code, problem(answer)) == (422, "existing-support-faulty")
    assert places(answer) == [
        ("/support/1/title", "repeated"),
        ("/support/0/menu_item_code", "not_on_the_menu"),
        ("/support/1/domains/1", "domain_unknown"),
        ("/support/1/domains/2", "repeated"),
    ]
    assert "horse-riding" not in answer.text
    assert "fishing" not in answer.text


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"title": "Clinic, ring 0113 496 0000"}, "/support/0/title"),
        ({"kind": "gift"}, "/support/0/kind"),
        ({"domains": None}, "/support/0/domains"),
        ({"until": "soon"}, "/support/0/until"),
        ({"pupil": "x"}, "/support/0/pupil"),
    ],
)
async def test_what_has_the_wrong_form_is_refused_with_its_place(
    commissioning: Served, partnership: PartnershipStandIn, wrong: dict[str, Any], place: str
):
    school = partnership.takes_part()
    answer = await put_support(commissioning.as_("icb:QWO"), school.id, [SERVICE_LIKE_ITEM | wrong])
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [place]


WRITES = {
    "icb:QWO": 201, "icb:QF7": 404, "la:383": 201, "la:373": 404, "school:107866": 201, "school:107001": 404,
    GROUP: 403, "national:dfe": 403, "provider:0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a": 403, "evaluator:iff": 403,
    "service:reporting": 403,
}  # fmt: skip


@pytest.mark.parametrize("organisation", WRITES)
async def test_who_records_it(commissioning: Served, partnership: PartnershipStandIn, organisation: str):
    school = partnership.takes_part()
    answer = await put_support(commissioning.as_(organisation), school.id, [PROGRAMME])
    assert answer.status_code == WRITES[organisation], answer.text


READS = {
    "icb:QWO": 200, "icb:QF7": 404, "la:383": 200, "la:373": 404, "school:107866": 200, "school:107001": 404,
    GROUP: 200, "pcg:0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6b": 404, "national:dfe": 200, "service:reporting": 200,
    "provider:0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a": 403, "evaluator:iff": 403,
}  # fmt: skip


async def test_who_reads_it(commissioning: Served, partnership: PartnershipStandIn):
    school = partnership.takes_part()
    assert (await put_support(commissioning.as_("icb:QWO"), school.id, [PROGRAMME])).status_code == 201
    await apply(commissioning, a_member_event(school.project_id, GROUP, 1))
    for organisation, status in READS.items():
        answer = await commissioning.as_(organisation).get(f"/v1/participations/{school.id}/existing-support")
        assert answer.status_code == status, organisation


async def test_the_board_that_handed_the_project_over_records_no_more(
    commissioning: Served, partnership: PartnershipStandIn
):
    school = partnership.takes_part()
    partnership.handed_over[school.project_id] = "QF7"
    before = await put_support(commissioning.as_("icb:QWO"), school.id, [])
    assert (before.status_code, problem(before)) == (403, "not-your-project")
    assert (await put_support(commissioning.as_("icb:QF7"), school.id, [])).status_code == 201


async def test_of_a_school_that_withdrew_or_is_not_there_nothing_is_recorded(
    commissioning: Served, partnership: PartnershipStandIn
):
    client = commissioning.as_("icb:QWO")
    gone = await put_support(client, partnership.takes_part(status="withdrawn").id, [])
    assert (gone.status_code, problem(gone)) == (409, "participation-withdrawn")
    unknown = await put_support(client, uuid4(), [])
    assert (unknown.status_code, problem(unknown)) == (404, "participation-not-found")


async def test_it_waits_for_the_owner_and_is_read_without(
    commissioning: Served, partnership: PartnershipStandIn, network: Network
):
    school, client = partnership.takes_part(), commissioning.as_("icb:QWO")
    assert (await put_support(client, school.id, [PROGRAMME])).status_code == 201
    network.away.add("partnership.test")
    away = await put_support(client, school.id, [], 1)
    assert (away.status_code, "Retry-After" in away.headers) == (503, True)
    read = await client.get(f"/v1/participations/{school.id}/existing-support")
    assert (read.status_code, read.json()["support"]) == (200, [PROGRAMME])
