import pytest

from services.partnership_api.consultations.rules import Asked, why_not_consulted
from shared.contracts.partnership.selection import Response
from tests.support.partnership import done, group_of, member_of, project_of
from tests.support.selection import (
    TAKE,
    close,
    confirmed,
    consulted,
    decide,
    if_match,
    participation_of,
    project_with_schools,
    put_forward,
    refused,
    with_evidence,
)
from tests.support.serving import Served

BOARD, LEEDS, SCHOOL = "icb:QWO", "la:383", "school:100025"


async def test_a_school_says_that_it_is_interested_and_partners_nominate(partnership: Served):
    project = await project_with_schools(partnership, {"URN": "100025"}, {"URN": "100049"})
    own = done(await put_forward(partnership, project, SCHOOL))
    assert (own["source"], own["put_forward_by"]) == ("expression_of_interest", SCHOOL)
    named = done(await put_forward(partnership, project, LEEDS, "100049"))
    assert named["source"] == "nomination"
    read = await partnership.as_(SCHOOL).get(f"/v1/candidates/{own['id']}")
    assert read.json() == own
    refused(await put_forward(partnership, project, BOARD), 409, "candidate-already")
    refused(await put_forward(partnership, project, SCHOOL, "100049"), 403, "not-your-school")
    refused(await put_forward(partnership, project, "la:382"), 404, "project-not-found")
    refused(await put_forward(partnership, project, BOARD, "999999"), 409, "school-unknown")
    assert (await partnership.as_("school:100049").get(f"/v1/candidates/{own['id']}")).status_code == 404


async def test_a_special_school_is_no_candidate_and_an_authority_nominates_its_own(partnership: Served):
    special, foreign = {"URN": "100026", "TypeOfEstablishment (code)": "7"}, {"URN": "100027", "LA (code)": "382"}
    project = await project_with_schools(partnership, special, foreign)
    refused(await put_forward(partnership, project, LEEDS, "100026"), 409, "school-ineligible")
    refused(await put_forward(partnership, project, LEEDS, "100027"), 403, "school-of-another-authority")
    assert done(await put_forward(partnership, project, BOARD, "100027"))["la_code"] == "382"


async def test_in_a_closed_project_nothing_about_candidates_changes(partnership: Served):
    project = await project_with_schools(partnership, {"URN": "100025"}, {"URN": "100049"})
    candidate = done(await put_forward(partnership, project))
    await close(partnership, project)
    refused(await put_forward(partnership, project, "school:100049", "100049"), 409, "project-closed")
    refused(await decide(partnership, candidate, **TAKE), 409, "project-closed")


async def test_evidence_says_how_much_of_what_and_keeps_its_history(partnership: Served):
    candidate = done(await put_forward(partnership, await project_with_schools(partnership)))
    item = await with_evidence(partnership, candidate, value="18.4", unit="% of pupils", concurrent_programme=True)
    assert (item["value"], item["unit"], item["concurrent_programme"]) == ("18.4", "% of pupils", True)
    [entry] = done(await partnership.as_(SCHOOL).get(f"/v1/evidence/{item['id']}/history"), 200)["items"]
    assert (entry["event"], entry["by"]) == ("partnership.evidence.added", LEEDS)
    listed = await partnership.as_(BOARD).get(
        "/v1/evidence", params={"format": "csv", "indicator": "persistent-absence"}
    )
    assert "% of pupils" in listed.text


async def test_a_candidate_is_selected_on_evidence_and_with_its_rationale(partnership: Served):
    project = await project_with_schools(partnership)
    candidate = done(await put_forward(partnership, project))
    refused(await decide(partnership, candidate, **TAKE), 409, "evidence-missing")
    item = await with_evidence(partnership, candidate)
    assert done(await partnership.as_(BOARD).get(f"/v1/evidence/{item['id']}"), 200) == item
    [entry] = done(await partnership.as_(BOARD).get(f"/v1/evidence/{item['id']}/history"), 200)["items"]
    assert (entry["by"], entry["event"]) == (LEEDS, "partnership.evidence.added")
    chosen = done(await decide(partnership, candidate, **TAKE), 200)
    assert (chosen["status"], chosen["rationale"]) == ("selected", "Most in need.")
    taken = done(await partnership.as_(BOARD).get(f"/v1/participations/{chosen['participation_id']}"), 200)
    assert (taken["urn"], taken["status"], taken["rationale"]) == ("100025", "selected", "Most in need.")
    refused(await decide(partnership, chosen, **TAKE), 409, "candidate-decided-already")
    assert (await decide(partnership, chosen, by=LEEDS, **TAKE)).status_code == 403


@pytest.mark.parametrize(
    "said",
    [
        {"decision": "selected", "rationale": "Yes."},
        {"decision": "selected", "rationale": "Yes.", "cohort": "new"},
        {"decision": "reserve", "rationale": "Later.", "cohort": "new", "offer": "full"},
    ],
)
async def test_a_decision_says_what_it_needs_to(partnership: Served, said):
    candidate = done(await put_forward(partnership, await project_with_schools(partnership)))
    await with_evidence(partnership, candidate)
    refused(await decide(partnership, candidate, **said), 422, "decision-incomplete")


async def test_a_school_may_lose_interest(partnership: Served):
    candidate = done(await put_forward(partnership, await project_with_schools(partnership), SCHOOL))
    path = f"/v1/candidates/{candidate['id']}/withdrawal"
    left = done(await partnership.as_(SCHOOL).post(path, headers=if_match(candidate)), 200)
    assert left["status"] == "withdrawn"
    refused(await partnership.as_(SCHOOL).post(path, headers=if_match(left)), 409, "candidate-decided-already")


