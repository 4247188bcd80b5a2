import pytest

from services.partnership_api.consultations.rules import Asked, why_not_consulted
from services.partnership_api.schools.models import School, SchoolLink
from shared.contracts.partnership.schools import LinkKind
from shared.contracts.partnership.selection import Response
from tests.support.partnership import done, group_of, member_of, project_of
from tests.support.selection import (
    confirmed,
    consulted,
    if_match,
    participation_of,
    project_with_schools,
    put_forward,
    refused,
    with_evidence,
    withdrawn,
)
from tests.support.serving import Served

BOARD, LEEDS, SCHOOL = "icb:QWO", "la:383", "school:100025"
TAKE = {"decision": "selected", "rationale": "Most in need.", "cohort": "new", "offer": "full"}


async def decide(partnership: Served, candidate, by: str = BOARD, **said):
    path = f"/v1/candidates/{candidate['id']}/decision"
    return await partnership.as_(by).post(path, json=said, headers=if_match(candidate))


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
    assert (await partnership.as_("school:100049").get(f"/v1/candidates/{own['id']}")).status_code == 404


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


async def test_a_reserve_takes_the_place_of_a_school_that_left(partnership: Served):
    project = await project_with_schools(partnership, {"URN": "100025"}, {"URN": "100049"})
    leaving = await participation_of(partnership, project, urn="100049")
    candidate = done(await put_forward(partnership, project))
    await with_evidence(partnership, candidate)
    candidate = done(await decide(partnership, candidate, decision="reserve", rationale="If one leaves."), 200)
    refused(await decide(partnership, candidate, **TAKE, replaces=leaving["id"]), 409, "nothing-to-replace")
    await withdrawn(partnership, leaving)
    chosen = done(await decide(partnership, candidate, **TAKE, replaces=leaving["id"]), 200)
    taken = done(await partnership.as_(BOARD).get(f"/v1/participations/{chosen['participation_id']}"), 200)
    assert taken["replaces"] == leaving["id"]


async def test_a_school_may_lose_interest(partnership: Served):
    candidate = done(await put_forward(partnership, await project_with_schools(partnership), SCHOOL))
    path = f"/v1/candidates/{candidate['id']}/withdrawal"
    left = done(await partnership.as_(SCHOOL).post(path, headers=if_match(candidate)), 200)
    assert left["status"] == "withdrawn"
    refused(await partnership.as_(SCHOOL).post(path, headers=if_match(left)), 409, "candidate-decided-already")


HEARD, ASKED = Response.SUPPORTS, Response.AWAITED
LA, GROUP = "No answer of the school's local authority", "No answer of a parent carer group"


@pytest.mark.parametrize(
    ("asked", "missing"),
    [
        ([], [LA, GROUP]),
        ([Asked(LEEDS, [], HEARD), Asked("pcg:1", [], Response.NO_ANSWER)], []),
        ([Asked(LEEDS, [], ASKED), Asked("pcg:1", [], HEARD)], [LA]),
        ([Asked(LEEDS, ["100025"], Response.OBJECTS), Asked("pcg:1", ["100049"], HEARD)], [GROUP]),
        ([Asked("la:382", [], HEARD), Asked("pcg:1", ["100025"], HEARD)], [LA]),
    ],
)
def test_authority_and_parent_carers_are_heard_on_each_school(asked, missing):
    found = why_not_consulted("100025", "383", asked)
    assert [sentence.removesuffix(" is recorded.") for sentence in found] == missing


async def test_a_school_is_confirmed_once_its_authority_and_parent_carers_were_heard(partnership: Served):
    from tests.support.gias import imported  # noqa: PLC0415 (only this test starts without consultations)

    await imported(partnership, {"LA (code)": "383"})
    project, parents = await project_of(partnership, "QWO"), await group_of(partnership)
    await member_of(partnership, project, LEEDS, "local_authority")
    await member_of(partnership, project, f"pcg:{parents['id']}", "parent_carer_group")
    selected = await participation_of(partnership, project)
    path = f"/v1/participations/{selected['id']}/confirmation"
    body = refused(await partnership.as_(SCHOOL).post(path, json={}, headers=if_match(selected)), 409, "not-consulted")
    assert body["detail"] == f"{LA} is recorded. {GROUP} is recorded."
    await consulted(partnership, project, LEEDS, "100025")
    asked = {"organisation": f"pcg:{parents['id']}", "urns": [], "asked_on": "2025-06-02"}
    consultation = done(await partnership.as_(BOARD).post(f"/v1/projects/{project['id']}/consultations", json=asked))
    assert consultation["response"] == "awaited"
    answer = {"response": "objects", "said": "Others need it more.", "answered_on": "2025-06-09"}
    where = f"/v1/consultations/{consultation['id']}/answer"
    leeds = await partnership.as_(LEEDS).post(where, json=answer, headers=if_match(consultation))
    refused(leeds, 403, "not-your-answer")
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


async def test_a_participation_survives_an_academy_conversion_and_says_so(partnership: Served):
    project = await project_with_schools(partnership, {"URN": "100025"}, {"URN": "145001"})
    taking_part = await confirmed(partnership, await participation_of(partnership, project))
    path = f"/v1/participations/{taking_part['id']}/conversion"
    body, board = {"successor_urn": "145001"}, partnership.as_(BOARD)
    refused(await board.post(path, json=body, headers=if_match(taking_part)), 409, "not-the-successor")
    async with partnership.database.transaction() as session:
        (await session.get_one(School, "100025")).status_code = 2
        session.add(SchoolLink(urn="100025", link_urn="145001", kind=LinkKind.SUCCESSOR, link_type="Successor"))
    converted = done(await board.post(path, json=body, headers=if_match(taking_part)), 200)
    assert (converted["urn"], converted["current_urn"], converted["status"]) == ("100025", "145001", "confirmed")
    seen = await partnership.as_("school:145001").get(f"/v1/participations/{taking_part['id']}")
    assert seen.json() == converted
    again = {"urn": "145001", "cohort": "new", "offer": "full", "rationale": "Under its new number."}
    answer = await board.post(f"/v1/projects/{project['id']}/participations", json=again)
    refused(answer, 409, "school-selected-already")


async def test_the_offer_changes_until_the_school_has_confirmed(partnership: Served):
    selected = await participation_of(partnership, await project_with_schools(partnership))
    path, board = f"/v1/participations/{selected['id']}", partnership.as_(BOARD)
    changed = done(await board.patch(path, json={"offer": "training"}, headers=if_match(selected)), 200)
    assert (changed["offer"], changed["rationale"]) == ("training", selected["rationale"])
    refused(await board.patch(path, json={"offer": "embedding"}, headers=if_match(changed)), 422, "offer-does-not-fit")
    agreed = await confirmed(partnership, changed)
    refused(await board.patch(path, json={"offer": "full"}, headers=if_match(agreed)), 409, "not-selected")
