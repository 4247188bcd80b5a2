import pytest

from shared.contracts.partnership.projects import ProjectStatus
from tests.support.agreement import (
    NATIONAL,
    NHSE,
    act,
    agreed_memorandum,
    approved_plan,
    partnership_of,
    review,
    sections,
    sign_offs_of,
    signed_by_all,
    start_plan,
    submit,
)
from tests.support.funding import allocate, brought_to
from tests.support.partnership import done, project_of
from tests.support.serving import Served


def problem(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]


async def test_a_plan_is_read_as_it_was_answered(partnership: Served):
    project, _ = await partnership_of(partnership)
    plan = await start_plan(partnership, project)
    read = await partnership.as_("la:383").get(f"/v1/delivery-plans/{plan['id']}")
    assert (read.json(), read.headers["etag"]) == (plan, '"1"')
    assert problem(await act(partnership, "icb:QWO", f"/v1/projects/{project['id']}/delivery-plans", sections())) == (
        409,
        "plan-exists",
    )


async def test_every_empty_section_is_named_before_a_plan_is_submitted(partnership: Served):
    project, _ = await partnership_of(partnership)
    plan = done(
        await act(partnership, "icb:QWO", f"/v1/projects/{project['id']}/delivery-plans", {"engagement": "Yes."})
    )
    answer = await act(partnership, "icb:QWO", f"/v1/delivery-plans/{plan['id']}/submission", on=plan)
    assert problem(answer) == (409, "sections-missing")
    assert [error["pointer"] for error in answer.json()["errors"]] == [
        "/support", "/commissioning", "/funding", "/partner_arrangements", "/selection_process", "/risks",
    ]  # fmt: skip


@pytest.mark.parametrize("amount", [-1, 10**30, 0.5])
async def test_an_amount_that_is_none_is_refused_at_its_place(partnership: Served, amount):
    project, _ = await partnership_of(partnership)
    answer = await act(partnership, "icb:QWO", f"/v1/projects/{project['id']}/delivery-plans", sections(amount))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/funding/0/amount_pence"


async def test_a_plan_spends_no_more_than_is_allotted(partnership: Served):
    project, _ = await partnership_of(partnership)
    await allocate(partnership, project, 1000)
    beyond = await act(partnership, "icb:QWO", f"/v1/projects/{project['id']}/delivery-plans", sections(1001))
    assert problem(beyond) == (409, "plan-beyond-allocation")
    assert "£10.01" in beyond.json()["detail"]


async def test_a_plan_is_not_submitted_while_a_kind_of_partner_is_missing(partnership: Served):
    project = await project_of(partnership, "QWO")
    plan = await start_plan(partnership, project)
    answer = await act(partnership, "icb:QWO", f"/v1/delivery-plans/{plan['id']}/submission", on=plan)
    assert problem(answer) == (409, "signatories-missing")
    assert answer.json()["detail"] == "No member is of these kinds yet: local authority, parent carer group."


async def test_every_partner_is_asked_and_signs_for_itself_alone(partnership: Served):
    project, partners = await partnership_of(partnership)
    plan = await submit(partnership, await start_plan(partnership, project))
    asked = await sign_offs_of(partnership, plan)
    assert {each["organisation"] for each in asked} == set(partners)
    for each in asked:
        for other in set(partners) - {each["organisation"]}:
            answer = await act(partnership, other, f"/v1/sign-offs/{each['id']}/signature", on=each)
            assert problem(answer) == (403, "not-your-signature")
    for stranger in ("icb:QOP", "la:382"):
        answer = await act(partnership, stranger, f"/v1/sign-offs/{asked[0]['id']}/signature", on=asked[0])
        assert answer.status_code == 404
    assert (
        await act(partnership, NATIONAL, f"/v1/sign-offs/{asked[0]['id']}/signature", on=asked[0])
    ).status_code == 403


async def test_the_last_signature_signs_the_plan_off_and_a_declined_one_can_still_be_given(partnership: Served):
    project, _ = await partnership_of(partnership)
    plan = await submit(partnership, await start_plan(partnership, project))
    first, *others = await sign_offs_of(partnership, plan)
    path = f"/v1/sign-offs/{first['id']}"
    declined = done(
        await act(partnership, first["organisation"], f"{path}/refusal", {"reason": "Too little time."}, on=first), 200
    )
    assert (declined["status"], declined["declined_reason"]) == ("declined", "Too little time.")
    for each in others:
        done(await act(partnership, each["organisation"], f"/v1/sign-offs/{each['id']}/signature", on=each), 200)
    assert done(await partnership.as_(NATIONAL).get(f"/v1/delivery-plans/{plan['id']}"), 200)["status"] == "submitted"
    done(await act(partnership, first["organisation"], f"{path}/signature", on=declined), 200)
    signed = done(await partnership.as_(NATIONAL).get(f"/v1/delivery-plans/{plan['id']}"), 200)
    assert signed["status"] == "signed_off"


