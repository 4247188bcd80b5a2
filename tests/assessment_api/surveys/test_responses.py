"""What a survey tool exports is counted, and nothing else of it is kept."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from services.assessment_api.surveys import responses
from shared.contracts.partnership.participations import Participation
from tests.assessment_api.surveys.test_counting import an_instrument
from tests.support.partnership import done
from tests.support.serving import Served
from tests.support.surveys import CODES, CSV, FIRST, INSTRUMENT, NEW, imported, path_of
from tests.support.uploads import chunks_of

TEXTS = [question.text for question in INSTRUMENT.questions]


def table(header: Sequence[str], *rows: Sequence[str], delimiter: str = ",") -> str:
    quoted = [delimiter.join(f'"{cell}"' for cell in row) for row in (header, *rows)]
    return "\r\n".join([*quoted, ""])


def read(file: bytes) -> responses.Responses:
    return asyncio.run(responses.read(chunks_of(file), an_instrument()))


def counts(file: str) -> dict[int, int]:
    """The values of the first question and how often each was given; -1: not applicable."""
    answers = read(file.encode()).counted().by_question[FIRST]
    given = {value: times for value, times in answers.by_value.items() if times}
    return given | ({-1: answers.not_applicable} if answers.not_applicable else {})


@pytest.mark.parametrize("header", [FIRST, FIRST.upper(), f"  {TEXTS[0]} ", TEXTS[0].upper().replace(" ", "  ")])
def test_a_question_is_known_by_its_code_or_its_text(header: str) -> None:
    assert counts(table([header], ["5"])) == {5: 1}


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        ("5", 5), (" 5 ", 5), ("Strongly agree", 5), ("STRONGLY  AGREE", 5), ("Strongly disagree", 1),
        ("Not applicable", -1), ("n/a", -1), ("N/A", -1), ("Don't know", -1), ("Don\u2019t know", -1),
        ("Prefer not to say", -1),
    ],
)  # fmt: skip
def test_an_answer_is_a_value_or_its_label_or_does_not_apply(cell: str, meaning: int) -> None:
    label = {"value": 5, "label": "Strongly agree"}
    assert label in [step.model_dump() for step in INSTRUMENT.scale]
    file = table([FIRST, CODES[1]], [cell, ""]).encode()
    instrument = an_instrument().model_copy(update={"scale": [*INSTRUMENT.scale]})
    answers = asyncio.run(responses.read(chunks_of(file), instrument)).counted().by_question[FIRST]
    assert answers.not_applicable == (meaning == -1)
    assert answers.by_value.get(meaning, 0) == (meaning > 0)


def test_an_empty_field_is_no_answer_and_a_row_without_any_is_no_respondent() -> None:
    found = read(table([FIRST, CODES[1], "send"], ["5", "", "no"], ["", " ", "yes"], ["", "1", ""]).encode())
    assert (found.rows, found.respondents, found.respondents_send) == (3, 2, 0)
    assert found.counted().by_question[FIRST].total == 1


@pytest.mark.parametrize(
    ("said", "counted"),
    [("yes", 1), ("TRUE", 1), ("1", 1), (" Yes ", 1), ("no", 0), ("False", 0), ("0", 0), ("", 0)],
)
def test_the_column_send_says_whose_child_has_send(said: str, counted: int) -> None:
    assert read(table([" SEND ", FIRST], [said, "5"]).encode()).counted().respondents_send == counted


def test_without_the_column_send_it_was_not_asked() -> None:
    assert read(table([FIRST], ["5"]).encode()).counted().respondents_send is None


def test_questions_without_a_column_were_not_asked() -> None:
    found = read(table([CODES[2]], ["5"]).encode())
    assert list(found.counted().by_question) == [CODES[2]]
    assert found.report(dry_run=True).not_found == [code for code in CODES if code != CODES[2]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_encoding_and_the_delimiter_make_no_difference(encoding: str, delimiter: str) -> None:
    file = table(["Prénom", FIRST, TEXTS[1]], ["Zoë", "5", "1"], ["José", "4", "n/a"], delimiter=delimiter)
    found = read(file.encode(encoding))
    assert (found.rejected, found.respondents) == (0, 2)
    assert dict(found.answers[FIRST]) == {5: 1, 4: 1}


async def everything_kept(assessment: Served) -> str:
    async with assessment.database.reading() as connection:
        names = await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
        kept = [await connection.fetch(f'select t::text from "{row["tablename"]}" t') for row in names]
    return "\n".join(row[0] for rows in kept for row in rows)


LONG = "Any other comments? " + "Please say more. " * 10
NAMED = table(
    ["Respondent's full name", "E-mail", "", FIRST, TEXTS[1], LONG, "send"],
    ["Wilhelmina Featherstone", "w@featherstone.example", "2025-11-03 10:04", "5", "Agree", "Her son Ptolemy", "yes"],
    *[["Bartholomew Quill", "b@quill.example", "2025-11-03 10:05", "4", "4", "His daughter", "no"]] * 9,
)  # fmt: skip


async def test_names_in_a_file_are_passed_over_and_the_answer_says_which_columns_were(
    assessment: Served, elm_park: Participation, caplog: pytest.LogCaptureFixture
):
    answer = await imported(assessment, elm_park, NAMED.encode())
    report = done(answer, 200)
    assert [(each["number"], each["header"]) for each in report["dropped_columns"]] == [
        (1, "Respondent's full name"),
        (2, "E-mail"),
        (3, ""),
        (6, LONG[:80]),
    ]
    assert (report["dropped"], report["rows"], report["respondents"], report["respondents_send"]) == (4, 10, 10, 1)
    assert report["survey"]["respondents"] == 10
    assert answer.headers["ETag"] == '"1"'
    kept = await everything_kept(assessment) + answer.text + caplog.text
    for name in ("Wilhelmina", "featherstone", "Ptolemy", "Quill", "10:04", "daughter"):
        assert name not in kept
    assert "Any other comments" not in await everything_kept(assessment)


async def test_an_import_and_the_same_counts_as_json_are_one_survey(assessment: Served, elm_park: Participation):
    made = done(await imported(assessment, elm_park, NAMED.encode()), 200)["survey"]
    [first, second] = made["questions"]
    assert [each["count"] for each in first["counts"]] == [0, 0, 0, 9, 1]
    assert [each["count"] for each in second["counts"]] == [0, 0, 0, 10, 0]
    assert (await imported(assessment, elm_park, NAMED.encode())).status_code == 412
    again = done(await imported(assessment, elm_park, table([FIRST], ["1"]).encode(), 1), 200)["survey"]
    assert (again["id"], again["version"], again["respondents"]) == (made["id"], 2, 1)
    assert len(again["questions"]) == 1


async def test_a_dry_run_counts_and_changes_nothing(assessment: Served, elm_park: Participation):
    file = table([FIRST, "send"], ["5", "maybe"], ["7", "yes"], ["4", "no"]).encode()
    report = done(await imported(assessment, elm_park, file, dry_run=True), 200)
    assert (report["dry_run"], report["rows"], report["rejected"], report["survey"]) == (True, 3, 2, None)
    assert [(each["row"], each["column"], each["code"]) for each in report["errors"]] == [
        (2, "send", "not_yes_or_no"),
        (3, FIRST, "off_the_scale"),
    ]
    listed = done(await assessment.as_("school:107866").get("/v1/surveys?count=exact"), 200)
    assert listed["total"] == 0


async def test_a_file_with_a_row_that_cannot_be_used_changes_nothing(assessment: Served, elm_park: Participation):
    rows = [["Splendid"] if place % 2 else ["5"] for place in range(300)]
    refused = await imported(assessment, elm_park, table([FIRST], *rows).encode())
    assert (refused.status_code, refused.json()["title"]) == (422, "Some rows of the file cannot be used")
    assert refused.json()["detail"].startswith("Rows that cannot be used: 150.")
    found = refused.json()["errors"]
    assert (len(found), found[0]["row"], found[0]["column"], found[99]["row"]) == (100, 3, FIRST, 201)
    assert "Splendid" not in refused.text
    assert done(await assessment.as_("school:107866").get("/v1/surveys"), 200)["items"] == []


async def test_a_row_of_another_width_is_named(assessment: Served, elm_park: Participation):
    refused = await imported(assessment, elm_park, f"{FIRST},{CODES[1]}\n5,4\n5\n3,3\n".encode())
    assert [(each["row"], each["code"]) for each in refused.json()["errors"]] == [(3, "wrong_number_of_fields")]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "file_empty"),
        (f"{FIRST}\n".encode(), "file_empty"),
        (b"Name,Comment\nJane,none\n", "columns_missing"),
        (f"{FIRST},{TEXTS[0]}\n5,4\n".encode(), "columns_repeated"),
        (f"{FIRST},send,Send\n5,yes,no\n".encode(), "columns_repeated"),
        (f'{FIRST},comment\n5,"never closed\n'.encode(), "file_truncated"),
        (b"PK\x03\x04 a workbook", "file_not_a_table"),
    ],
)
async def test_a_file_that_is_no_export_of_the_survey_is_refused(
    assessment: Served, elm_park: Participation, file: bytes, code: str
):
    refused = await imported(assessment, elm_park, file)
    assert refused.status_code == 422
    assert [each["code"] for each in refused.json()["errors"]] == [code]
    assert "Jane" not in refused.text


async def test_a_file_of_more_rows_than_any_survey_has_is_refused(
    assessment: Served, elm_park: Participation, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(responses, "GREATEST_ROWS", 100)
    refused = await imported(assessment, elm_park, FIRST.encode() + b"\n" + b"5\n" * 101)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "file_refused")
    done(await imported(assessment, elm_park, FIRST.encode() + b"\n" + b"5\n" * 100), 200)


async def test_a_file_of_another_kind_is_refused(assessment: Served, elm_park: Participation):
    school = assessment.as_("school:107866")
    answer = await school.put(f"{path_of(elm_park)}/responses", json={}, headers=NEW)
    assert answer.status_code == 415
    board = assessment.as_("icb:QWO")
    assert (await board.put(f"{path_of(elm_park)}/responses", content=b"", headers=CSV | NEW)).status_code == 403
    other = assessment.as_("school:100000")
    assert (await other.put(f"{path_of(elm_park)}/responses", content=b"", headers=CSV | NEW)).status_code == 403


def test_memory_does_not_grow_with_the_file() -> None:
    header = ",".join([*CODES[:12], "Name", "send"]).encode() + b"\n"
    rows = b"5,4,3,2,1,n/a,,Agree,1,2,3,4,Somebody with a name,yes\n" * 1000

    async def upload(thousands: int) -> AsyncIterator[bytes]:
        yield header
        for _ in range(thousands):
            yield rows

    def peak(thousands: int) -> int:
        instrument: Any = an_instrument().model_copy(update={"scale": [*INSTRUMENT.scale]})
        tracemalloc.start()
        found = asyncio.run(responses.read(upload(thousands), instrument))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (found.rejected, found.respondents) == (0, thousands * 1000)
        return used

    assert peak(40) < peak(10) * 1.2
