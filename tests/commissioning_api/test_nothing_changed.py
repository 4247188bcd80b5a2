"""A change that changes nothing is answered as what there is, and announced to nobody."""

from typing import Any

import pytest
from sqlalchemy import select

from shared.kit.tables import events
from tests.commissioning_api.asking import LINE, NOT_THERE, consider, proposed
from tests.commissioning_api.delivering import SESSION, bought, planned
from tests.commissioning_api.engaging import MEETING, recorded
from tests.commissioning_api.offering import OFFER, PROVIDER, offered, registered
from tests.commissioning_api.stand_in import PartnershipStandIn
from tests.support.serving import Served

SAME: dict[str, dict[str, Any]] = {
    "package-lines": {"hours": LINE["hours"], "reason": LINE["reason"]},
    "sessions": {"held_on": SESSION["held_on"], "mode": SESSION["mode"]},
    "providers": {"name": PROVIDER["name"], "la_codes": PROVIDER["la_codes"]},
    "local-offers": {"unit_cost_pence": OFFER["unit_cost_pence"], "la_codes": OFFER["la_codes"]},
    "engagement-entries": {"what": MEETING["what"], "held_on": MEETING["held_on"]},
}


@pytest.mark.parametrize("kind", SAME)
@pytest.mark.parametrize("says", ["nothing", "the same"])
async def test_what_changes_nothing_is_no_change(
    commissioning: Served, partnership: PartnershipStandIn, kind: str, says: str
):
    board, school = commissioning.as_("icb:QWO"), partnership.takes_part()
    if kind == "package-lines":
        made = await proposed(board, school.id)
    elif kind == "sessions":
        made = await planned(board, (await bought(commissioning, partnership, school))["id"])
    elif kind == "engagement-entries":
        made = await recorded(board, school.id, MEETING)
    else:
        made = await registered(board)
        if kind == "local-offers":
            made = await offered(board, made["id"])
    path, body = f"/v1/{kind}/{made['id']}", {} if says == "nothing" else SAME[kind]
    answer = await board.patch(path, json=body, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()) == (200, made), answer.text
    [entry] = (await board.get(f"{path}/history")).json()["items"]
    assert entry["version"] == 1


async def test_what_is_put_again_as_it_was_is_announced_once(commissioning: Served, partnership: PartnershipStandIn):
    board, school = commissioning.as_("icb:QWO"), partnership.takes_part()
    first = await consider(board, school.id, "survey", NOT_THERE)
    again = await consider(board, school.id, "survey", NOT_THERE, 1)
    assert (first.status_code, again.status_code, again.json()) == (201, 200, first.json())
    support = f"/v1/participations/{school.id}/existing-support"
    await board.put(support, json={"support": []}, headers={"If-None-Match": "*"})
    kept = await board.put(support, json={"support": []}, headers={"If-Match": '"1"'})
    assert (kept.status_code, kept.json()["version"]) == (200, 1)
    async with commissioning.database.transaction() as session:
        told = list(await session.scalars(select(events.c.type).where(events.c.urn == school.urn)))
    assert sorted(told) == ["commissioning.consideration.recorded", "commissioning.existing-support.recorded"]
