import csv
import io
import json
from uuid import uuid4

import pytest

from tests.support.serving import Served

FORUM = {"name": "Kirklees Parent Carer Forum", "kind": "forum", "la_codes": ["382"]}
BOM = "\ufeff"


async def register(partnership: Served, **change: object) -> dict[str, object]:
    answer = await partnership.as_("icb:QWO").post("/v1/parent-carer-groups", json=FORUM | change)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_board_is_found_by_its_ods_code(partnership: Served):
    answer = await partnership.as_("la:383").get("/v1/icbs/QWO")
    assert answer.status_code == 200
    assert answer.json()["name"] == "NHS West Yorkshire Integrated Care Board"
    assert answer.headers["etag"] == '"1"'


async def test_a_board_that_never_was_is_not_found(partnership: Served):
    answer = await partnership.as_("la:383").get("/v1/icbs/XXX")
    assert answer.status_code == 404
    assert answer.json()["title"] == "There is no board with this ODS code"


@pytest.mark.parametrize("code", ["qwo", "TOOLONG", "Q%00O", "Q'O"])
async def test_what_is_no_ods_code_is_refused_by_the_parameter(partnership: Served, code: str):
    answer = await partnership.as_("la:383").get(f"/v1/icbs/{code}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "ods_code"
    assert code not in answer.text


async def test_there_are_48_boards_past_and_present_and_153_authorities(partnership: Served):
    client = partnership.as_("service:reporting")
    for path, number in (("/v1/icbs", 48), ("/v1/local-authorities", 153)):
        answer = (await client.get(path, params={"count": "exact", "limit": 1})).json()
        assert answer["total"] == number


async def test_following_the_cursor_gives_every_row_once(partnership: Served):
    client = partnership.as_("national:dfe")
    params: dict[str, str] = {"limit": "20", "sort": "-name"}
    seen: list[str] = []
    while True:
        answer = await client.get("/v1/local-authorities", params=params)
        body = answer.json()
        seen += [item["name"] for item in body["items"]]
        if body["next_cursor"] is None:
            assert "link" not in answer.headers
            break
        assert f'cursor={body["next_cursor"]}>; rel="next"' in answer.headers["link"]
        params["cursor"] = body["next_cursor"]
    assert len(seen) == 153
    assert seen == sorted(seen, reverse=True)


async def test_a_cursor_is_refused_under_another_filter(partnership: Served):
    client = partnership.as_("national:dfe")
    cursor = (await client.get("/v1/local-authorities?limit=1")).json()["next_cursor"]
    answer = await client.get("/v1/local-authorities", params={"cursor": cursor, "la_code": "383"})
    assert answer.status_code == 400
    assert answer.json()["type"].endswith("/problems/cursor-refused")


@pytest.mark.parametrize("cursor", ["x", "bm90IGpzb24", "WyJhIiwxXQ", "", "%%%", "e30", "W10", "bnVsbA", "é"])
async def test_a_cursor_we_did_not_write_is_refused(partnership: Served, cursor: str):
    answer = await partnership.as_("national:dfe").get("/v1/local-authorities", params={"cursor": cursor})
    assert answer.status_code == 400


async def test_a_filter_takes_several_values_with_commas_between(partnership: Served):
    answer = await partnership.as_("national:dfe").get("/v1/local-authorities?la_code=383,382")
    assert [item["la_code"] for item in answer.json()["items"]] == ["382", "383"]


async def test_a_parameter_that_is_not_known_is_refused_by_name(partnership: Served):
    for path in ("/v1/local-authorities?la_cod=383", "/v1/icbs/QWO?verbose=1"):
        answer = await partnership.as_("national:dfe").get(path)
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] in ("la_cod", "verbose")


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "sort=secret", "updated_since=yesterday",
                                   "count=all", "format=xml", "la_code=38", "la_code=", "limit=1e400"])  # fmt: skip
async def test_a_parameter_out_of_its_range_is_refused_by_name(partnership: Served, query: str):
    answer = await partnership.as_("national:dfe").get(f"/v1/local-authorities?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == query.split("=", maxsplit=1)[0]


async def test_a_list_is_also_a_csv_that_excel_opens(partnership: Served):
    for options in ({"headers": {"Accept": "text/csv"}}, {"params": {"format": "csv"}}):
        answer = await partnership.as_("national:dfe").get("/v1/local-authorities", **options)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.text.startswith(BOM)
        rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix(BOM))))
        assert len(rows) == 153
        assert list(rows[0])[:4] == ["la_code", "name", "gss_code", "region_code"]
        assert next(row for row in rows if row["la_code"] == "883")["icb_codes"]