async def test_a_partner_signs_a_version_once(partnership: Served):
    project, _ = await partnership_of(partnership)
    first, *_ = await sign_offs_of(partnership, await submit(partnership, await start_plan(partnership, project)))
    path = f"/v1/sign-offs/{first['id']}/signature"
    signed = done(await act(partnership, first["organisation"], path, on=first), 200)
    assert problem(await act(partnership, first["organisation"], path, on=first)) == (412, "stale-version")
    assert problem(await act(partnership, first["organisation"], path, on=signed)) == (409, "sign-off-given")


async def test_a_revision_voids_the_signatures_visibly_and_asks_anew(partnership: Served):
    project, partners = await partnership_of(partnership)
    plan = await signed_by_all(partnership, await submit(partnership, await start_plan(partnership, project)))
    newer = done(await act(partnership, "icb:QWO", f"/v1/delivery-plans/{plan['id']}/revision", on=plan))
    assert (newer["version_number"], newer["status"]) == (2, "draft")
    voided = await sign_offs_of(partnership, plan)
    assert {(each["status"], each["voided_reason"]) for each in voided} == {
        ("voided", "Version 2 of the plan was begun.")
    }
    events = await partnership.as_("la:383").get(f"/v1/sign-offs/{voided[0]['id']}/history")
    assert [each["event"].rsplit(".", 1)[1] for each in done(events, 200)["items"]] == ["voided", "signed", "awaited"]
    await submit(partnership, newer)
    assert {each["status"] for each in await sign_offs_of(partnership, newer)} == {"awaited"}
    assert len(await sign_offs_of(partnership, newer)) == len(partners)


async def test_in_a_closed_project_no_plan_is_written_signed_or_reviewed(partnership: Served):
    project, _ = await partnership_of(partnership)
    plan = await submit(partnership, await start_plan(partnership, project))
    first, *_ = await sign_offs_of(partnership, plan)
    await brought_to(partnership, project, ProjectStatus.CLOSED)
    for answer in (
        await act(partnership, "icb:QWO", f"/v1/projects/{project['id']}/delivery-plans", sections()),
        await act(partnership, "icb:QWO", f"/v1/delivery-plans/{plan['id']}/revision", on=plan),
        await act(partnership, first["organisation"], f"/v1/sign-offs/{first['id']}/signature", on=first),
        await review(partnership, plan),
        await act(partnership, NATIONAL, f"/v1/projects/{project['id']}/memoranda"),
    ):
        assert problem(answer) == (409, "project-closed")


async def test_two_versions_are_compared_place_by_place(partnership: Served):
    project, _ = await partnership_of(partnership)
    plan = await submit(partnership, await start_plan(partnership, project))
    newer = done(await act(partnership, "icb:QWO", f"/v1/delivery-plans/{plan['id']}/revision", on=plan))
    path, board = f"/v1/delivery-plans/{newer['id']}", partnership.as_("icb:QWO")
    body = {"funding": [*sections(900)["funding"], sections(100)["funding"][0]], "engagement": "More of it."}
    newer = done(await board.patch(path, json=body, headers={"If-Match": '"1"'}), 200)
    found = done(await board.get(f"{path}/changes"), 200)
    assert (found["version_number"], found["against_version_number"]) == (2, 1)
    assert [(each["pointer"], each["before"]) for each in found["changes"]] == [
        ("/funding/0/amount_pence", 1000),
        ("/funding/1", None),
        ("/engagement", "The forum leads a group in each school."),
    ]
    assert done(await board.get(f"{path}/changes?against=1"), 200) == found
    assert (await board.get(f"{path}/changes?against=7")).status_code == 400


async def test_the_national_team_alone_reviews_and_only_what_is_signed_off(partnership: Served):
    project, _ = await partnership_of(partnership)
    plan = await submit(partnership, await start_plan(partnership, project))
    assert problem(await review(partnership, plan)) == (409, "plan-not-signed-off")
    plan = await signed_by_all(partnership, plan)
    assert (await review(partnership, plan, organisation="icb:QWO")).status_code == 403
    unfitting = {"outcome": "approved", "summary": "Well.", "points": [{"section": "funding", "asks": "More."}]}
    path = f"/v1/delivery-plans/{plan['id']}/reviews"
    assert problem(await act(partnership, NATIONAL, path, unfitting, on=plan)) == (422, "points-do-not-fit")
    made = done(await review(partnership, plan))
    assert done(await partnership.as_("la:383").get(f"/v1/reviews/{made['id']}"), 200) == made
    [entry] = done(await partnership.as_("la:383").get(f"/v1/reviews/{made['id']}/history"), 200)["items"]
    assert (entry["by"], entry["event"]) == (NATIONAL, "partnership.review.made")
    assert done(await partnership.as_("icb:QWO").get(f"/v1/projects/{project['id']}"), 200)["status"] == "plan_approved"


