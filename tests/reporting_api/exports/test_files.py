"""Every table in every form says what its list says, under the names the DfE uses, with real types."""

import csv
import io
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
from fastapi.routing import APIRoute

from services.reporting_api.api import ROUTERS
from services.reporting_api.exports.tables import TABLES
from services.reporting_api.measures.catalogue import measures
from tests.reporting_api.conftest import Reporting
from tests.reporting_api.exports.reading import about, alike, expected, rows_of
from tests.reporting_api.reports import done

FORMS = ("csv", "ndjson", "xlsx", "parquet")
TEAM = "national:dfe"


async def columns(reporting: Reporting, table: str) -> list[dict]:
    tables = (await reporting.one("/v1/flat-tables", TEAM))["tables"]
    return next(each for each in tables if each["name"] == table)["columns"]


async def file(reporting: Reporting, table: str, form: str, organisation: str = TEAM, more: str = "") -> bytes:
    answer = await reporting.as_(organisation).get(f"/v1/flat-tables/{table}/file?form={form}{more}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == f'attachment; filename="{table}.{form}"'
    assert int(answer.headers["content-length"]) == len(answer.content)
    return answer.content


async def test_every_table_in_every_form_says_what_its_list_says(reporting: Reporting, reports, project, two_boards):
    done(await reports.ask(project.data.id), 201)
    for table in (await reporting.one("/v1/flat-tables", TEAM))["tables"]:
        listed = await reporting.items(f"{table['list_path']}?limit=500", TEAM)
        wanted = [{name: alike(v) for name, v in expected(row, table["columns"]).items()} for row in listed]
        assert wanted, f"{table['name']} has no row to compare"
        for form in FORMS:
            rows = rows_of(form, await file(reporting, table["name"], form))
            assert [list(row) for row in rows] == [[each["name"] for each in table["columns"]]] * len(wanted)
            for row, like in zip(rows, wanted, strict=True):
                shown = {name: alike(row[name]) for name in like}
                if form == "csv" and "school_name" in shown:
                    shown["school_name"] = shown["school_name"].removeprefix("'")
                assert shown == like, (table["name"], form)


async def test_a_series_is_exported_at_the_level_that_is_asked_for(reporting: Reporting, two_boards):
    for level, shown, areas in (
        ("la", "Local authority", {"380", "383", "810"}),
        ("icb", "Integrated care board", {"QHM", "QWO"}),
        ("nation", "National", {"england"}),
    ):
        listed = await reporting.items(f"/v1/measure-series?level={level}", TEAM)
        rows = rows_of("ndjson", await file(reporting, "measure_series", "ndjson", more=f"&level={level}"))
        assert [(row["area_code"], row["value"]) for row in rows] == [
            (row["area_code"], row["value"]) for row in listed
        ]
        assert {row["area_code"] for row in rows} == areas
        assert {row["geographic_level"] for row in rows} == {shown}


async def test_a_month_and_a_quarter_are_named_as_the_dfe_names_them(reporting: Reporting, two_boards):
    for interval in ("month", "quarter"):
        more = f"&level=nation&interval={interval}&measure=lines_agreed"
        [row] = rows_of("ndjson", await file(reporting, "measure_series", "ndjson", more=more))
        began = date.fromisoformat(row["starts_on"])
        if interval == "month":
            assert (row["time_period"], row["time_identifier"]) == (f"{began:%Y}", f"{began:%B}")
        else:
            year, quarter = row["period"].split()
            named = (year.replace("-", ""), f"Financial year {quarter}")
            assert (row["time_period"], row["time_identifier"]) == named


def test_every_flat_list_can_be_exported():
    lists = {
        route.path
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and "flat row" in route.description
    }
    assert {"/v1/dashboard-regions", "/v1/measure-series", "/v1/updates-owed"} <= lists
    assert lists == {table.path for table in TABLES.values()}


async def test_a_figure_names_its_measure(reporting: Reporting):
    known = measures()
    for table in (await reporting.one("/v1/flat-tables", TEAM))["tables"]:
        named = {each["name"]: each["measure"] for each in table["columns"] if each["measure"]}
        assert set(named.values()) <= set(known), table["name"]
        assert named or table["name"] == "measure_series"
    assert {each["name"]: each["measure"] for each in await columns(reporting, "strands")}["hours_bought"] == "hours"


async def test_the_names_are_those_of_the_dfe_where_it_has_some(reporting: Reporting, two_boards):
    [row] = rows_of("ndjson", await file(reporting, "schools", "ndjson", more="&urn=107866"))
    assert list(row.items())[:11] == [
        ("time_period", "202526"),
        ("time_identifier", "Financial year"),
        ("geographic_level", "School"),
        ("country_code", "E92000001"),
        ("country_name", "England"),
        ("region_code", "E12000003"),
        ("region_name", "Yorkshire and The Humber"),
        ("new_la_code", "E08000035"),
        ("old_la_code", "383"),
        ("la_name", "Leeds"),
        ("urn", "107866"),
    ]
    named = {each["name"]: each["dfe_name"] for each in await columns(reporting, "schools")}
    assert (named["new_la_code"], named["icb_code"]) == ("new_la_code", None)
    levels = {
        rows_of("ndjson", await file(reporting, table, "ndjson"))[0]["geographic_level"]
        for table in ("projects", "icbs", "local_authorities")
    }
    assert levels == {"Integrated care board", "Local authority"}


async def test_parquet_has_types_and_says_what_it_is(reporting: Reporting, two_boards):
    read = pq.read_table(io.BytesIO(await file(reporting, "schools", "parquet", more="&la_code=383,380")))
    types = {
        name: read.schema.field(name).type for name in ("cost_pence", "hours", "both_strands", "updated_at", "urn")
    }
    assert list(types.values()) == [pa.int64(), pa.float64(), pa.bool_(), pa.timestamp("us", "UTC"), pa.string()]
    assert read.schema.metadata[b"filters"] == b'{"la_code": ["383", "380"]}'
    assert b'"partnership": null' in read.schema.metadata[b"as_of"]
    assert read.schema.field("cost_pence").metadata[b"description"] == b"Cost, in pence."
    assert read.schema.field("cost_pence").metadata[b"measure"] == b"cost_pence"
    owed = pq.read_schema(io.BytesIO(await file(reporting, "reports_owed", "parquet")))
    assert owed.field("due_on").type == pa.date32()


async def test_a_workbook_explains_itself(reporting: Reporting, two_boards):
    lines = about(await file(reporting, "schools", "xlsx", more="&la_code=383"))
    said = {line[0]: line[1] for line in lines}
    assert (said["Table"], said["Only la_code"], said["Rows"]) == ("schools", "383", "1")
    assert said["As of (partnership)"] == "not read to its end"
    assert ["new_la_code", "text", "yes", "", "Nine-digit code of the local authority."] in lines
    assert ["sessions_held", "integer", "no", "sessions_held", "Sessions held."] in lines


async def test_no_cell_of_a_file_is_run_by_a_spreadsheet(reporting: Reporting, two_boards):
    text = (await file(reporting, "schools", "csv")).decode("utf-8-sig")
    listed = await reporting.as_(TEAM).get("/v1/dashboard-schools?format=csv")
    names = [row["school_name"] for row in csv.DictReader(io.StringIO(text))]
    assert names == [row["school_name"] for row in csv.DictReader(io.StringIO(listed.content.decode("utf-8-sig")))]
    assert '\'=HYPERLINK("http://x")' in names
    [row] = rows_of("xlsx", await file(reporting, "schools", "xlsx", more="&urn=107866"))
    assert row["school_name"] == '=HYPERLINK("http://x")', "a workbook holds it as text, not as a formula"


async def test_a_table_without_rows_is_a_file_with_its_columns(reporting: Reporting):
    for form in FORMS:
        content = await file(reporting, "schools", form)
        assert rows_of(form, content) == []
        if form == "parquet":
            assert "new_la_code" in pq.read_schema(io.BytesIO(content)).names
        if form == "csv":
            assert content.decode("utf-8-sig").startswith("time_period,time_identifier,")


SEEN = [
    ("icb:QWO", ["107201", "107866"]),
    ("icb:QHM", ["118000"]),
    ("la:383", ["107866"]),
    ("la:999", []),
    ("school:107201", ["107201"]),
    ("pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", []),
    ("service:reporting", ["107201", "107866", "118000"]),
]


async def test_a_file_has_the_rows_that_its_caller_sees(reporting: Reporting, two_boards):
    for organisation, urns in SEEN:
        for form in ("csv", "parquet"):
            assert (
                sorted(row["urn"] for row in rows_of(form, await file(reporting, "schools", form, organisation)))
                == urns
            )


async def test_who_may_not_list_a_table_does_not_export_it(reporting: Reporting):
    for organisation, count in (("national:dfe", len(TABLES)), ("la:383", 8), ("school:107201", 2)):
        assert len((await reporting.one("/v1/flat-tables", organisation))["tables"]) == count, organisation
    board = reporting.as_("la:383")
    assert (await board.get("/v1/flat-tables/icbs/file")).status_code == 403
    assert (await board.post("/v1/exports", json={"table": "icbs", "form": "csv"})).status_code == 403
    for organisation in ("evaluator:sheffield", "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b13"):
        assert (await reporting.as_(organisation).get("/v1/flat-tables")).status_code == 403
    assert (await reporting.as_(None).get("/v1/flat-tables/schools/file")).status_code == 401


WRONG = [
    ("none_such/file", 404, None),
    ("schools/file?form=pdf", 400, "form"),
    ("schools/file?colour=red", 400, "colour"),
    ("icbs/file?la_code=383", 400, "la_code"),
    ("schools/file?la_code=38", 400, "la_code"),
    ("schools/file?la_code=383,38", 400, "la_code"),
    ("schools/file?updated_since=yesterday", 400, "updated_since"),
    ("schools/file?limit=5", 400, "limit"),
]


async def test_what_cannot_be_asked_for_is_named(reporting: Reporting):
    for path, status, place in WRONG:
        answer = await reporting.as_(TEAM).get(f"/v1/flat-tables/{path}")
        assert answer.status_code == status, answer.text
        if place:
            assert [each["parameter"] for each in answer.json()["errors"]] == [place]
