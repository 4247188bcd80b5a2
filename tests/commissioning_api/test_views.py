"""Every answer of the read path is what its contract says."""

import pytest

from services.commissioning_api.main import SERVICE
from tests.commissioning_api.asking import considered, move, proposed
from tests.commissioning_api.buying import bought as bought_for, funded
from tests.commissioning_api.delivering import bought, hold, planned
from tests.commissioning_api.engaging import MEETING, put_aim, put_group, recorded
from tests.commissioning_api.existing_support.recording import SERVICE_LIKE_ITEM, put_support
from tests.commissioning_api.invoices.test_invoices_http import received
from tests.commissioning_api.ledger.money import Money
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
    days = (("2025-10-01", "2025-10-09"), ("2025-10-10", "2025-10-31"))
    lines = [
        await proposed(board, school.id, hours=hours, adds="More.", starts_on=first, ends_on=last)
        for hours, (first, last) in zip((1, 2.25), days, strict=True)
    ]
    await considered(board, school.id)
    await move(commissioning.as_("school:107866"), lines[0]["id"], "agreement", 1)
    provider = await registered(board)
    await offered(board, provider["id"])
    await apply(commissioning, an_assessment_event(school, 3))
    money = await funded(commissioning, Money(project_id=school.project_id))
    await received(commissioning, await bought_for(commissioning, money, 60_000))
    await put_support(board, school.id, [SERVICE_LIKE_ITEM])
    await queued(commissioning.database, a_small_problem(1))
    line = await bought(commissioning, partnership, partnership.takes_part(urn="107867"))
    await hold(board, (await planned(board, line["id"]))["id"])
    existing = partnership.takes_part(urn="107868", cohort="existing", offer="embedding")
    await put_group(board, existing.id)
    await put_aim(board, existing.id, "more_engagement")
    await recorded(board, existing.id, MEETING)
    assert isinstance(commissioning.database, RolledBackDatabase)
    await assert_rows_match_the_contract(commissioning.database, VIEWS[name])
