"""Uploads of many rows as such: how both forms are read, and what a template shows."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import pytest
from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.types import Day, FreeText, Urn
from shared.kit.bulk import Received, TooManyRows, Upload
from shared.kit.bulk.reading import of_csv, of_json
from shared.kit.uploads import FileUnusable


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Part(Input):
    role: str
    count: Annotated[int, Field(strict=True, ge=0)]


class Thing(Input):
    urn: Urn
    colour: Colour
    rating: int | None
    pence: Annotated[int, Field(strict=True)] = 0
    is_new: bool = False
    on: Day | None = None
    names: list[str] | None = None
    parts: list[Part] | None = None
    note: Annotated[FreeText | None, Field(description="Why.")] = None
    owner: UUID | None = None


EXAMPLE = {
    "urn": "107866", "colour": "red", "rating": None, "pence": 48000, "is_new": True, "on": "2025-10-06",
    "names": ["383", "380"], "parts": [{"role": "Head = boss", "count": 1}, {"role": "Teacher", "count": 9}],
    "note": 'A café, "quoted"; with a comma.',
}  # fmt: skip
THINGS = Upload(things="things", row=Thing, example=EXAMPLE, greatest_rows=3)


def faults(received: Received[Thing]) -> list[tuple[Any, ...]]:
    return [(each.pointer or (each.row, each.column), each.code) for _, each in received.wrong]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
async def test_the_template_is_read_back_as_its_example_however_it_is_saved(delimiter: str, encoding: str):
    header, example = (line.split(",", 8) for line in THINGS.template.splitlines())
    assert header[-1] == "note,owner"
    line = delimiter.join([*example[:-1], '"A café, ""quoted""; with a comma."', ""])
    text = delimiter.join([*header[:-1], "note", "owner"]) + "\r\n" + line + "\r\n"
    received = await of_csv(THINGS, text.encode(encoding))
    assert (received.wrong, received.passed_over) == ([], [])
    assert [each.value for each in received.entries] == [Thing.model_validate(EXAMPLE)]


async def test_a_cell_says_what_people_write_into_it():
    file = b"note,RATING,On,colour,urn,shape,is_new\r\nx,not applicable,6/1/2025,blue,107866,round,NO\r\n"
    received = await of_csv(THINGS, file)
    assert received.passed_over == [6]
    [entry] = received.entries
    assert (entry.row, entry.pointer) == (2, None)
    assert (entry.value.rating, entry.value.on, entry.value.is_new) == (None, date(2025, 1, 6), False)


async def test_a_cell_that_is_empty_says_nothing():
    received = await of_csv(THINGS, b"urn,colour,rating,names\n107866,red,,\n107866,red,3,\n")
    assert faults(received) == [((2, "rating"), "missing")]
    assert received.entries[0].value.names is None


async def test_rows_are_numbered_as_a_spreadsheet_numbers_them():
    file = b'urn,colour,rating,note\n107866,red,1,"two\nlines"\n\n107866,green,1,x\n107866,red,x\n'
    received = await of_csv(THINGS, file)
    assert faults(received) == [((4, "colour"), "enum"), ((5, None), "wrong_number_of_fields")]
    assert received.rows == 3


def test_a_place_in_an_array_is_a_pointer():
    body = b'[{"urn": "1", "colour": "red", "rating": 1}, 7, {"urn": "107866", "colour": "red", "rating": 1, "x/y": 2}]'
    assert faults(of_json(THINGS, body)) == [
        ("/0/urn", "string_pattern_mismatch"), ("/1", "model_type"), ("/2/x~1y", "unknown"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"{}", b"[]", b"null", b"[NaN]", b"[" * 5000, b"\xff\xfe[", b'["\\ud800"'],
    ids=["empty", "cut", "object", "no-rows", "null", "nan", "deep", "no-utf-8", "half-a-letter"],
)
def test_what_is_no_array_of_rows_is_refused(body: bytes):
    with pytest.raises(FileUnusable) as refused:
        of_json(THINGS, body)
    assert refused.value.errors[0].pointer == ""


@pytest.mark.parametrize("body", [b"urn,rating\n107866,1\n", b"[]", b"PK\x03\x04", b"urn,colour,rating\n"])
async def test_what_is_no_table_of_rows_is_refused(body: bytes):
    with pytest.raises(FileUnusable):
        await of_csv(THINGS, body)


async def test_more_rows_than_are_taken_are_refused_however_they_come():
    row = {"urn": "107866", "colour": "red", "rating": 1}
    assert of_json(THINGS, str([row] * 3).replace("'", '"').encode()).rows == 3
    with pytest.raises(TooManyRows):
        of_json(THINGS, str([row] * 4).replace("'", '"').encode())
    with pytest.raises(TooManyRows):
        await of_csv(THINGS, b"urn,colour,rating\n" + b"107866,red,1\n" * 4)


async def test_nothing_that_was_sent_is_said_again():
    secret = "Zebedee"
    row = f"{secret},{secret},{secret},{secret},{secret},{secret},{secret},{secret}"
    file = f"urn,colour,rating,pence,is_new,on,parts,owner\n{row}\n".encode()
    received = await of_csv(THINGS, file)
    assert [each.column for _, each in received.wrong] == [
        "urn", "colour", "rating", "pence", "is_new", "on", "parts", "owner",
    ]  # fmt: skip
    assert all(secret not in each.detail + each.code for _, each in received.wrong)
    assert "`" not in next(each.detail for _, each in received.wrong if each.column == "owner")


def test_what_is_no_object_is_told_in_plain_words():
    received = of_json(THINGS, b'[7, {"urn": "107866", "colour": "red", "rating": 1, "owner": "z"}]')
    assert [each.detail for _, each in received.wrong] == [
        "An object is expected here: names with values.",
        "This is not an id: a UUID, as 0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a.",
    ]


def test_both_forms_are_documented():
    content = THINGS.request_body()["content"]
    assert "`colour` (text: red, blue; required)" in content["text/csv"]["schema"]["description"]
    assert "`note` (text; may be left out): Why." in content["text/csv"]["schema"]["description"]
    assert content["application/json"]["schema"]["maxItems"] == 3
    assert content["application/json"]["example"] == [EXAMPLE]
