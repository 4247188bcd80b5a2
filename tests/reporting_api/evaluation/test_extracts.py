"""Extracts: asked for by the evaluator, checked, released as they were checked, downloaded by it alone (R35)."""

import csv
import io
import json
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from sqlalchemy import delete

from services.partnership_api.main import SERVICE as PARTNERSHIP
from services.reporting_api.extracts.dictionary import columns_of, regions
from shared.contracts.partnership.participations import ParticipationWithdrawn
from shared.contracts.reporting.extracts import ExtractTable
from shared.kit.tables import consumer_cursors
from tests.reporting_api import facts
from tests.reporting_api.evaluation.conftest import (
    ANOTHER,
    DEVON,
    EVALUATOR,
    LEEDS,
    TEAM,
    Evaluated,
    Resource,
    done,
    evaluation_of,
    in_days,
    schools,
)

TABLES = [table.value for table in ExtractTable]


async def rows(evaluated: Evaluated, on: Resource, table: str = "schools") -> list[Resource]:
    answer = await evaluated.download(on, table)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


async def test_from_asking_to_downloading(evaluated: Evaluated):
    asked = await evaluated.extract("schools", "participations")
    assert (asked["status"], asked["check"]) == ("requested", None)
    checked = done(await evaluated.step(TEAM, asked, "check", {}))
    as_of = checked["check"].pop("as_of")
    assert None not in as_of.values()
    assert checked["check"] == {
        "threshold": 5,
        "generalised": ["region", "offer", "status", "cohort"],
        "suppressed": True,
        "schools": 12,
        "smallest_cell_before": 1,
        "smallest_cell": 6,
        "schools_generalised": 6,
        "schools_suppressed": 1,
        "tables": [{"table": "schools", "rows": 12}, {"table": "participations", "rows": 12}],
        "passes": True,
        "reasons": [],
    }
    released = done(await evaluated.step(TEAM, checked, "release"))
    assert (released["status"], released["released_by"]) == ("released", TEAM)
    given = await rows(evaluated, released)
    assert sorted(row["region"] for row in given) == ["*"] * 6 + ["Yorkshire and The Humber"] * 6
    events = done(await evaluated.get(EVALUATOR, f"/v1/extracts/{asked['id']}/history"))["items"]
    assert [each["event"].rpartition(".")[2] for each in events] == ["released", "checked", "requested"]


async def test_every_table_has_the_columns_of_the_dictionary_in_every_form(evaluated: Evaluated):
    leeds = list(schools(evaluated.project, (LEEDS, "new", 5), first=120_000))
    await evaluated.reporting.told(*leeds)
    await evaluated.reporting.told(
        *(facts.assessment(school, scores={"communication": 41.6, "environment": None}) for school in leeds),
        *(facts.line(school, hours=6.4, cost_pence=45_678) for school in leeds for _ in range(2)),
    )
    released = await evaluated.released(*TABLES)
    for table in TABLES:
        answer = await evaluated.download(released, table, "csv")
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.headers["content-disposition"] == f'attachment; filename="{table}.csv"'
        read = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert read.fieldnames == columns_of(ExtractTable(table))
        as_lines = await rows(evaluated, released, table)
        assert [{name: str(value) for name, value in row.items()} for row in as_lines] == list(read)
        parquet = await evaluated.download(released, table, "parquet")
        assert parquet.headers["content-type"] == "application/vnd.apache.parquet"
        as_table = pq.read_table(io.BytesIO(parquet.content))
        assert (as_table.column_names, as_table.to_pylist()) == (columns_of(ExtractTable(table)), as_lines)
        assert (await evaluated.download(released, table, "parquet")).content == parquet.content
        assert as_lines
    scores = await rows(evaluated, released, "domain_scores")
    assert [(row["domain"], row["score"]) for row in scores] == [("communication", 42)] * 5
    lines = await rows(evaluated, released, "package_lines")
    assert [(row["lines"], row["hours"], row["cost_pence"]) for row in lines] == [(2, 13, 90_000)] * 5


