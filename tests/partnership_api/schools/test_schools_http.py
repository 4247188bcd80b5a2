"""The register over HTTP: everybody reads it, in pages, as files, by filter."""

import csv
import io
from typing import Any

import pytest

from tests.support.gias import CSV, imported, links_file
from tests.support.partnership import done
from tests.support.serving import Served
from tests.support.shared_data import shared_data

ANYBODY = (
    "icb:QWO", "la:383", "school:100025", "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11",
    "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", "national:nhse", "evaluator:one", "service:reporting",
)  # fmt: skip
OTHERS = (
    {"URN": "100026", "LA (code)": "383", "EstablishmentName": "=cmd()|Beta", "PhaseOfEducation (code)": "7"},
    {"URN": "100027", "LA (code)": "383", "EstablishmentName": "Alpha", "EstablishmentStatus (code)": "2"},
    {"URN": "100028", "LA (code)": "382", "EstablishmentName": "Alpha", "TypeOfEstablishment (code)": "34"},
)


async def urns(partnership: Served, **params: str) -> list[str]:
    page = done(await partnership.as_("la:383").get("/v1/schools", params=params), 200)
    return [item["urn"] for item in page["items"]]


@pytest.mark.parametrize("organisation", ANYBODY)
async def test_everybody_reads_the_register(partnership: Served, organisation):
    await imported(partnership, {})
    client = partnership.as_(organisation)
    school = done(await client.get("/v1/schools/100025"), 200)
    assert done(await client.get("/v1/schools"), 200)["items"] == [school]
    for path in ("history", "links"):
        assert (await client.get(f"/v1/schools/100025/{path}")).status_code == 200


async def test_nobody_reads_without_a_token(partnership: Served):
    assert (await partnership.as_(None).get("/v1/schools/100025")).status_code == 401


@pytest.mark.parametrize("path", ["", "/history", "/links"])
async def test_a_school_that_is_not_there_is_not_found(partnership: Served, path):
    answer = await partnership.as_("la:383").get(f"/v1/schools/999999{path}")
    assert (answer.status_code, answer.json()["title"]) == (404, "There is no school with this URN")


@pytest.mark.parametrize("urn", ["imports", "10002", "000000", "1000255"])
async def test_what_is_no_urn_is_refused_by_the_parameter(partnership: Served, urn):
    answer = await partnership.as_("la:383").get(f"/v1/schools/{urn}")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "urn")


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"urn": "100025,100028"}, ["100025", "100028"]),
        ({"la_code": "383"}, ["100026", "100027"]),
        ({"la_code": "382,383", "status_code": "1"}, ["100026", "100028"]),
        ({"phase_code": "7"}, ["100026"]),
        ({"type_code": "34"}, ["100028"]),
        ({"eligibility": "eligible"}, ["100025", "100028"]),
        ({"eligibility": "needs_override,ineligible"}, ["100026", "100027"]),
        ({"postcode": "NW3 2JB"}, []),
        ({"sort": "name"}, ["100026", "100027", "100028", "100025"]),
        ({"sort": "-name"}, ["100025", "100028", "100027", "100026"]),
        ({"sort": "-urn", "limit": "2"}, ["100028", "100027"]),
    ],
)
async def test_schools_are_found_by_filter_and_in_order(partnership: Served, params: dict[str, str], expected):
    await imported(partnership, {}, *OTHERS)
    assert await urns(partnership, **params) == expected


async def test_following_the_cursor_gives_every_school_once_and_only_with_its_filters(partnership: Served):
    await imported(partnership, {}, *OTHERS)
    client = partnership.as_("la:383")
    params: dict[str, str] = {"limit": "1", "sort": "name", "la_code": "382,383"}
    seen: list[str] = []
    while True:
        page = done(await client.get("/v1/schools", params=params), 200)
        seen += [item["urn"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = params["cursor"] = page["next_cursor"]
    assert seen == ["100026", "100027", "100028"]
    other = await client.get("/v1/schools", params={"cursor": cursor, "sort": "name", "la_code": "383"})
    assert (other.status_code, other.json()["type"].rpartition("/")[2]) == (400, "cursor-refused")


async def test_a_conditional_read_answers_304_until_an_import_changes_the_school(partnership: Served):
    await imported(partnership, {})
    client = partnership.as_("la:383")
    etag = (await client.get("/v1/schools/100025")).headers["ETag"]
    known = {"If-None-Match": etag}
    assert (await client.get("/v1/schools/100025", headers=known)).status_code == 304
    await imported(partnership, {"NumberOfPupils": "1"})
    assert (await client.get("/v1/schools/100025", headers=known)).headers["ETag"] == '"2"'


async def test_the_register_as_csv_runs_no_formula(partnership: Served):
    await imported(partnership, {}, *OTHERS)
    answer = await partnership.as_("la:383").get("/v1/schools?format=csv&la_code=383")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["name"] for row in rows] == ["'=cmd()|Beta", "Alpha"]
    assert rows[0]["laestab"] == "3832775"


async def linked(partnership: Served, *links: tuple[str, str, str, str]) -> dict[str, Any]:
    national = partnership.as_("national:dfe")
    return done(await national.post("/v1/schools/links/imports", content=links_file(*links), headers=CSV), 200)


async def test_a_school_shows_what_it_followed_and_what_followed_it(partnership: Served):
    await imported(partnership, {}, *OTHERS)
    report = await linked(
        partnership,
        ("100025", "100026", "Predecessor - merged", "01-01-2022"),
        ("100025", "100027", "Successor", ""),
        ("100027", "100025", "Predecessor", ""),
        ("100025", "100026", "Predecessor", "02-02-2022"),
        ("100025", "100025", "Successor", ""),
        ("100025", "100028", "Other", ""),
        ("x", "100028", "Successor", ""),
    )
    assert {name: report[name] for name in ("read", "inserted", "unchanged", "ignored", "rejected")} == {
        "read": 7, "inserted": 3, "unchanged": 0, "ignored": 2, "rejected": 2,
    }  # fmt: skip
    client = partnership.as_("icb:QWO")
    items = done(await client.get("/v1/schools/100025/links"), 200)["items"]
    found = {(item["link_urn"], item["kind"], item["link_type"], item["established_on"]) for item in items}
    assert found == {
        ("100026", "predecessor", "Predecessor - merged", "2022-01-01"),
        ("100027", "successor", "Successor", None),
    }
    only = done(await client.get("/v1/schools/100025/links?kind=successor"), 200)["items"]
    assert [item["link_urn"] for item in only] == ["100027"]


async def test_links_are_changed_where_they_differ_and_only_there(partnership: Served):
    link = ("100025", "100026", "Predecessor", "01-01-2022")
    await linked(partnership, link)
    assert (await linked(partnership, link))["unchanged"] == 1
    report = await linked(partnership, ("100025", "100026", "Predecessor - merged", "01-01-2022"))
    assert (report["updated"], report["unchanged"], report["inserted"]) == (1, 0, 0)


async def test_the_real_links_file_is_imported(partnership: Served):
    file = shared_data("links_edubasealldata20250422.csv").read_bytes()
    national = partnership.as_("national:dfe")
    report = done(await national.post("/v1/schools/links/imports", content=file, headers=CSV), 200)
    assert (report["read"], report["inserted"], report["ignored"], report["rejected"]) == (33_801, 33_454, 347, 0)
