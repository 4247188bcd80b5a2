"""An organisation keeps its own contacts, a board its members', the national team all; partners read each other's."""

import pytest

from tests.support.governance import contact_of, governed_project
from tests.support.partnership import departed, done, hand_over, member_of, project_of, school_in, withdrawn
from tests.support.selection import if_match, refused
from tests.support.serving import Served

ABSENT = "0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"


async def seen_by(partnership: Served, organisation: str) -> set[str]:
    page = done(await partnership.as_(organisation).get("/v1/contacts"), 200)
    return {contact["organisation"] for contact in page["items"]}


async def kept_by(partnership: Served, keeper: str, contact) -> set[int]:
    client, path = partnership.as_(keeper), f"/v1/contacts/{contact['id']}"
    body = {name: contact[name] for name in ("organisation", "role", "name", "email")}
    added = await client.post("/v1/contacts", json=body)
    changed = await client.patch(path, json={"role": "Head"}, headers=if_match(contact))
    latest = {"version": contact["version"] + (changed.status_code == 200)}
    erased = await client.delete(path, headers=if_match(latest))
    return {added.status_code, changed.status_code, erased.status_code}


@pytest.mark.parametrize(
    "organisation",
    ["icb:QWO", "la:383", "school:107866", f"pcg:{ABSENT}", f"provider:{ABSENT}", "evaluator:ace", "national:nhse"],
)
async def test_every_organisation_keeps_its_own(partnership: Served, organisation: str):
    contact = await contact_of(partnership, organisation)
    assert await kept_by(partnership, organisation, contact) == {201, 200, 204}


async def test_services_have_nothing_to_do_with_contacts(partnership: Served):
    contact = await contact_of(partnership, "la:383")
    service = partnership.as_("service:reporting")
    for path in ("/v1/contacts", f"/v1/contacts/{contact['id']}", "/v1/contact-reads"):
        assert (await service.get(path)).status_code == 403
    assert await kept_by(partnership, "service:reporting", contact) == {403}


async def test_partners_of_a_project_read_as_far_as_they_share_it(partnership: Served):
    project, parents = await governed_project(partnership)
    await member_of(partnership, project, "la:380", "local_authority")
    everybody = {"icb:QWO", "la:383", "la:380", parents, "school:107866"}
    for organisation in (*everybody, "la:382", "school:107867"):
        await contact_of(partnership, organisation)
    assert await seen_by(partnership, "icb:QWO") == everybody
    assert await seen_by(partnership, "la:383") == everybody
    # The school lies in another authority, and its participation is not Bradford's to see either.
    assert await seen_by(partnership, "la:380") == everybody - {"school:107866"}
    assert await seen_by(partnership, "national:dfe") == everybody | {"la:382", "school:107867"}
    for organisation in (parents, "school:107866", "la:382", "evaluator:ace", "icb:QOP"):
        assert await seen_by(partnership, organisation) <= {organisation}, organisation


async def test_what_is_shared_ends_with_the_membership_and_the_participation(partnership: Served):
    project = await project_of(partnership, "QWO")
    member = await member_of(partnership, project, "la:383", "local_authority")
    participation = await school_in(partnership, project, "107866", "383")
    for organisation in ("la:383", "school:107866"):
        await contact_of(partnership, organisation)
    assert await seen_by(partnership, "icb:QWO") == {"la:383", "school:107866"}
    await withdrawn(partnership, participation)
    await departed(partnership, member)
    assert await seen_by(partnership, "icb:QWO") == set()


async def test_a_successor_reads_and_keeps_those_of_what_was_handed_over_to_it(partnership: Served):
    project = await project_of(partnership, "QHG")
    await member_of(partnership, project, "la:823", "local_authority")
    contact = await contact_of(partnership, "la:823")
    assert (await seen_by(partnership, "icb:S1Y5D"), await seen_by(partnership, "icb:QHG")) == (set(), {"la:823"})
    done(await hand_over(partnership, project, "S1Y5D"), 200)
    assert (await seen_by(partnership, "icb:S1Y5D"), await seen_by(partnership, "icb:QHG")) == ({"la:823"}, set())
    assert await kept_by(partnership, "icb:S1Y5D", contact) == {201, 200, 204}


async def test_a_board_keeps_those_of_its_members_and_the_national_team_all(partnership: Served):
    await governed_project(partnership)
    for keeper in ("icb:QWO", "national:dfe"):
        for organisation in ("la:383", "school:107866"):
            contact = await contact_of(partnership, organisation)
            assert await kept_by(partnership, keeper, contact) == {201, 200, 204}


async def test_an_authority_reads_its_boards_contact_and_does_not_keep_it(partnership: Served):
    await governed_project(partnership)
    contact = await contact_of(partnership, "icb:QWO")
    assert done(await partnership.as_("la:383").get(f"/v1/contacts/{contact['id']}"), 200) == contact
    assert await kept_by(partnership, "la:383", contact) == {403}


async def test_a_foreign_contact_is_not_found_and_none_can_be_put_beside_it(partnership: Served):
    contact = await contact_of(partnership, "la:383")
    foreign = partnership.as_("icb:QOP")
    for path in ("", "/history"):
        refused(await foreign.get(f"/v1/contacts/{contact['id']}{path}"), 404, "contact-not-found")
    refused(await foreign.get(f"/v1/contacts/{ABSENT}"), 404, "contact-not-found")
    assert await kept_by(partnership, "icb:QOP", contact) == {403, 404}
