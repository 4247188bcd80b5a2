"""Uploaded tables are read whatever their encoding, delimiter and chunks, or refused with a sentence."""

import asyncio
import codecs
import tracemalloc
from collections.abc import AsyncIterable, AsyncIterator, Sequence

import pytest
from hypothesis import given, strategies as st

from shared.kit import tabular
from shared.kit.tabular import RejectedRow, Row, read_table
from tests.support.uploads import chunks_of


def read(content: bytes, size: int = 64 * 1024) -> tuple[list[Row], list[RejectedRow]]:
    return asyncio.run(_read(chunks_of(content, size)))


async def _read(chunks: AsyncIterable[bytes]) -> tuple[list[Row], list[RejectedRow]]:
    rows: list[Row] = []
    rejected: list[RejectedRow] = []
    async for batch in read_table(chunks, required=("URN", "Name"), optional=("Town",)):
        rows.extend(batch.rows)
        rejected.extend(batch.rejected)
    return rows, rejected


def test_columns_are_found_by_name_in_any_order_and_others_are_left_out() -> None:
    rows, rejected = read(b"Town,Extra,name , URN\nHove,x,St Mary's,100001\n")
    assert rows == [Row(2, ("100001", "St Mary's", "Hove"))]
    assert rejected == []


def test_an_optional_column_that_is_absent_reads_as_blank() -> None:
    assert read(b"URN,Name\n1,A\n")[0] == [Row(2, ("1", "A", ""))]


def test_columns_may_be_chosen_once_their_names_are_read() -> None:
    seen: list[str] = []

    def choose(names: Sequence[str]) -> list[int]:
        seen.extend(names)
        return [2, 0]

    async def chosen() -> list[Row]:
        return [row async for batch in read_table(chunks_of(b"a;b;c\n1;2;3\n"), choose=choose) for row in batch.rows]

    assert asyncio.run(chosen()) == [Row(2, ("3", "1"))]
    assert seen == ["a", "b", "c"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_recognised(delimiter: str) -> None:
    content = f'URN{delimiter}Name\n1{delimiter}"A, B; C\tD"\n'.encode()
    assert read(content)[0][0].values[1] == "A, B; C\tD"


@pytest.mark.parametrize(
    "encoded",
    [
        "URN,Name\n1,Café\n".encode("cp1252"),
        "URN,Name\n1,Café\n".encode(),
        codecs.BOM_UTF8 + "URN,Name\n1,Café\n".encode(),
        "URN,Name\n1,Café\n".encode("utf-16"),
        codecs.BOM_UTF16_BE + "URN,Name\n1,Café\n".encode("utf-16-be"),
        "URN,Name\n1,Café".encode("cp1252"),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_the_encoding_is_recognised_however_the_bytes_arrive(encoded: bytes, size: int) -> None:
    assert read(encoded, size)[0] == [Row(2, ("1", "Café", ""))]


def test_an_accent_split_between_two_windows_is_still_recognised() -> None:
    start = b"URN,Name\n" + b"1,abcdef\n" * (tabular.WINDOW // 9)
    padding = b"x" * (tabular.WINDOW - len(start) - 3)
    for encoding in ("utf-8", "cp1252"):
        rows, _ = read(
            start + padding + b"1,\xc3\xa9\n" + b"2,B\n"
            if encoding == "utf-8"
            else start + padding + b"1,\xe9\n" + b"2,B\n"
        )
        assert rows[-2].values[1] == "é"


def test_a_byte_that_is_no_character_is_marked_in_its_row_only() -> None:
    rows, _ = read(codecs.BOM_UTF8 + b"URN,Name\n1,A\xff\n2,B\n")
    assert [row.values[1] for row in rows] == ["A\ufffd", "B"]


def test_a_bad_byte_late_in_a_utf_8_file_does_not_change_how_the_rest_is_read() -> None:
    rows, _ = read("URN,Name\n1,é\n".encode() + b"2,x\n" * tabular.WINDOW + b"3,\xff\n4,\xc3\xa9\n")
    assert [row.values[1] for row in rows[-2:]] == ["\ufffd", "é"]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_quoted_fields_hold_line_ends_and_a_row_keeps_its_spreadsheet_number(
    line_end: bytes,
) -> None:
    lines = [b"URN,Name", b'1,"A', b'B ""C"""', b"", b",", b"2,D"]
    rows, rejected = read(line_end.join(lines) + line_end)
    assert [(row.number, row.values[0]) for row in rows] == [(2, "1"), (5, "2")]
    assert rows[0].values[1].split() == ["A", "B", '"C"']
    assert rejected == []


def test_a_quotation_mark_inside_an_unquoted_field_is_only_a_character() -> None:
    assert read(b'URN,Name\n1,The 12" School\n2,B\n')[0][0].values[1] == 'The 12" School'


def test_a_row_with_another_number_of_fields_is_rejected_by_its_number() -> None:
    rows, rejected = read(b"URN,Name\n1,A\n2\n3,C,x\n4,D\n")
    assert [row.number for row in rows] == [2, 5]
    assert [(row.row, row.code) for row in rejected] == [
        (3, "wrong_number_of_fields"),
        (4, "wrong_number_of_fields"),
    ]
    assert rejected[0].detail == "The row does not have 2 fields, as the row of column names does."


def test_all_missing_columns_are_named_in_one_refusal() -> None:
    with pytest.raises(tabular.ColumnsMissing) as refused:
        read(b"Town,Street\nHove,x\n")
    assert refused.value.detail == "These columns are missing: URN, Name."
    assert refused.value.code == "columns_missing"


def test_a_column_that_is_there_twice_is_refused_by_name() -> None:
    with pytest.raises(tabular.ColumnsRepeated, match="Name"):
        read(b"URN,Name,name\n1,A,B\n")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"PK\x03\x04\x14\x00\x06\x00",
            "The file is a ZIP archive or an Excel workbook",
        ),
        (b"%PDF-1.7\n", "The file is a PDF document."),
        (b"<!DOCTYPE html>\n<html>", "The file is a web page or an XML document."),
        (codecs.BOM_UTF8 + b"  <html>", "The file is a web page or an XML document."),
        (b'{"items": []}', "The file is a JSON document."),
        (b"U\0R\0N\0,\0N\0a\0m\0e\0\n\0", "The file holds binary data."),
    ],
)
def test_another_kind_of_file_is_refused_by_what_it_is(content: bytes, sentence: str) -> None:
    with pytest.raises(tabular.FileNotATable, match=sentence):
        read(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\r\n\n", "The file is empty."),
        (codecs.BOM_UTF8, "The file is empty."),
        (b"URN,Name\n", "The file has no rows below its column names."),
    ],
)
def test_a_file_without_rows_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(tabular.FileEmpty) as refused:
        read(content)
    assert refused.value.detail == sentence


