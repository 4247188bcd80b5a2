"""What partnership_api's reads give is what its contracts say, view by view."""

import pytest

from services.partnership_api.main import SERVICE
from services.partnership_api.schools.models import SchoolLink
from shared.contracts.partnership.projects import ProjectStatus
from shared.contracts.partnership.schools import LinkKind
from tests.support.funding import act, allocate, brought_to, plan
from tests.support.governance import contact_of, decision_of, evaluator_of, group, meeting_of, put_group
from tests.support.partnership import departed, done, group_of, member_of, project_of, school_in
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
    await allocate(partnership, project)
    await brought_to(partnership, project, ProjectStatus.MOU_AGREED)
    tranche = done(await act(partnership, done(await plan(partnership, project, 1000)), "release"), 200)
    done(await act(partnership, tranche, "recoveries", {"amount_pence": 1, "reason": "Rounding."}))
    async with partnership.database.transaction() as session:
        session.add(SchoolLink(urn="107866", link_urn="145001", kind=LinkKind.SUCCESSOR, link_type="Successor"))


@pytest.mark.parametrize("name", VIEWS)
async def test_postgresql_builds_what_the_contract_says(partnership: Served, something_of_each: None, name: str):
    await assert_rows_match_the_contract(partnership.database, VIEWS[name])
