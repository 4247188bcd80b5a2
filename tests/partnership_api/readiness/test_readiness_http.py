from tests.support.agreement import NATIONAL, agreed_memorandum, approved_plan
from tests.support.funding import act, allocate, plan
from tests.support.governance import decision_of, group, meeting_of, put_group
from tests.support.partnership import done, project_of
from tests.support.selection import confirmed, participation_of, project_with_schools
from tests.support.serving import Served


async def standings(partnership: Served, project, organisation: str = "icb:QWO") -> dict[str, str]:
    told = done(await partnership.as_(organisation).get(f"/v1/projects/{project['id']}/readiness"), 200)
    found = {each["rule"]: each["standing"] for each in told["rules"]}
    assert told["met"] + told["not_met"] + told["not_yet_due"] + list(found.values()).count("elsewhere") == 21
    assert all((each["link"] is not None) == (each["standing"] == "not_met") for each in told["rules"])
    return found


async def test_a_project_that_has_just_started_is_told_what_to_do_first(partnership: Served):
    project = await project_of(partnership, "QWO")
    told = done(await partnership.as_("icb:QWO").get(f"/v1/projects/{project['id']}/readiness"), 200)
    rules = {each["rule"]: each for each in told["rules"]}
    assert rules["R13"] == {
        "rule": "R13",
        "title": "A delivery plan that says what, how, and with what money",
        "standing": "not_met",
        "reason": "There is no delivery plan yet.",
        "link": f"http://partnership.test/v1/delivery-plans?project_id={project['id']}",
    }
    todo = [name for name, each in rules.items() if each["standing"] == "not_met"]
    # Its year's delivery window is over on the day the test runs or later, so R3 and R5 are to do as well.
    assert set(todo) - {"R3", "R5"} == {"R7", "R9", "R13"}


async def test_a_project_that_did_everything_in_its_order_meets_every_rule(partnership: Served):
    project = await project_with_schools(partnership)
    taking_part = await confirmed(partnership, await participation_of(partnership, project))
    assert taking_part["status"] == "confirmed"
    parents = done(await partnership.as_("icb:QWO").get("/v1/members?kind=parent_carer_group"), 200)["items"][0]
    body = group(
        ("icb:QWO", "icb"), ("la:383", "local_authority"), (parents["organisation"], "parent_carer_group")
    )  # fmt: skip
    done(await put_group(partnership, project, body))
    await decision_of(partnership, await meeting_of(partnership, project, "icb:QWO", "la:383"))
    await allocate(partnership, project)
    await approved_plan(partnership, project)
    await agreed_memorandum(partnership, project)
    done(await act(partnership, done(await plan(partnership, project, 1000)), "release"), 200)
    found = await standings(partnership, project)
    left = {name for name, standing in found.items() if standing != "met"}
    assert left - {"R3", "R5"} == {"R11", "R12"}


async def test_partners_see_how_their_project_stands_and_strangers_do_not(partnership: Served):
    project = await project_with_schools(partnership)
    for organisation in ("la:383", NATIONAL, "service:reporting"):
        await standings(partnership, project, organisation)
    path = f"/v1/projects/{project['id']}/readiness"
    assert (await partnership.as_("icb:QOP").get(path)).status_code == 404
    assert (await partnership.as_("la:382").get(path)).status_code == 404
    assert (await partnership.as_("school:100025").get(path)).status_code == 403


async def test_every_thing_to_do_leads_to_an_address_that_is_there(partnership: Served):
    project = await project_of(partnership, "QWO")
    told = done(await partnership.as_("icb:QWO").get(f"/v1/projects/{project['id']}/readiness"), 200)
    for each in told["rules"]:
        if each["link"]:
            answer = await partnership.as_("icb:QWO").get(each["link"])
            # What is only ever posted to says so by its method, and what is not there yet by its own name.
            assert answer.status_code in (200, 405) or "governance" in each["link"], each["link"]