async def test_an_empty_csv_still_has_its_header(partnership: Served):
    answer = await partnership.as_("national:dfe").get("/v1/icbs?format=csv&ods_code=XXX")
    assert answer.text.startswith(BOM + "ods_code,name")
    assert len(answer.text.splitlines()) == 1


async def test_no_cell_of_a_csv_is_run_by_a_spreadsheet(partnership: Served):
    await register(partnership, name="=HYPERLINK(0)")
    text = (await partnership.as_("national:dfe").get("/v1/parent-carer-groups?format=csv")).text
    assert "'=HYPERLINK(0)" in text


async def test_a_list_is_also_one_json_object_a_line(partnership: Served):
    await register(partnership, name='Back\\slash "and" quotes, commas\nand lines')
    answer = await partnership.as_("national:dfe").get("/v1/parent-carer-groups?format=ndjson")
    assert answer.headers["content-type"] == "application/x-ndjson"
    [group] = [json.loads(line) for line in answer.text.splitlines()]
    assert group["name"] == 'Back\\slash "and" quotes, commas\nand lines'


async def test_what_cannot_be_given_is_not_acceptable(partnership: Served):
    answer = await partnership.as_("national:dfe").get("/v1/icbs", headers={"Accept": "application/xml"})
    assert answer.status_code == 406


async def test_a_registered_group_can_be_read_where_the_answer_says(partnership: Served):
    answer = await partnership.as_("icb:QWO").post("/v1/parent-carer-groups", json=FORUM)
    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    again = await partnership.as_("la:382").get(answer.headers["location"])
    assert again.json() == answer.json()
    assert again.headers["etag"] == '"1"'


async def test_an_unchanged_group_is_not_sent_again(partnership: Served):
    group = await register(partnership)
    path = f"/v1/parent-carer-groups/{group['id']}"
    for tag in ('"1"', 'W/"1"', '"7", "1"', "*"):
        answer = await partnership.as_("la:382").get(path, headers={"If-None-Match": tag})
        assert (answer.status_code, answer.content) == (304, b"")
    changed = await partnership.as_("la:382").get(path, headers={"If-None-Match": '"2"'})
    assert changed.status_code == 200