async def test_every_point_is_answered_before_the_plan_is_submitted_again(partnership: Served):
    project, _ = await partnership_of(partnership)
    plan = await signed_by_all(partnership, await submit(partnership, await start_plan(partnership, project)))
    done(await review(partnership, plan, "Say what therapy costs.", "Name the forum's lead role."))
    plan = done(await partnership.as_(NATIONAL).get(f"/v1/delivery-plans/{plan['id']}"), 200)
    assert plan["status"] == "changes_requested"
    newer = done(await act(partnership, "icb:QWO", f"/v1/delivery-plans/{plan['id']}/revision", on=plan))
    path = f"/v1/delivery-plans/{newer['id']}/submission"
    refused = await act(partnership, "icb:QWO", path, on=newer)
    assert problem(refused) == (409, "points-unanswered")
    assert len(refused.json()["errors"]) == 2
    points = done(await partnership.as_("icb:QWO").get("/v1/review-points?is_answered=false"), 200)["items"]
    for point in points:
        answered = await act(
            partnership, "icb:QWO", f"/v1/review-points/{point['id']}/answer", {"answer": "Done."}, on=point
        )
        point = done(answered, 200)  # noqa: PLW2901 (the point as it is now)
        again = await act(partnership, "icb:QWO", f"/v1/review-points/{point['id']}/answer", {"answer": "x"}, on=point)
        assert problem(again) == (409, "point-answered")
    done(await act(partnership, "icb:QWO", path, on=newer), 200)


async def test_a_memorandum_follows_an_approved_plan_and_three_signatures_agree_it(partnership: Served):
    project, _ = await partnership_of(partnership)
    path = f"/v1/projects/{project['id']}/memoranda"
    assert problem(await act(partnership, "icb:QWO", path)) == (409, "plan-not-in-force")
    await approved_plan(partnership, project)
    memorandum = await agreed_memorandum(partnership, project)
    assert memorandum["status"] == "agreed"
    assert all(each["signed_at"] for each in memorandum["signatures"])
    clauses = {each["code"]: each["text"] for each in memorandum["specification"]["clauses"]}
    assert "evaluator" in clauses["evaluation"]
    assert memorandum["specification"]["illustrative"] is True
    read = await partnership.as_("la:383").get(f"/v1/memoranda/{memorandum['id']}")
    assert read.json() == memorandum
    assert done(await partnership.as_("icb:QWO").get(f"/v1/projects/{project['id']}"), 200)["status"] == "mou_agreed"
    assert problem(await act(partnership, "icb:QWO", path)) == (409, "memorandum-exists")


async def test_only_a_party_signs_and_once(partnership: Served):
    project, _ = await partnership_of(partnership)
    await approved_plan(partnership, project)
    memorandum = done(await act(partnership, "icb:QWO", f"/v1/projects/{project['id']}/memoranda"))
    path = f"/v1/memoranda/{memorandum['id']}/signature"
    assert (await act(partnership, "la:383", path, on=memorandum)).status_code == 403
    assert (await act(partnership, "icb:QOP", path, on=memorandum)).status_code == 404
    signed = done(await act(partnership, NHSE, path, on=memorandum), 200)
    assert problem(await act(partnership, NHSE, path, on=signed)) == (409, "signed-already")


async def test_an_amendment_leaves_the_agreed_memorandum_in_force_until_it_is_agreed(partnership: Served):
    project, _ = await partnership_of(partnership)
    await approved_plan(partnership, project)
    agreed = await agreed_memorandum(partnership, project)
    newer = done(await act(partnership, NATIONAL, f"/v1/memoranda/{agreed['id']}/amendment", on=agreed))
    assert newer["version_number"] == 2
    for party in ("icb:QWO", NATIONAL, NHSE):
        before = done(await partnership.as_(NATIONAL).get(f"/v1/memoranda/{agreed['id']}"), 200)
        assert before["status"] == "agreed"
        newer = done(await act(partnership, party, f"/v1/memoranda/{newer['id']}/signature", on=newer), 200)
    assert newer["status"] == "agreed"
    assert done(await partnership.as_(NATIONAL).get(f"/v1/memoranda/{agreed['id']}"), 200)["status"] == "superseded"


async def test_schools_and_strangers_see_nothing_of_plans(partnership: Served):
    project, _ = await partnership_of(partnership)
    plan = await approved_plan(partnership, project)
    await agreed_memorandum(partnership, project)
    for path in ("delivery-plans", "sign-offs", "reviews", "review-points", "memoranda"):
        assert (await partnership.as_("school:107866").get(f"/v1/{path}")).status_code == 403
        assert (await partnership.as_("icb:QOP").get(f"/v1/{path}")).json()["items"] == []
    assert (await partnership.as_("la:382").get(f"/v1/delivery-plans/{plan['id']}")).status_code == 404
    assert (await partnership.as_("la:382").get(f"/v1/delivery-plans/{plan['id']}/changes")).status_code == 404
