"""Who has to sign a plan, and which version voided what was signed."""

from services.partnership_api.sign_offs.rules import Partner, missing_kinds, signatories
from tests.support.agreement import act, partnership_of, sign_offs_of, signed_by_all, start_plan, submit
from tests.support.partnership import departed, done, group_of, member_of
from tests.support.serving import Served

KINDS = ("icb", "local_authority", "school", "parent_carer_group")
BOARD = Partner("icb:QWO", "West Yorkshire", "icb")
FURTHER_BOARD = Partner("icb:QOP", "Greater Manchester", "icb")
AUTHORITIES = [Partner("la:383", "Leeds", "local_authority"), Partner("la:380", "Bradford", "local_authority")]
PARENTS = Partner("pcg:01", "Parents together", "parent_carer_group")
SCHOOL = Partner("school:107866", "Elm Park", "school")
CHARITY = Partner("provider:01", "A charity", "voluntary_organisation")


def test_board_authorities_and_parent_carers_sign_and_schools_and_others_do_not():
    members = [BOARD, *AUTHORITIES, PARENTS, SCHOOL, CHARITY]
    assert signatories(members, KINDS, "icb:QWO") == [BOARD, *AUTHORITIES, PARENTS]


def test_of_several_boards_the_one_that_answers_for_the_project_signs():
    assert signatories([BOARD, FURTHER_BOARD], KINDS, "icb:QWO") == [BOARD]
    assert signatories([BOARD, FURTHER_BOARD], KINDS, "icb:QOP") == [FURTHER_BOARD]


def test_a_kind_that_another_year_requires_signs_under_that_year():
    assert signatories([BOARD, CHARITY], ("icb", "voluntary_organisation"), "icb:QWO") == [BOARD, CHARITY]


def test_a_kind_without_a_member_is_missing_schools_excepted():
    assert missing_kinds([BOARD, *AUTHORITIES], KINDS) == ["parent_carer_group"]


async def test_a_further_board_among_the_members_keeps_no_plan_from_being_signed_off(partnership: Served):
    project, partners = await partnership_of(partnership)
    await member_of(partnership, project, "icb:QOP", "icb")
    plan = await submit(partnership, await start_plan(partnership, project))
    assert {each["organisation"] for each in await sign_offs_of(partnership, plan)} == set(partners)
    assert (await signed_by_all(partnership, plan))["status"] == "signed_off"


async def test_who_signs_is_fixed_at_submission_and_counted_anew_for_the_next_version(partnership: Served):
    project, partners = await partnership_of(partnership)
    leaving = await member_of(partnership, project, "la:380", "local_authority")
    plan = await submit(partnership, await start_plan(partnership, project))
    await departed(partnership, leaving)
    joining = f"pcg:{(await group_of(partnership, 'A second forum'))['id']}"
    await member_of(partnership, project, joining, "parent_carer_group")
    assert {each["organisation"] for each in await sign_offs_of(partnership, plan)} == {*partners, "la:380"}
    newer = done(await act(partnership, "icb:QWO", f"/v1/delivery-plans/{plan['id']}/revision", on=plan))
    newer = await submit(partnership, newer)
    assert {each["organisation"] for each in await sign_offs_of(partnership, newer)} == {*partners, joining}


async def test_a_void_signature_names_the_version_that_took_its_place(partnership: Served):
    project, _ = await partnership_of(partnership)
    plan = await submit(partnership, await start_plan(partnership, project))
    assert {each["voided_by_version_number"] for each in await sign_offs_of(partnership, plan)} == {None}
    done(await act(partnership, "icb:QWO", f"/v1/delivery-plans/{plan['id']}/revision", on=plan))
    assert {each["voided_by_version_number"] for each in await sign_offs_of(partnership, plan)} == {2}


async def test_plans_and_sign_offs_are_found_by_the_number_of_their_version(partnership: Served):
    project, partners = await partnership_of(partnership)
    plan = await submit(partnership, await start_plan(partnership, project))
    newer = done(await act(partnership, "icb:QWO", f"/v1/delivery-plans/{plan['id']}/revision", on=plan))
    await submit(partnership, newer)
    board = partnership.as_("icb:QWO")
    [found] = done(await board.get("/v1/delivery-plans?version_number=2"), 200)["items"]
    assert found["id"] == newer["id"]
    asked = done(await board.get("/v1/sign-offs?version_number=2"), 200)["items"]
    assert [each["delivery_plan_id"] for each in asked] == [newer["id"]] * len(partners)
