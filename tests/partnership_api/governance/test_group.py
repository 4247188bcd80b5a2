"""The governance group of a project: put by its board, with its gaps told as the schools are now."""

import pytest

from tests.support.governance import governed_project, group, put_group
from tests.support.partnership import departed, done, member_of, project_of, withdrawn
from tests.support.selection import participation_of, project_with_schools, refused
from tests.support.serving import Served

BOARD, LEEDS = ("icb:QWO", "icb"), ("la:383", "local_authority")


async def gaps(partnership: Served, project) -> list[str]:
    answer = await partnership.as_("icb:QWO").get(f"/v1/projects/{project['id']}/governance-group/gaps")
    body = done(answer, 200)
    assert body["complete"] is (body["gaps"] == [])
    return [gap["code"] for gap in body["gaps"]]


async def test_a_group_is_formed_and_read_where_the_answer_says(partnership: Served):
    project, parents = await governed_project(partnership)
    answer = await put_group(partnership, project, group(BOARD, LEEDS, (parents, "parent_carer_group")))
    formed = done(answer)
    assert (answer.headers["etag"], formed["existing_group_name"]) == ('"1"', "SEND partnership board")
    assert [member["organisation"] for member in formed["members"]] == ["icb:QWO", "la:383", parents]
    read = await partnership.as_("la:383").get(answer.headers["location"])
    assert (done(read, 200), read.headers["etag"]) == (formed, '"1"')
    listed = done(await partnership.as_("la:383").get("/v1/governance-groups?uses_existing_group=true"), 200)
    assert listed["items"] == [formed]
    assert (
        done(await partnership.as_("la:383").get("/v1/governance-groups?uses_existing_group=false"), 200)["items"] == []
    )


async def test_gaps_are_told_until_everybody_is_in(partnership: Served):
    project, parents = await governed_project(partnership)
    assert await gaps(partnership, project) == ["board_absent", "authority_absent", "parent_carers_absent"]
    done(await put_group(partnership, project, group(BOARD, LEEDS)))
    assert await gaps(partnership, project) == ["parent_carers_absent"]
    everybody = group(BOARD, LEEDS, (parents, "parent_carer_group"))
    done(await put_group(partnership, project, everybody, version=1), 200)
    assert await gaps(partnership, project) == []


async def test_an_authority_whose_school_has_withdrawn_is_not_missed(partnership: Served):
    project = await project_with_schools(partnership)
    school = await participation_of(partnership, project)
    assert "authority_absent" in await gaps(partnership, project)
    await withdrawn(partnership, school)
    assert "authority_absent" not in await gaps(partnership, project)


async def test_a_change_of_members_alone_makes_a_new_version_and_is_in_the_history(partnership: Served):
    project, _ = await governed_project(partnership)
    done(await put_group(partnership, project, group(BOARD, LEEDS)))
    changed = await put_group(partnership, project, group(LEEDS), version=1)
    assert (done(changed, 200)["version"], changed.headers["etag"]) == (2, '"2"')
    path = f"/v1/projects/{project['id']}/governance-group"
    read = done(await partnership.as_("icb:QWO").get(path), 200)
    assert [member["organisation"] for member in read["members"]] == ["la:383"]
    newest, first = done(await partnership.as_("la:383").get(f"{path}/history"), 200)["items"]
    assert [change["field"] for change in newest["changes"]] == ["members"]
    assert (first["event"], first["by"]) == ("partnership.governance-group.formed", "icb:QWO")


@pytest.mark.parametrize("version", [0, 2])
async def test_a_group_is_formed_once_and_changed_only_as_it_was_read(partnership: Served, version: int):
    project, _ = await governed_project(partnership)
    done(await put_group(partnership, project, group(BOARD)))
    refused(await put_group(partnership, project, group(LEEDS), version=version), 412, "stale-version")
    path = f"/v1/projects/{project['id']}/governance-group"
    blind = await partnership.as_("icb:QWO").put(path, json=group(LEEDS))
    refused(blind, 428, "precondition-missing")


async def test_a_group_that_is_not_there_cannot_be_changed(partnership: Served):
    project = await project_of(partnership, "QWO")
    refused(await put_group(partnership, project, group(BOARD), version=1), 412, "stale-version")


async def test_members_of_the_group_are_current_members_of_the_project(partnership: Served):
    project, _ = await governed_project(partnership)
    gone = await member_of(partnership, project, "la:382", "local_authority")
    await departed(partnership, gone)
    body = group(BOARD, LEEDS, ("la:382", "local_authority"), ("la:999", "local_authority"))
    problem = refused(await put_group(partnership, project, body), 409, "not-members")
    assert problem["detail"] == "Some of these are not members of the project: la:382, la:999."


@pytest.mark.parametrize(
    "change",
    [
        {"uses_existing_group": True, "existing_group_name": None},
        {"uses_existing_group": False},
        {"existing_group_name": ""},
    ],
)
async def test_an_existing_group_is_named_exactly_when_one_is_used(partnership: Served, change):
    project = await project_of(partnership, "QWO")
    answer = await put_group(partnership, project, group(BOARD, **change))
    assert [error["pointer"] for error in done(answer, 422)["errors"]] == ["/existing_group_name"]


async def test_a_new_group_is_put_without_the_name_of_an_existing_one(partnership: Served):
    project = await project_of(partnership, "QWO")
    body = group(BOARD, uses_existing_group=False, existing_group_name=None)
    assert done(await put_group(partnership, project, body))["existing_group_name"] is None


async def test_who_cannot_speak_for_parent_carers_is_refused_by_its_place(partnership: Served):
    project, _ = await governed_project(partnership)
    answer = await put_group(partnership, project, group(BOARD, ("la:383", "parent_carer_group")))
    problem = refused(answer, 422, "representation-impossible")
    assert [error["pointer"] for error in problem["errors"]] == ["/members/1/represents"]


async def test_a_remit_that_holds_an_address_is_refused(partnership: Served):
    project = await project_of(partnership, "QWO")
    answer = await put_group(partnership, project, group(BOARD, remit="Ask kim.doe@example.org."))
    assert [error["pointer"] for error in done(answer, 422)["errors"]] == ["/remit"]
    assert "kim" not in answer.text
