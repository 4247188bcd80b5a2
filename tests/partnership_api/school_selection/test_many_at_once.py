import pytest

from tests.support.databases import statements_counted
from tests.support.partnership import done
from tests.support.selection import close, project_with_schools, refused
from tests.support.serving import Served

HEAD = "urn,cohort,offer,rationale,override_reason\n"
GOOD = ["100025,new,full,Absence is high.,", "100049,new,training,Asked to join.,"]


async def schools(partnership: Served):
    return await project_with_schools(partnership, {"URN": "100025"}, {"URN": "100049"}, {"URN": "100051"})


async def send(partnership: Served, project, rows, query: str = "", organisation: str = "icb:QWO", **headers: str):
    return await partnership.as_(organisation).post(
        f"/v1/projects/{project['id']}/selections{query}",
        content=(HEAD + "\n".join(rows) + "\n").encode(),
        headers={"Content-Type": "text/csv", **headers},
    )


async def taking_part(partnership: Served, **params: str) -> list[str]:
    found = done(await partnership.as_("icb:QWO").get("/v1/participations", params=params), 200)["items"]
    return sorted(each["urn"] for each in found)


async def test_the_schools_of_a_file_are_selected(partnership: Served):
    told = done(await send(partnership, await schools(partnership), GOOD), 200)
    assert (told["read"], told["selected"], told["rejected"], told["errors"]) == (2, 2, 0, [])
    assert await taking_part(partnership) == ["100025", "100049"]


BAD = [
    *GOOD,
    "100051,existing,full,Was here.,",
    "999999,new,full,Unknown.,",
    "12,new,gold,x,",
    "100025,new,full,Twice.,",
]


async def test_with_one_row_that_cannot_be_used_none_is_and_each_is_named(partnership: Served):
    answer = await send(partnership, await schools(partnership), BAD)
    body = refused(answer, 422, "rows-refused")
    assert [(each["row"], each["column"], each["code"]) for each in body["errors"]] == [
        (4, "offer", "offer-does-not-fit"), (5, "urn", "school-unknown"), (6, "urn", "string_pattern_mismatch"),
        (6, "offer", "enum"), (7, "urn", "school-selected-already"),
    ]  # fmt: skip
    assert await taking_part(partnership) == []


async def test_when_asked_for_each_row_that_can_be_used_is(partnership: Served):
    told = done(await send(partnership, await schools(partnership), BAD, "?mode=each"), 200)
    assert (told["read"], told["selected"], told["rejected"], len(told["errors"])) == (6, 2, 4, 5)
    assert await taking_part(partnership) == ["100025", "100049"]


@pytest.mark.parametrize(("rows", "selected"), [(GOOD, 2), (BAD, 0)])
async def test_a_dry_run_says_what_would_happen_and_changes_nothing(partnership: Served, rows, selected: int):
    project = await schools(partnership)
    told = done(await send(partnership, project, rows, "?dry_run=true"), 200)
    assert (told["dry_run"], told["selected"]) == (True, selected)
    assert await taking_part(partnership) == []
    events = await partnership.as_("icb:QWO").get(f"/v1/projects/{project['id']}/history")
    assert all("participation" not in each["event"] for each in done(events, 200)["items"])


async def test_a_school_in_doubt_and_one_of_another_authority_are_named_by_their_cells(partnership: Served):
    doubtful, foreign = {"URN": "100025", "PhaseOfEducation (code)": "7"}, {"URN": "100049", "LA (code)": "382"}
    special = {"URN": "100051", "TypeOfEstablishment (code)": "7"}
    project = await project_with_schools(partnership, doubtful, foreign, special)
    body = refused(await send(partnership, project, [*GOOD, "100051,new,full,Need.,We want it."]), 422, "rows-refused")
    assert [(each["row"], each["column"], each["code"]) for each in body["errors"]] == [
        (2, "override_reason", "override-needed"), (3, "urn", "authority-not-member"), (4, "urn", "school-ineligible"),
    ]  # fmt: skip
    told = done(await send(partnership, project, ["100025,new,full,Need.,Its primary phase is large."]), 200)
    assert told["selected"] == 1


async def test_a_long_file_takes_no_more_statements_than_a_short_one(partnership: Served):
    urns = [str(100100 + number) for number in range(60)]
    project = await project_with_schools(partnership, *({"URN": urn} for urn in urns))
    counts = []
    for some in (urns[:2], urns[2:]):
        with statements_counted(partnership.database) as seen:
            told = done(await send(partnership, project, [f"{urn},new,full,Need.," for urn in some]), 200)
        assert told["selected"] == len(some)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert len(await taking_part(partnership, limit="500")) == 60


async def test_what_a_file_selects_is_announced_school_by_school(partnership: Served):
    await send(partnership, await schools(partnership), GOOD)
    query = "select urn, la_code, resource_version from events where type like '%.participation.selected' order by urn"
    async with partnership.database.reading() as connection:
        assert [tuple(row) for row in await connection.fetch(query)] == [("100025", "383", 1), ("100049", "383", 1)]


async def test_in_a_closed_project_no_file_selects(partnership: Served):
    project = await schools(partnership)
    await close(partnership, project)
    refused(await send(partnership, project, GOOD), 409, "project-closed")


async def test_the_same_file_sent_twice_with_a_key_selects_once(partnership: Served):
    project = await schools(partnership)
    first = await send(partnership, project, GOOD, **{"Idempotency-Key": "k"})
    again = await send(partnership, project, GOOD, **{"Idempotency-Key": "k"})
    assert (again.status_code, again.content) == (200, first.content)


async def test_a_file_that_is_none_and_a_foreign_project_are_refused(partnership: Served):
    project = await schools(partnership)
    path, headers = f"/v1/projects/{project['id']}/selections", {"Content-Type": "text/csv"}
    board = partnership.as_("icb:QWO")
    assert refused(await board.post(path, content=b"urn;cohort\n", headers=headers), 422, "file-unusable")
    answer = await board.post(path, content=b"<x/>", headers={"Content-Type": "text/xml"})
    assert refused(answer, 415, "unsupported-media-type")
    assert (await send(partnership, project, GOOD, organisation="icb:QOP")).status_code == 404
    assert (await send(partnership, project, GOOD, organisation="la:383")).status_code == 403
    assert refused(await send(partnership, project, GOOD * 1001), 413, "too-many-rows")