async def test_a_change_names_the_version_it_changes(partnership: Served):
    group = await register(partnership)
    client, path = partnership.as_("icb:QWO"), f"/v1/parent-carer-groups/{group['id']}"
    assert (await client.patch(path, json={"kind": "other"})).status_code == 428
    changed = await client.patch(path, json={"kind": "other"}, headers={"If-Match": '"1"'})
    assert changed.status_code == 200
    assert changed.headers["etag"] == '"2"'
    assert changed.json()["name"] == FORUM["name"]
    stale = await client.patch(path, json={"kind": "forum"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert (await client.patch(path, json={}, headers={"If-Match": "two"})).status_code == 400


async def test_the_history_says_who_changed_what(partnership: Served):
    group = await register(partnership)
    path = f"/v1/parent-carer-groups/{group['id']}"
    await partnership.as_("national:dfe").patch(path, json={"name": "Another name"}, headers={"If-Match": '"1"'})
    newest, first = (await partnership.as_("la:382").get(f"{path}/history")).json()["items"]
    assert (newest["by"], newest["version"]) == ("national:dfe", 2)
    assert newest["changes"] == [{"field": "name", "before": FORUM["name"], "after": "Another name"}]
    assert (first["by"], first["event"]) == ("icb:QWO", "partnership.parent-carer-group.registered")
    page = (await partnership.as_("la:382").get(f"{path}/history?limit=1")).json()
    rest = await partnership.as_("la:382").get(f"{path}/history?limit=1&cursor={page['next_cursor']}")
    assert rest.json() == {"items": [first], "next_cursor": None, "total": None}


async def test_a_group_changes_itself_and_no_other(partnership: Served):
    group, other = await register(partnership), await register(partnership, name="Another forum")
    client = partnership.as_(f"pcg:{group['id']}")
    for each, status in ((group, 200), (other, 403)):
        answer = await client.patch(
            f"/v1/parent-carer-groups/{each['id']}", json={"kind": "other"}, headers={"If-Match": '"1"'}
        )
        assert answer.status_code == status


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"name": "x" * 201}, "/name"),
        ({"name": "a\x00b"}, "/name"),
        ({"name": 7}, "/name"),
        ({"kind": "club"}, "/kind"),
        ({"la_codes": []}, "/la_codes"),
        ({"la_codes": ["38"]}, "/la_codes/0"),
        ({"la_codes": ["382"] * 21}, "/la_codes"),
        ({"colour": "red"}, "/colour"),
        ({"a/b~c": 1}, "/a~1b~0c"),
    ],
)
async def test_a_field_that_cannot_be_used_is_named_with_its_place(partnership: Served, change, pointer: str):
    answer = await partnership.as_("icb:QWO").post("/v1/parent-carer-groups", json=FORUM | change)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b'{"name": NaN}', b"[" * 100_000, b'{"name": "\\ud800"}',
     b'{"name": ' + b"9" * 5000 + b"}"],
)  # fmt: skip
async def test_a_body_that_is_no_object_of_ours_is_refused(partnership: Served, body: bytes):
    answer = await partnership.as_("icb:QWO").post(
        "/v1/parent-carer-groups", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_over_the_documented_size_is_too_large(partnership: Served):
    answer = await partnership.as_("icb:QWO").post("/v1/parent-carer-groups", json=FORUM | {"name": "x" * 1_100_000})
    assert answer.status_code == 413
    assert answer.json()["status"] == 413


async def test_a_group_of_an_authority_that_does_not_exist_is_refused(partnership: Served):
    answer = await partnership.as_("icb:QWO").post("/v1/parent-carer-groups", json=FORUM | {"la_codes": ["382", "999"]})
    assert answer.status_code == 409
    assert answer.json()["detail"] == "No English local authority has the code 999."


async def test_the_same_key_and_request_take_effect_once(partnership: Served):
    client, headers = partnership.as_("icb:QWO"), {"Idempotency-Key": str(uuid4())}
    first = await client.post("/v1/parent-carer-groups", json=FORUM, headers=headers)
    second = await client.post("/v1/parent-carer-groups", json=FORUM, headers=headers)
    assert (second.status_code, second.content) == (201, first.content)
    assert second.headers["location"] == first.headers["location"]
    assert second.headers["idempotency-replayed"] == "true"
    listed = await client.get("/v1/parent-carer-groups?count=exact")
    assert listed.json()["total"] == 1


async def test_a_key_does_not_serve_for_another_request(partnership: Served):
    client, headers = partnership.as_("icb:QWO"), {"Idempotency-Key": "monday-1"}
    await client.post("/v1/parent-carer-groups", json=FORUM, headers=headers)
    other = await client.post("/v1/parent-carer-groups", json=FORUM | {"name": "Other"}, headers=headers)
    assert (other.status_code, other.json()["type"].rsplit("/", 1)[-1]) == (422, "key-reused")
    # Another caller's keys are its own.
    theirs = await partnership.as_("icb:QOP").post("/v1/parent-carer-groups", json=FORUM, headers=headers)
    assert theirs.status_code == 201


async def test_a_refused_request_leaves_its_key_free(partnership: Served):
    client, headers = partnership.as_("icb:QWO"), {"Idempotency-Key": "tuesday-1"}
    refused = await client.post("/v1/parent-carer-groups", json=FORUM | {"la_codes": ["999"]}, headers=headers)
    assert refused.status_code == 409
    assert (await client.post("/v1/parent-carer-groups", json=FORUM, headers=headers)).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "é"])
async def test_a_key_without_a_usable_form_is_refused(partnership: Served, key: str):
    headers = {"Idempotency-Key": key.encode("latin-1")}
    answer = await partnership.as_("icb:QWO").post("/v1/parent-carer-groups", json=FORUM, headers=headers)
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/v2/icbs", "/v1/icbs/", "/v1", "/nothing"])
async def test_an_address_that_is_none_is_a_problem_like_any_other(partnership: Served, path: str):
    answer = await partnership.as_("icb:QWO").get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_method_that_is_not_taken_says_which_are(partnership: Served):
    answer = await partnership.as_("icb:QWO").delete("/v1/icbs")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.json()["type"].endswith("/problems/method-not-allowed")
