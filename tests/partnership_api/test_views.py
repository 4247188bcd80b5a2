"""What partnership_api's reads give is what its contracts say, view by view."""

import pytest

from services.partnership_api.main import SERVICE
from services.partnership_api.schools.models import SchoolLink
from shared.contracts.partnership.schools import LinkKind
from tests.support.agreement import act as step, agreed_memorandum, review, signed_by_all, start_plan, submit
from tests.support.funding import act, allocate, plan as plan_tranche
from tests.support.governance import contact_of, decision_of, evaluator_of, group, meeting_of, put_group
from tests.support.partnership import departed, done, group_of, member_of, project_of, school_in
from tests.support.selection import consulted, put_forward, with_evidence
from tests.support.serving import Served
from tests.support.views import assert_rows_match_the_contract, views_of

VIEWS = views_of(SERVICE)


@pytest.fixture
async def something_of_each(partnership: Served) -> None:
    project, parents = await project_of(partnership, "QWO"), await group_of(partnership, "Parents “together”\n& more")
    member = await member_of(partnership, project, f"pcg:{parents['id']}", "parent_carer_group")
    await departed(partnership, member)
    await member_of(partnership, project, "la:383", "local_authority")
    await school_in(partnership, project, "107866", "383")
    body = group(("icb:QWO", "icb"), ("la:383", "local_authority"))
    done(await put_group(partnership, project, body))
    await decision_of(partnership, await meeting_of(partnership, project, "icb:QWO", "la:383"))
    await evaluator_of(partnership)
    contact = await contact_of(partnership, "la:383")
    done(await partnership.as_("la:383").get(f"/v1/contacts/{contact['id']}"), 200)
    await member_of(partnership, project, f"pcg:{parents['id']}", "parent_carer_group")
    plan = await signed_by_all(partnership, await submit(partnership, await start_plan(partnership, project)))
    done(await review(partnership, plan, "Say more."))
    plan = done(await partnership.as_("icb:QWO").get(f"/v1/delivery-plans/{plan['id']}"), 200)
    [point] = done(await partnership.as_("icb:QWO").get("/v1/review-points"), 200)["items"]
    done(
        await step(partnership, "icb:QWO", f"/v1/review-points/{point['id']}/answer", {"answer": "Yes."}, on=point), 200
    )
    newer = done(await step(partnership, "icb:QWO", f"/v1/delivery-plans/{plan['id']}/revision", on=plan))
    newer = await signed_by_all(partnership, await submit(partnership, newer))
    done(await review(partnership, newer))
    await agreed_memorandum(partnership, project)
    candidate = done(await put_forward(partnership, project, "icb:QWO", "107866"))
    await with_evidence(partnership, candidate, "icb:QWO")
    await consulted(partnership, project, "la:383")
    await allocate(partnership, project)
    tranche = done(await act(partnership, done(await plan_tranche(partnership, project, 1000)), "release"), 200)
    done(await act(partnership, tranche, "recoveries", {"amount_pence": 1, "reason": "Rounding."}))
    async with partnership.database.transaction() as session:
        session.add(SchoolLink(urn="107866", link_urn="145001", kind=LinkKind.SUCCESSOR, link_type="Successor"))


@pytest.mark.parametrize("name", VIEWS)
async def test_postgresql_builds_what_the_contract_says(partnership: Served, something_of_each: None, name: str):
    await assert_rows_match_the_contract(partnership.database, VIEWS[name])