async def test_nothing_that_leaves_names_a_school_or_where_it_is(evaluated: Evaluated):
    one = facts.participation(evaluated.project, urn="107866", school_name="Elm Park", la_code=LEEDS)
    await evaluated.reporting.told(one, facts.assessment(one, scores={"communication": 40.0}), facts.line(one))
    released = await evaluated.released(*TABLES)
    texts = [json.dumps(released)]
    for table in TABLES:
        texts += [(await evaluated.download(released, table, form)).text for form in ("csv", "ndjson")]
    texts.append((await evaluated.get(EVALUATOR, f"/v1/extracts/{released['id']}/history")).text)
    events = await evaluated.get(EVALUATOR, "/v1/extract-downloads")
    texts.append(events.text)
    whole = "\n".join(texts)
    ids = [str(one.data.id), str(one.data.project_id)]
    hidden = [*ids, "Elm Park", "107866", "School 1000", "QWO", f'"{LEEDS}"', f",{LEEDS},"]
    assert [each for each in hidden if each in whole] == []


async def test_a_school_is_called_the_same_in_every_extract_and_otherwise_in_another_evaluation(
    evaluated: Evaluated,
):
    first, second = await evaluated.released("schools"), await evaluated.released("participations", "schools")
    names = {row["school"] for row in await rows(evaluated, first)}
    assert {row["school"] for row in await rows(evaluated, second, "participations")} == names
    evaluated.evaluation = await evaluation_of(evaluated.reporting)
    other = await evaluated.released("schools")
    others = {row["school"] for row in await rows(evaluated, other)}
    assert len(others) == len(names) == 12
    assert others & names == set()


async def test_a_school_that_becomes_an_academy_keeps_its_pseudonym(evaluated: Evaluated):
    many = list(schools(evaluated.project, (LEEDS, "new", 5), first=120_000))
    await evaluated.reporting.told(*many)
    before = {row["school"] for row in await rows(evaluated, await evaluated.released())}
    await evaluated.reporting.told(*(facts.again(each, current_urn=f"15{each.data.urn[2:]}") for each in many))
    assert {row["school"] for row in await rows(evaluated, await evaluated.released())} == before


async def test_what_is_given_is_what_was_checked_whatever_happens_since(evaluated: Evaluated):
    checked = done(await evaluated.step(TEAM, await evaluated.extract("participations"), "check", {}))
    await evaluated.reporting.told(*schools(evaluated.project, (DEVON, "existing", 9), first=130_000))
    released = done(await evaluated.step(TEAM, checked, "release"))
    first = (await evaluated.download(released, "participations")).content
    [changed] = schools(evaluated.project, (LEEDS, "new", 1), first=140_000)
    await evaluated.reporting.told(changed, facts.again(changed, ParticipationWithdrawn, status="withdrawn"))
    assert (await evaluated.download(released, "participations")).content == first
    assert len(first.splitlines()) == checked["check"]["tables"][0]["rows"] == 12


async def test_release_is_refused_while_the_check_fails_and_after_another_check_it_is_not(evaluated: Evaluated):
    asked = await evaluated.extract()
    early = await evaluated.step(TEAM, asked, "release")
    assert (early.status_code, early.json()["type"].rpartition("/")[2]) == (409, "extract-not-checked")
    as_it_is = done(await evaluated.step(TEAM, asked, "check", {"generalise": [], "suppress": False}))
    assert (as_it_is["check"]["passes"], as_it_is["check"]["smallest_cell"]) == (False, 1)
    refused = await evaluated.step(TEAM, as_it_is, "release")
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "disclosure-check-fails")
    assert [each["detail"] for each in refused.json()["errors"]] == as_it_is["check"]["reasons"]
    again = done(await evaluated.step(TEAM, as_it_is, "check", {}))
    assert done(await evaluated.step(TEAM, again, "release"))["status"] == "released"