HEARD, ASKED = Response.SUPPORTS, Response.AWAITED
LA = "Leeds has yet to be consulted on this school."
GROUP = "A parent carer group of the project has yet to be consulted on this school."


def leeds(response: Response, *urns: str) -> Asked:
    return Asked(LEEDS, "Leeds", urns, response)


def parents(response: Response, *urns: str) -> Asked:
    return Asked("pcg:1", "Parents together", urns, response)


@pytest.mark.parametrize(
    ("asked", "missing"),
    [
        ([], [LA, GROUP]),
        ([leeds(HEARD), parents(Response.NO_ANSWER)], []),
        ([leeds(ASKED), parents(HEARD)], ["The answer of Leeds is awaited."]),
        ([leeds(ASKED), leeds(HEARD), parents(HEARD)], []),
        ([leeds(Response.OBJECTS, "100025"), parents(HEARD, "100049")], [GROUP]),
        ([leeds(HEARD, "145001"), parents(HEARD, "145001", "100049")], []),
        ([Asked("la:382", "Kirklees", [], HEARD), parents(HEARD, "100025")], [LA]),
    ],
)
def test_authority_and_parent_carers_are_heard_on_each_school(asked, missing):
    assert why_not_consulted({"100025", "145001"}, "383", "Leeds", asked) == missing


async def test_a_school_is_confirmed_once_its_authority_and_parent_carers_were_heard(partnership: Served):
    from tests.support.gias import imported  # noqa: PLC0415 (only this test starts without consultations)

    await imported(partnership, {"LA (code)": "383"})
    project, parents = await project_of(partnership, "QWO"), await group_of(partnership)
    await member_of(partnership, project, LEEDS, "local_authority")
    await member_of(partnership, project, f"pcg:{parents['id']}", "parent_carer_group")
    selected = await participation_of(partnership, project)
    path = f"/v1/participations/{selected['id']}/confirmation"
    body = refused(await partnership.as_(SCHOOL).post(path, json={}, headers=if_match(selected)), 409, "not-consulted")
    assert body["detail"] == f"{LA} {GROUP}"
    await consulted(partnership, project, LEEDS, "100025")
    asked = {"organisation": f"pcg:{parents['id']}", "urns": [], "asked_on": "2025-06-02"}
    consultation = done(await partnership.as_(BOARD).post(f"/v1/projects/{project['id']}/consultations", json=asked))
    assert consultation["response"] == "awaited"
    answer = {"response": "objects", "said": "Others need it more.", "answered_on": "2025-06-09"}
    where = f"/v1/consultations/{consultation['id']}/answer"
    other = await partnership.as_(LEEDS).post(where, json=answer, headers=if_match(consultation))
    refused(other, 403, "not-your-answer")
    own = partnership.as_(f"pcg:{parents['id']}")
    heard = done(await own.post(where, json=answer, headers=if_match(consultation)), 200)
    assert (heard["response"], heard["answered_by"]) == ("objects", f"pcg:{parents['id']}")
    refused(await own.post(where, json=answer, headers=if_match(heard)), 409, "answered-already")
    assert (await confirmed(partnership, selected))["status"] == "confirmed"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"organisation": "la:382"}, "not-a-partner"),
        ({"organisation": "icb:QWO"}, "not-a-partner"),
        ({"asked_on": "2099-01-01"}, "answer-unclear"),
        ({"response": "supports"}, "answer-unclear"),
        ({"answered_on": "2025-06-09"}, "answer-unclear"),
        ({"response": "supports", "answered_on": "2025-06-01"}, "answer-unclear"),
    ],
)
async def test_a_consultation_that_cannot_be_is_refused(partnership: Served, change, problem: str):
    project = await project_with_schools(partnership)
    body = {"organisation": LEEDS, "urns": [], "asked_on": "2025-06-02"} | change
    answer = await partnership.as_(BOARD).post(f"/v1/projects/{project['id']}/consultations", json=body)
    refused(answer, 422 if problem == "answer-unclear" else 409, problem)


@pytest.mark.parametrize(("number", "said"), [(0, "40 fewer than the 40 expected"), (2, "38 fewer than the 40")])
async def test_progress_is_compared_with_the_target_and_refuses_nothing(partnership: Served, number: int, said: str):
    project = await project_with_schools(partnership, {"URN": "100025"}, {"URN": "100049"})
    for urn in ("100025", "100049")[:number]:
        await participation_of(partnership, project, urn=urn)
    told = done(await partnership.as_(BOARD).get(f"/v1/projects/{project['id']}/selection-progress"), 200)
    assert (told["new_selected"], told["difference"]) == (number, number - 40)
    assert said in told["sentence"]


async def test_the_offer_changes_until_the_school_has_confirmed(partnership: Served):
    selected = await participation_of(partnership, await project_with_schools(partnership))
    path, board = f"/v1/participations/{selected['id']}", partnership.as_(BOARD)
    changed = done(await board.patch(path, json={"offer": "training"}, headers=if_match(selected)), 200)
    assert (changed["offer"], changed["rationale"]) == ("training", selected["rationale"])
    refused(await board.patch(path, json={"offer": "embedding"}, headers=if_match(changed)), 422, "offer-does-not-fit")
    agreed = await confirmed(partnership, changed)
    refused(await board.patch(path, json={"offer": "full"}, headers=if_match(agreed)), 409, "not-selected")
