"""Every answer of the read path is what its contract says."""

import pytest

from services.commissioning_api.main import SERVICE
from tests.commissioning_api.asking import move, proposed
from tests.commissioning_api.existing_support.recording import SERVICE_LIKE_ITEM, put_support
from tests.commissioning_api.offering import offered, registered
from tests.commissioning_api.participations.said import an_assessment_event, apply
from tests.commissioning_api.proposals.instances import a_small_problem
from tests.commissioning_api.proposals.runs import queued
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.databases import RolledBackDatabase
from tests.support.serving import Served
from tests.support.views import assert_rows_match_the_contract, views_of

VIEWS = views_of(SERVICE)


@pytest.mark.parametrize("name", VIEWS)
async def test_a_row_is_built_as_its_contract_says(commissioning: Served, partnership: PartnershipStandIn, name: str):
    school = partnership.takes_part()
    board = commissioning.as_("icb:QWO")
    lines = [await proposed(board, school.id, hours=hours, adds="More.") for hours in (1, 2.25)]
    await move(board, lines[0]["id"], "agreement", 1)
    provider = await registered(board)
    await offered(board, provider["id"])
    await apply(commissioning, an_assessment_event(school, 3))
    await put_support(board, school.id, [SERVICE_LIKE_ITEM])
    await queued(commissioning.database, a_small_problem(1))
    assert isinstance(commissioning.database, RolledBackDatabase)
    await assert_rows_match_the_contract(commissioning.database, VIEWS[name])
