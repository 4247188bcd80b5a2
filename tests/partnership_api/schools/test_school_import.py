"""A file of GIAS becomes the schools of the service: what is new, what changed, what closed, and nothing twice."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from services.partnership_api.schools.models import School
from shared.contracts.partnership import schools as contract
from shared.kit import outbox
from tests.support.gias import CSV, SCHOOL, gias_file, imported
from tests.support.partnership import done
from tests.support.serving import Served
from tests.support.shared_data import shared_data
from tests.support.uploads import chunks_of

COUNTS = ("read", "inserted", "updated", "closed", "unchanged", "rejected")


def counts(report: dict[str, Any]) -> dict[str, int]:
    """The counts that are not nought."""
    return {name: report[name] for name in COUNTS if report[name]}


async def announced(partnership: Served) -> list[tuple[str, str, int]]:
    async with partnership.database.reading() as connection:
        rows = await connection.fetch(
            "select type, subject, resource_version from events where type like '%.school.%' order by position"
        )
    return [tuple(row) for row in rows]


async def school(partnership: Served, urn: str = "100025") -> dict[str, Any]:
    return done(await partnership.as_("la:383").get(f"/v1/schools/{urn}"), 200)


async def test_a_school_is_imported_with_whether_it_may_take_part(partnership: Served):
    report = await imported(partnership, {}, {"URN": "100026", "PhaseOfEducation (code)": "4"})
    assert counts(report) == {"read": 2, "inserted": 2}
    found = await school(partnership)
    assert (found["name"], found["laestab"], found["opened_on"]) == (
        "Gospel Oak Primary School",
        "2022775",
        "2016-08-01",
    )
    assert (found["percentage_fsm"], found["eligibility"], found["eligibility_reasons"]) == (37.4, "eligible", [])
    secondary = await school(partnership, "100026")
    assert secondary["eligibility"] == "ineligible"
    assert secondary["eligibility_reasons"] == [{"code": "secondary", "sentence": "The school is a secondary school."}]


async def test_a_school_outside_our_authorities_is_imported_and_ineligible(partnership: Served):
    await imported(partnership, {"LA (code)": "681"})
    assert [reason["code"] for reason in (await school(partnership))["eligibility_reasons"]] == ["outside_england"]


async def test_the_same_file_twice_changes_nothing_and_announces_nothing(partnership: Served):
    await imported(partnership, {}, {"URN": "100026"})
    before, told = await school(partnership), await announced(partnership)
    assert counts(await imported(partnership, {}, {"URN": "100026"})) == {"read": 2, "unchanged": 2}
    assert (await school(partnership), await announced(partnership)) == (before, told)


async def test_what_is_new_what_changed_and_what_closed_is_told_apart(partnership: Served):
    closing, closed = {"URN": "100027", "EstablishmentStatus (code)": "2"}, {"EstablishmentStatus (code)": "2"}
    await imported(partnership, {}, {"URN": "100026"}, {"URN": "100027"}, {"URN": "100028"} | closed)
    renamed = {"URN": "100026", "EstablishmentName": "Another Name"}
    old = {"URN": "100028", "NumberOfPupils": "0"} | closed
    report = await imported(partnership, {}, renamed, closing, old, {"URN": "100029"})
    assert counts(report) == {"read": 5, "inserted": 1, "updated": 3, "closed": 1, "unchanged": 1}
    assert (await announced(partnership))[4:] == [
        ("partnership.school.changed", "100026", 2),
        ("partnership.school.closed", "100027", 2),
        ("partnership.school.changed", "100028", 2),
        ("partnership.school.added", "100029", 1),
    ]
    assert (await school(partnership, "100027"))["eligibility"] == "ineligible"


async def test_a_school_that_the_file_lacks_stays_as_it_is(partnership: Served):
    await imported(partnership, {}, {"URN": "100026"})
    before = await school(partnership)
    assert counts(await imported(partnership, {"URN": "100026"})) == {"read": 1, "unchanged": 1}
    assert await school(partnership) == before


async def test_a_column_that_the_file_lacks_erases_nothing_but_a_blank_does(partnership: Served):
    await imported(partnership, {})
    national = partnership.as_("national:dfe")
    without = gias_file({"EstablishmentName": "Renamed"}, without=("UKPRN", "NumberOfPupils"))
    answer = done(await national.post("/v1/schools/imports", content=without, headers=CSV), 200)
    assert counts(answer) == {"read": 1, "updated": 1}
    found = await school(partnership)
    assert (found["name"], found["ukprn"], found["number_of_pupils"]) == ("Renamed", "10078058", 421)
    await imported(partnership, {"EstablishmentName": "Renamed", "UKPRN": ""})
    assert (await school(partnership))["ukprn"] is None


async def test_a_dry_run_counts_the_same_and_changes_nothing(partnership: Served):
    await imported(partnership, {}, {"URN": "100026"})
    before, told = await school(partnership), await announced(partnership)
    file = gias_file({"NumberOfPupils": "5"}, {"URN": "100026"}, {"URN": "100027"}, {"URN": "1"})
    national = partnership.as_("national:dfe")
    tried = done(await national.post("/v1/schools/imports?dry_run=true", content=file, headers=CSV), 200)
    assert (await school(partnership), await announced(partnership)) == (before, told)
    real = done(await national.post("/v1/schools/imports", content=file, headers=CSV), 200)
    assert counts(tried) == {"read": 4, "inserted": 1, "updated": 1, "unchanged": 1, "rejected": 1}
    assert real == tried | {"dry_run": False}


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (contract.SchoolAdded, []),
        (contract.SchoolChanged, [{"PercentageFSM": "5.0", "OpenDate": "", "PhaseOfEducation (code)": "7"}]),
        (contract.SchoolClosed, [{"EstablishmentStatus (code)": "2", "EstablishmentName": "Ü 'quoted' \\ \"school\""}]),
    ],
)
async def test_an_import_announces_what_the_outbox_would(partnership: Served, kind, changes):
    for change in ({}, *changes):
        await imported(partnership, change)
    query = "select *, data::text as data from events order by position desc limit 1"
    async with partnership.database.transaction() as session, partnership.database.reading() as connection:
        row = await session.scalar(select(School))
        written = dict(await connection.fetchrow(query))
    would_be = outbox.values_of(kind(data=contract.School.model_validate(row)), "national:dfe")
    written["data"] = json.loads(written["data"])
    assert written["id"].version == would_be["id"].version == 7
    same = [name for name in would_be if name not in ("id", "occurred_at")]
    assert {name: written[name] for name in same} == {name: would_be[name] for name in same}
    assert {*written} - {*would_be} == {"position", "xid"}


async def test_rows_that_cannot_be_used_are_told_with_row_column_and_reason(partnership: Served):
    bad = {"URN": "1"}, {"URN": "100026", "OpenDate": "soon", "LA (code)": "x"}, {"URN": "100025"}
    report = await imported(partnership, {}, *bad)
    assert counts(report) == {"read": 4, "inserted": 1, "rejected": 3}
    told = [(each["row"], each["column"], each["code"]) for each in report["rejected_rows"]]
    assert told == [
        (3, "URN", "not_a_urn"),
        (4, "LA (code)", "not_an_la_code"),
        (4, "OpenDate", "not_a_date"),
        (5, "URN", "urn_repeated"),
    ]
    assert report["rejected_rows"][3]["reason"] == "The school with this URN is already in row 2."


async def test_all_rejected_rows_are_counted_and_the_first_thousand_told(partnership: Served):
    report = await imported(partnership, {}, *[{"URN": "0"}] * 1200)
    assert (report["read"], report["rejected"], len(report["rejected_rows"])) == (1201, 1200, 1000)
    assert [each["row"] for each in report["rejected_rows"]] == list(range(3, 1003))


async def test_an_upload_in_pieces_of_any_size_is_the_same_file(partnership: Served):
    file = gias_file({}, {"URN": "100026"})
    content = chunks_of(file, 7)
    answer = await partnership.as_("national:nhse").post("/v1/schools/imports", content=content, headers=CSV)
    assert counts(done(answer, 200)) == {"read": 2, "inserted": 2}


async def test_the_history_of_a_school_says_what_an_import_changed(partnership: Served):
    await imported(partnership, {})
    await imported(partnership, {"NumberOfPupils": "400"})
    [changed, added] = done(await partnership.as_("la:383").get("/v1/schools/100025/history"), 200)["items"]
    assert (added["event"], changed["event"]) == ("partnership.school.added", "partnership.school.changed")
    assert changed["changes"] == [{"field": "number_of_pupils", "before": 421, "after": 400}]


async def test_the_whole_real_extract_is_imported(partnership: Served):
    file = shared_data("gias_schools_extract_1924.csv").read_bytes()
    national = partnership.as_("national:dfe")
    first = done(await national.post("/v1/schools/imports", content=file, headers=CSV), 200)
    assert counts(first) == {"read": 1924, "inserted": 1924}
    again = done(await national.post("/v1/schools/imports", content=file, headers=CSV), 200)
    assert counts(again) == {"read": 1924, "unchanged": 1924}
    params = {"eligibility": "eligible", "count": "exact", "limit": "500"}
    page = done(await national.get("/v1/schools", params=params), 200)
    assert page["total"] == len(page["items"]) == 449
    for item in page["items"]:
        assert contract.School.model_validate(item).model_dump(mode="json") == item


async def test_the_current_header_of_135_columns_is_read(partnership: Served):
    file = shared_data("gias_sample_3rows_135cols_2025.csv").read_bytes()
    answer = await partnership.as_("national:dfe").post("/v1/schools/imports", content=file, headers=CSV)
    assert counts(done(answer, 200)) == {"read": 3, "inserted": 3}


def test_the_made_up_school_is_like_one_of_gias():
    header = shared_data("gias_sample_3rows_135cols_2025.csv").read_text("utf-8-sig").splitlines()[0]
    assert {name for name in SCHOOL if name not in header} == set()
