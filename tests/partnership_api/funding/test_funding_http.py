import pytest

from shared.contracts.partnership.projects import ProjectStatus
from tests.support.funding import LEAST, act, allocate, allocation, brought_to, money_of, plan
from tests.support.partnership import done, group_of, member_of, project_of
from tests.support.serving import Served

NATIONAL = "national:dfe"


async def funded(partnership: Served, status: ProjectStatus = ProjectStatus.MOU_AGREED):
    project = await project_of(partnership, "QWO")
    await allocate(partnership, project)
    await brought_to(partnership, project, status)
    return project


async def test_an_allocation_is_read_as_it_was_answered(partnership: Served):
    project = await project_of(partnership, "QWO")
    made = await allocate(partnership, project)
    read = await partnership.as_("icb:QWO").get(f"/v1/projects/{project['id']}/allocation")
    assert (read.json(), read.headers["etag"]) == (made, '"1"')
    assert (made["below_minimum"], made["released_pence"]) == (False, 0)


async def test_less_than_the_years_least_is_taken_and_flagged(partnership: Served):
    project = await project_of(partnership, "QWO")
    assert (await allocate(partnership, project, LEAST - 1))["below_minimum"] is True


@pytest.mark.parametrize("amount", [0, -1, 10**30, 1.5, "a lot", None])
async def test_an_amount_that_is_no_amount_is_refused_at_its_place(partnership: Served, amount):
    project = await project_of(partnership, "QWO")
    body = allocation() | {"amount_pence": amount}
    answer = await partnership.as_(NATIONAL).put(
        f"/v1/projects/{project['id']}/allocation", json=body, headers={"If-None-Match": "*"}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/amount_pence"


@pytest.mark.parametrize("strands", [["tailored_support"], ["tailored_support", "tailored_support"]])
async def test_strands_that_do_not_add_up_are_refused_with_both_sums(partnership: Served, strands):
    project = await project_of(partnership, "QWO")
    profile = [{"strand": strand, "amount_pence": 50 if len(strands) > 1 else 99} for strand in strands]
    body = {"amount_pence": 100, "profile": profile, "basis": "A test."}
    answer = await partnership.as_(NATIONAL).put(
        f"/v1/projects/{project['id']}/allocation", json=body, headers={"If-None-Match": "*"}
    )
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (422, "profile-does-not-add-up")
    assert "£1.00" in answer.json()["detail"]


async def test_an_allocation_is_set_anew_by_who_has_read_it_and_never_below_what_is_bound(partnership: Served):
    project = await funded(partnership)
    path, national = f"/v1/projects/{project['id']}/allocation", partnership.as_(NATIONAL)
    again = await national.put(path, json=allocation(), headers={"If-None-Match": "*"})
    assert (again.status_code, again.json()["type"].rsplit("/", 1)[-1]) == (412, "allocation-exists")
    done(await plan(partnership, project, LEAST // 2))
    current = done(await national.get(path), 200)
    match = {"If-Match": f'"{current["version"]}"'}
    less = await national.put(path, json=allocation(LEAST // 2 - 1), headers=match)
    assert (less.status_code, less.json()["type"].rsplit("/", 1)[-1]) == (409, "below-released")
    assert done(await national.put(path, json=allocation(LEAST * 2), headers=match), 200)["amount_pence"] == LEAST * 2
    assert (await national.put(path, json=allocation(), headers=match)).status_code == 412


async def test_an_allocation_is_reduced_with_its_reason(partnership: Served):
    project = await funded(partnership)
    path, match = f"/v1/projects/{project['id']}/allocation/reductions", {"If-Match": '"1"'}
    smaller = allocation(LEAST - 100)
    body = {"amount_pence": LEAST - 100, "profile": smaller["profile"], "reason": "Fewer schools took part."}
    reduced = done(await partnership.as_(NATIONAL).post(path, json=body, headers=match), 200)
    assert (reduced["amount_pence"], reduced["reduced_reason"]) == (LEAST - 100, "Fewer schools took part.")
    more = body | {"amount_pence": LEAST, "profile": allocation()["profile"]}
    refused = await partnership.as_(NATIONAL).post(path, json=more, headers={"If-Match": '"2"'})
    assert refused.status_code == 409


async def test_tranches_are_planned_up_to_the_allocation_and_no_further(partnership: Served):
    project = await funded(partnership)
    first, second = done(await plan(partnership, project, LEAST - 1)), done(await plan(partnership, project, 1))
    assert (first["number"], second["number"]) == (1, 2)
    beyond = await plan(partnership, project, 1)
    assert (beyond.status_code, beyond.json()["type"].rsplit("/", 1)[-1]) == (409, "beyond-allocation")
    assert "£0.00" in beyond.json()["detail"]
    done(await act(partnership, first, "cancellation", {"reason": "Later."}), 200)
    assert (await money_of(partnership, project))["available_pence"] == LEAST - 1


@pytest.mark.parametrize("status", [ProjectStatus.SET_UP, ProjectStatus.PLAN_APPROVED])
async def test_nothing_is_released_before_plan_and_memorandum(partnership: Served, status: ProjectStatus):
    project = await funded(partnership, status)
    tranche = done(await plan(partnership, project, 100))
    answer = await act(partnership, tranche, "release")
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (409, "set-up-not-over")
    assert "memorandum of understanding is not agreed" in answer.json()["detail"]
    told = await money_of(partnership, project)
    assert (told["may_release"], told["released_pence"]) == (False, 0)
    assert " ".join(told["why_not"]) == answer.json()["detail"]


async def test_a_released_tranche_is_released_once_and_recovered_in_parts(partnership: Served):
    project = await funded(partnership)
    tranche = done(await plan(partnership, project, 1000))
    tranche = done(await act(partnership, tranche, "release"), 200)
    assert (await act(partnership, tranche, "release")).json()["type"].endswith("release-not-planned")
    assert (await act(partnership, tranche, "cancellation", {"reason": "No."})).status_code == 409
    recovery = done(await act(partnership, tranche, "recoveries", {"amount_pence": 400, "reason": "Not spent."}))
    assert recovery["release_id"] == tranche["id"]
    read = await partnership.as_("icb:QWO").get(f"/v1/recoveries/{recovery['id']}")
    assert read.json() == recovery
    tranche = done(await partnership.as_("icb:QWO").get(f"/v1/releases/{tranche['id']}"), 200)
    assert tranche["recovered_pence"] == 400
    beyond = await act(partnership, tranche, "recoveries", {"amount_pence": 601, "reason": "All."})
    assert (beyond.status_code, "£6.00" in beyond.json()["detail"]) == (409, True)
    told = await money_of(partnership, project)
    assert (told["released_pence"], told["recovered_pence"], told["available_pence"]) == (600, 400, LEAST - 600)


async def test_in_a_closed_project_no_money_moves(partnership: Served):
    project = await funded(partnership)
    tranche = done(await plan(partnership, project, 100))
    await brought_to(partnership, project, ProjectStatus.CLOSED)
    for answer in (await act(partnership, tranche, "release"), await plan(partnership, project, 1)):
        assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (409, "project-closed")


async def test_a_project_without_an_allocation_has_nothing_to_release(partnership: Served):
    project = await project_of(partnership, "QWO")
    assert (await plan(partnership, project, 100)).status_code == 404
    told = await money_of(partnership, project)
    assert (told["allocated_pence"], told["may_release"]) == (None, False)
    assert told["why_not"][0] == "Nothing is allotted to the project yet."


async def test_partners_see_the_money_and_only_the_national_team_moves_it(partnership: Served):
    project, parents = await funded(partnership), await group_of(partnership)
    await member_of(partnership, project, "la:383", "local_authority")
    await member_of(partnership, project, f"pcg:{parents['id']}", "parent_carer_group")
    tranche = done(await plan(partnership, project, 100))
    paths = [f"/v1/projects/{project['id']}/{what}" for what in ("allocation", "funding")]
    paths.append(f"/v1/releases/{tranche['id']}")
    for organisation in ("icb:QWO", "la:383", f"pcg:{parents['id']}", "national:nhse", "service:reporting"):
        for path in paths:
            assert (await partnership.as_(organisation).get(path)).status_code == 200, (organisation, path)
    for organisation in ("icb:QOP", "la:382"):
        for path in paths:
            assert (await partnership.as_(organisation).get(path)).status_code == 404, (organisation, path)
        assert (await partnership.as_(organisation).get("/v1/releases")).json()["items"] == []
    assert (await partnership.as_("school:107866").get(paths[0])).status_code == 403
    for organisation in ("icb:QWO", "la:383", f"pcg:{parents['id']}"):
        assert (await act(partnership, tranche, "release", organisation=organisation)).status_code == 403


async def test_the_history_of_a_tranche_says_who_did_what(partnership: Served):
    project = await funded(partnership)
    tranche = done(await act(partnership, done(await plan(partnership, project, 1000)), "release"), 200)
    done(await act(partnership, tranche, "recoveries", {"amount_pence": 1, "reason": "Rounding."}))
    entries = done(await partnership.as_("icb:QWO").get(f"/v1/releases/{tranche['id']}/history"), 200)["items"]
    assert [entry["event"].rsplit(".", 1)[1] for entry in entries] == ["recovered", "released", "planned"]
    [recovery] = done(await partnership.as_("icb:QWO").get("/v1/recoveries"), 200)["items"]
    [made] = done(await partnership.as_("icb:QWO").get(f"/v1/recoveries/{recovery['id']}/history"), 200)["items"]
    assert (made["by"], made["event"]) == (NATIONAL, "partnership.recovery.made")
