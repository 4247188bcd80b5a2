from typing import Any

import httpx
import pytest

from tests.assessment_api.acting import act
from tests.support.serving import Served

SCHOOL = "school:107866"


async def change(served: Served, of: dict[str, Any], caller: str = SCHOOL, **body: Any) -> httpx.Response:
    return await served.as_(caller).patch(
        f"/v1/self-assessments/{of['id']}", json=body, headers={"If-Match": f'"{of["version"]}"'}
    )


@pytest.mark.parametrize("caller", [SCHOOL, "icb:QWO"])
async def test_who_contributed_and_who_helped_is_put_right_while_it_is_open(assessment: Served, opened, caller: str):
    of = await opened()
    first = await change(assessment, of, caller, contributors=["pupils", "parent_carers"])
    assert first.status_code == 200, first.text
    second = await change(assessment, first.json(), caller, helped_by=["Speech and language therapist"])
    found = second.json()
    assert found["contributors"] == ["pupils", "parent_carers"]
    assert found["helped_by"] == ["Speech and language therapist"]
    assert (await assessment.as_("la:383").get(f"/v1/self-assessments/{of['id']}")).json() == found


async def test_what_says_the_same_changes_nothing(assessment: Served, opened):
    of = await opened()
    assert (await change(assessment, of, contributors=[], helped_by=[])).json() == of
    assert (await change(assessment, of)).json() == of


async def test_it_is_told_in_the_history(assessment: Served, opened):
    of = await opened()
    await change(assessment, of, contributors=["staff"])
    entries = (await assessment.as_(SCHOOL).get(f"/v1/self-assessments/{of['id']}/history")).json()["items"]
    assert entries[0]["event"] == "assessment.self-assessment.changed"
    assert entries[0]["changes"] == [{"field": "contributors", "before": [], "after": ["staff"]}]


async def test_a_group_that_is_not_of_the_list_and_a_name_are_refused_with_their_place(assessment: Served, opened):
    of = await opened()
    answer = await change(assessment, of, contributors=["staff", "mr-jones"], helped_by=["jo@leeds.gov.uk"])
    assert answer.status_code == 422
    assert {fault["pointer"] for fault in answer.json()["errors"]} == {"/contributors/1", "/helped_by/0"}
    assert "jones" not in answer.text
    assert "jo@" not in answer.text


async def test_what_was_submitted_keeps_who_contributed_until_it_is_opened_again(assessment: Served, submitted):
    of = await submitted()
    assert (await change(assessment, of, contributors=["staff"])).status_code == 409
    reopened = await act(assessment, of, "reopening", "icb:QWO", json={"reason": "Staff had been left out."})
    assert (await change(assessment, reopened.json(), contributors=["staff"])).status_code == 200


@pytest.mark.parametrize(
    ("caller", "status"), [("school:100000", 404), ("icb:QHM", 404), ("la:383", 403), ("national:dfe", 403)]
)
async def test_only_the_school_and_its_board_put_it_right(assessment: Served, opened, caller: str, status: int):
    assert (await change(assessment, await opened(), caller, contributors=["staff"])).status_code == status


async def test_what_was_changed_meanwhile_is_not_overwritten(assessment: Served, opened):
    of = await opened()
    await change(assessment, of, contributors=["staff"])
    assert (await change(assessment, of, contributors=["pupils"])).status_code == 412
    address = f"/v1/self-assessments/{of['id']}"
    assert (await assessment.as_(SCHOOL).patch(address, json={"contributors": []})).status_code == 428