async def test_what_is_checked_while_the_copies_are_made_anew_does_not_pass(evaluated: Evaluated):
    async with evaluated.reporting.database.transaction() as session:
        await session.execute(delete(consumer_cursors))  # as after a migration that has every feed read again
    checked = done(await evaluated.step(TEAM, await evaluated.extract(), "check", {}))
    assert checked["check"]["passes"] is False
    assert "partnership and assessment and commissioning" in checked["check"]["reasons"][0]
    assert (await evaluated.step(TEAM, checked, "release")).status_code == 409


async def test_a_check_is_stricter_than_the_service_and_never_laxer(evaluated: Evaluated):
    asked = await evaluated.extract()
    lax = await evaluated.step(TEAM, asked, "check", {"threshold": 4})
    assert (lax.status_code, lax.json()["errors"][0]["pointer"]) == (422, "/threshold")
    strict = done(await evaluated.step(TEAM, asked, "check", {"threshold": 20}))
    assert (strict["check"]["passes"], strict["check"]["schools"]) == (False, 0)


async def test_an_extract_checked_before_another_was_released_is_checked_again(evaluated: Evaluated):
    first = done(await evaluated.step(TEAM, await evaluated.extract(), "check", {}))
    await evaluated.released("participations")
    answer = await evaluated.step(TEAM, first, "release")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "released-since")
    again = done(await evaluated.step(TEAM, first, "check", {}))
    assert done(await evaluated.step(TEAM, again, "release"))["status"] == "released"


async def test_a_refused_extract_says_why_and_is_not_given(evaluated: Evaluated):
    checked = done(await evaluated.step(TEAM, await evaluated.extract(), "check", {}))
    refused = done(await evaluated.step(TEAM, checked, "refusal", {"reason": "The purpose is not one of ours."}))
    assert (refused["status"], refused["refusal_reason"]) == ("refused", "The purpose is not one of ours.")
    for name, body in (("check", {}), ("release", None), ("refusal", {"reason": "Again."})):
        assert (await evaluated.step(TEAM, refused, name, body)).status_code == 409
    assert (await evaluated.download(refused)).status_code == 409
    async with evaluated.reporting.database.reading() as connection:
        assert await connection.fetchval("select count(*) from extract_rows") == 0


async def test_only_the_evaluator_downloads_and_nobody_before_the_release(evaluated: Evaluated):
    asked = await evaluated.extract()
    assert (await evaluated.download(asked)).status_code == 409
    checked = done(await evaluated.step(TEAM, asked, "check", {}))
    released = done(await evaluated.step(TEAM, checked, "release"))
    assert (await evaluated.download(released, who=ANOTHER)).status_code == 404
    for who in (TEAM, "icb:QWO", "la:383", "school:100000", evaluated.group, "service:reporting"):
        assert (await evaluated.download(released, who=who)).status_code == 403, who
    wrong = await evaluated.download(released, "package_lines")
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/table")
    assert done(await evaluated.get(TEAM, "/v1/extract-downloads"))["items"] == []


async def test_an_extract_is_asked_for_by_the_evaluator_of_the_evaluation_alone(evaluated: Evaluated):
    path = f"/v1/evaluations/{evaluated.evaluation['id']}/extracts"
    body = {"tables": ["schools"], "questions": ["lasting_benefit"], "purpose": "Whether scores rise."}
    assert (await evaluated.post(ANOTHER, path, body)).status_code == 404
    for who in (TEAM, "icb:QWO", "la:383", "school:100000", evaluated.group):
        assert (await evaluated.post(who, path, body)).status_code == 403, who


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"tables": []}, "/tables"),
        ({"tables": ["schools", "schools"]}, "/tables"),
        ({"tables": ["pupils"]}, "/tables/0"),
        ({"questions": []}, "/questions"),
        ({"purpose": "Ask jo@ace.example"}, "/purpose"),
    ],
)
async def test_what_is_wrong_with_the_asking_is_said_with_its_place(evaluated: Evaluated, given: dict, pointer: str):
    body = {"tables": ["schools"], "questions": ["lasting_benefit"], "purpose": "Whether scores rise."}
    path = f"/v1/evaluations/{evaluated.evaluation['id']}/extracts"
    answer = await evaluated.post(EVALUATOR, path, body | given)
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