def test_a_file_cut_short_inside_quotation_marks_is_refused() -> None:
    with pytest.raises(tabular.FileTruncated, match="ends inside quotation marks") as refused:
        read(b'URN,Name\n1,A\n2,"B\n')
    assert refused.value.row == 3


def test_a_file_cut_short_in_its_last_row_is_refused_with_the_row() -> None:
    with pytest.raises(tabular.FileTruncated) as refused:
        read(b"URN,Name\n1,A\n2")
    assert refused.value.row == 3


def test_a_complete_last_row_needs_no_line_end() -> None:
    assert len(read(b"URN,Name\n1,A\n2,B")[0]) == 2


@pytest.mark.parametrize("endless", [b"x" * 1024, b'"' + b"x\n" * 512])
def test_a_row_without_end_is_refused_before_it_is_held_in_memory(
    endless: bytes,
) -> None:
    taken = 0

    async def upload() -> AsyncIterator[bytes]:
        nonlocal taken
        yield b"URN,Name\n1,"
        while True:
            taken += len(endless)
            yield endless if taken == len(endless) else endless.replace(b'"', b"")

    with pytest.raises(tabular.RowTooLong) as refused:
        asyncio.run(_read(upload()))
    assert refused.value.row == 2
    assert taken <= 3 * tabular.WINDOW


def test_a_row_as_long_as_a_window_is_the_longest_that_is_read() -> None:
    longest = b"1," + b"x" * (tabular.WINDOW - 3) + b"\n"
    assert len(read(b"URN,Name\n" + longest + b"2,B\n")[0]) == 2
    with pytest.raises(tabular.RowTooLong):
        read(b"URN,Name\n" + b"x" + longest + b"2,B\n")


def test_memory_does_not_grow_with_the_file() -> None:
    async def upload(megabytes: int) -> AsyncIterator[bytes]:
        yield b"URN,Name\n"
        for _ in range(megabytes * 16):
            yield b"123456,A school of some name\n" * 2260

    async def drain(megabytes: int) -> None:
        async for _ in read_table(upload(megabytes), required=("URN", "Name")):
            pass

    def peak(megabytes: int) -> int:
        tracemalloc.start()
        asyncio.run(drain(megabytes))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    assert peak(4) < peak(1) * 1.2


_cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=20)


@given(st.lists(st.tuples(_cells, _cells), min_size=1, max_size=30), st.integers(1, 200))
def test_what_is_written_as_csv_is_read_back_in_any_chunks(cells: list[tuple[str, str]], size: int) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells]
    rows, rejected = read(codecs.BOM_UTF8 + "\n".join(["URN,Name", *quoted, "end,end"]).encode(), size)
    assert [row.values[:2] for row in rows] == [row for row in cells if any(row)] + [("end", "end")]
    assert rejected == []


_csv_like = st.lists(
    st.sampled_from(
        [
            b"URN,Name\n",
            b",",
            b'"',
            b"\n",
            b"\r",
            b"\0",
            b"a",
            b"\xe9",
            b"\xc3\xa9",
            b"\xff\xfe",
        ]
    )
).map(b"".join)


@given(
    st.one_of(
        st.binary(max_size=300),
        _csv_like,
        _csv_like.map(lambda tail: b"URN,Name\n" + tail),
    )
)
def test_any_bytes_are_read_or_refused_the_same_in_any_chunks(content: bytes) -> None:
    assert _outcome(content, 1) == _outcome(content, 64 * 1024)


def _outcome(content: bytes, size: int) -> object:
    try:
        return read(content, size)
    except tabular.FileRefused as refused:
        return (refused.code, refused.detail, refused.row)
