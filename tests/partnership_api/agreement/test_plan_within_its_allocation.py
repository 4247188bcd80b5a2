"""A plan comes into force only within the project's allocation, whenever that was set."""

from tests.support.agreement import act, partnership_of, review, signed_by_all, start_plan, submit
from tests.support.funding import allocate
from tests.support.partnership import done
from tests.support.selection import refused
from tests.support.serving import Served


async def test_a_plan_signed_before_a_smaller_allocation_was_set_is_not_approved(partnership: Served):
    project, _ = await partnership_of(partnership)
    plan = await signed_by_all(partnership, await submit(partnership, await start_plan(partnership, project, 1000)))
    await allocate(partnership, project, 999)
    body = refused(await review(partnership, plan), 409, "plan-beyond-allocation")
    assert body["detail"] == "The funding lines come to £10.00, the allocation to £9.99."
    assert done(await partnership.as_("icb:QWO").get(f"/v1/delivery-plans/{plan['id']}"), 200) == plan
    done(await review(partnership, plan, "Bring the plan within the allocation."))


async def test_a_plan_drafted_before_a_smaller_allocation_was_set_is_not_submitted(partnership: Served):
    project, _ = await partnership_of(partnership)
    plan = await start_plan(partnership, project, 1000)
    await allocate(partnership, project, 999)
    path = f"/v1/delivery-plans/{plan['id']}/submission"
    refused(await act(partnership, "icb:QWO", path, on=plan), 409, "plan-beyond-allocation")