async def test_each_kind_sees_the_extracts_that_are_its_own(evaluated: Evaluated):
    released = await evaluated.released()
    await evaluated.download(released)
    path = f"/v1/extracts/{released['id']}"
    [given] = done(await evaluated.get(TEAM, "/v1/extract-downloads"))["items"]
    for who in (TEAM, EVALUATOR, "service:reporting"):
        assert done(await evaluated.get(who, path))["id"] == released["id"]
        assert done(await evaluated.get(who, f"/v1/extract-downloads/{given['id']}")) == given
        assert len(done(await evaluated.get(who, "/v1/extracts?status=released"))["items"]) == 1
    assert (await evaluated.get(ANOTHER, path)).status_code == 404
    assert (await evaluated.get(ANOTHER, f"{path}/history")).status_code == 404
    assert (await evaluated.get(ANOTHER, f"/v1/extract-downloads/{given['id']}")).status_code == 404
    assert done(await evaluated.get(ANOTHER, "/v1/extracts"))["items"] == []
    for who in ("icb:QWO", "la:383", "school:100000", evaluated.group):
        assert (await evaluated.get(who, path)).status_code == 403
        assert (await evaluated.get(who, "/v1/extract-downloads")).status_code == 403
    for name, body in (("check", {}), ("release", None), ("refusal", {"reason": "No."})):
        assert (await evaluated.step(EVALUATOR, released, name, body)).status_code == 403


async def test_every_download_is_kept_with_what_was_given_to_whom(evaluated: Evaluated):
    released = await evaluated.released("schools", "participations")
    contents = [await evaluated.download(released, "schools", "csv"), await evaluated.download(released, "schools")]
    kept = done(await evaluated.get(TEAM, f"/v1/extract-downloads?extract_id={released['id']}"))["items"]
    assert [(each["evaluator"], each["table"], each["form"], each["rows"]) for each in kept] == [
        (EVALUATOR, "schools", "csv", 12),
        (EVALUATOR, "schools", "ndjson", 12),
    ]
    assert [each["sha256"] for each in kept] == [sha256(answer.content).hexdigest() for answer in contents]
    since = done(await evaluated.get(TEAM, f"/v1/extract-downloads?updated_since={kept[1]['downloaded_at']}"))
    assert [each["id"] for each in since["items"]] == [kept[1]["id"]]


async def test_a_download_that_is_sent_again_with_its_key_is_the_same_download(evaluated: Evaluated):
    released = await evaluated.released()
    path, body = f"/v1/extracts/{released['id']}/downloads", {"table": "schools", "form": "csv"}
    headers = {"Idempotency-Key": "the first download"}
    answers = [await evaluated.as_(EVALUATOR).post(path, json=body, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert len(done(await evaluated.get(TEAM, "/v1/extract-downloads"))["items"]) == 1


def test_the_region_of_every_authority_is_the_one_that_partnership_has():
    file = Path(PARTNERSHIP.folder) / "reference" / "local_authorities.csv"
    with file.open(encoding="utf-8") as text:
        assert regions() == {row["la_code"]: row["region_name"] for row in csv.DictReader(text)}


async def test_after_its_last_day_an_evaluation_downloads_nothing(evaluated: Evaluated):
    released = await evaluated.released()
    path = f"/v1/evaluations/{evaluated.evaluation['id']}"
    changed = await evaluated.as_(TEAM).patch(path, json={"ends_on": in_days(-1)}, headers={"If-Match": '"1"'})
    assert changed.status_code == 200
    assert (await evaluated.download(released)).status_code == 409


async def test_the_dictionary_describes_every_column_to_everybody(evaluated: Evaluated):
    for who in (EVALUATOR, TEAM, "icb:QWO"):
        columns = done(await evaluated.get(who, "/v1/extract-dictionary"))["columns"]
        assert {each["table"] for each in columns} == set(TABLES)
        assert [each["name"] for each in columns if each["quasi_identifier"]] == [
            "region", "cohort", "offer", "status",
        ]  # fmt: skip
