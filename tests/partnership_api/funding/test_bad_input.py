"""What no sum of money can be, and who has no business with it."""

from typing import Any

import pytest

from shared.contracts.partnership.projects import ProjectStatus
from tests.support.funding import act, allocate, allocation, brought_to, plan
from tests.support.partnership import done, hand_over, project_of
from tests.support.selection import refused
from tests.support.serving import Served

NATIONAL = "national:dfe"
IMPOSSIBLE = [-1, 0, 10**30, 10**12 + 1, 0.5, 10.25, "ten", "100", "", None, True, [], {}]


@pytest.mark.parametrize("amount", IMPOSSIBLE, ids=repr)
async def test_an_amount_is_whole_pence_above_nothing_and_below_ten_billion_pounds(partnership: Served, amount: Any):
    project = await project_of(partnership, "QWO")
    national, path = partnership.as_(NATIONAL), f"/v1/projects/{project['id']}"
    given = allocation(1000) | {"amount_pence": amount}
    refused(await national.put(f"{path}/allocation", json=given, headers={"If-None-Match": "*"}), 422, "unprocessable")
    await allocate(partnership, project, 1000)
    await brought_to(partnership, project, ProjectStatus.MOU_AGREED)
    refused(await plan(partnership, project, amount), 422, "unprocessable")
    tranche = done(await act(partnership, done(await plan(partnership, project, 500)), "release"), 200)
    recovery = {"amount_pence": amount, "reason": "Not spent."}
    refused(await act(partnership, tranche, "recoveries", recovery), 422, "unprocessable")
    if amount != 0:
        less = {"amount_pence": amount, "profile": allocation(900)["profile"], "reason": "Fewer schools."}
        answer = await national.post(f"{path}/allocation/reductions", json=less, headers={"If-Match": '"3"'})
        refused(answer, 422, "unprocessable")
    assert done(await national.get(f"{path}/allocation"), 200)["amount_pence"] == 1000


@pytest.mark.parametrize(
    "profile",
    [
        [],
        [{"strand": "tailored_support", "amount_pence": 999}],
        [{"strand": "tailored_support", "amount_pence": 1001}],
        [{"strand": "embedding", "amount_pence": 500}, {"strand": "embedding", "amount_pence": 500}],
        [{"strand": "tailored_support", "amount_pence": 1001}, {"strand": "embedding", "amount_pence": -1}],
        [{"strand": "biscuits", "amount_pence": 1000}],
    ],
)
async def test_the_strands_come_to_the_allocation_exactly(partnership: Served, profile: list[dict[str, Any]]):
    project = await project_of(partnership, "QWO")
    answer = await partnership.as_(NATIONAL).put(
        f"/v1/projects/{project['id']}/allocation",
        json=allocation(1000) | {"profile": profile},
        headers={"If-None-Match": "*"},
    )
    assert answer.status_code == 422, answer.text
    assert "biscuits" not in answer.text


async def test_a_foreign_board_moves_and_sees_no_money(partnership: Served):
    project = await project_of(partnership, "QWO")
    await allocate(partnership, project, 1000)
    tranche = done(await plan(partnership, project, 100))
    foreign = partnership.as_("icb:QOP")
    for path in (f"/v1/projects/{project['id']}/{what}" for what in ("allocation", "funding", "allocation/history")):
        assert (await foreign.get(path)).status_code == 404, path
    for path in (f"/v1/releases/{tranche['id']}", f"/v1/releases/{tranche['id']}/history"):
        assert (await foreign.get(path)).status_code == 404, path
    assert (await act(partnership, tranche, "release", organisation="icb:QOP")).status_code == 403


async def test_the_successor_sees_the_money_of_what_was_handed_over_and_the_other_part_does_not(partnership: Served):
    project = await project_of(partnership, "QM7")
    await allocate(partnership, project, 1000)
    done(await plan(partnership, project, 100))
    done(await hand_over(partnership, project, "S1Y5D"), 200)
    for board, number in (("S1Y5D", 1), ("QM7", 1), ("D7T5G", 0)):
        for path in ("/v1/allocations", "/v1/releases"):
            assert len(done(await partnership.as_(f"icb:{board}").get(path), 200)["items"]) == number, (board, path)
