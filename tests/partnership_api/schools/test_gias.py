"""The GIAS download is read as it is published, and what is wrong in it is told by row and column."""

import asyncio
import time
from collections.abc import AsyncIterable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from services.partnership_api import reference
from services.partnership_api.schools.gias import Establishment, read_establishments
from services.partnership_api.schools.rules import Outcome, eligibility
from shared.kit.tabular import ColumnsMissing, FileRefused, RejectedRow
from tests.support.gias import SCHOOL, gias_file
from tests.support.shared_data import shared_data
from tests.support.uploads import chunks_of, chunks_of_file


async def collect(
    chunks: AsyncIterable[bytes],
) -> tuple[list[Establishment], list[RejectedRow]]:
    schools: list[Establishment] = []
    rejected: list[RejectedRow] = []
    async for batch in read_establishments(chunks):
        schools.extend(batch.establishments)
        rejected.extend(batch.rejected)
    return schools, rejected


def read(content: bytes) -> tuple[list[Establishment], list[RejectedRow]]:
    return asyncio.run(collect(chunks_of(content)))


def test_a_school_is_read_with_its_codes_dates_and_numbers() -> None:
    (school,), rejected = read(gias_file({"LA (code)": "202", "EstablishmentName": " Café  School\n"}))
    assert rejected == []
    assert (school.urn, school.la_code, school.establishment_number) == (
        "100025",
        "202",
        "2775",
    )
    assert school.name == "Café School"
    assert (school.type_code, school.status_code, school.phase_code) == (1, 1, 2)
    assert (school.opened_on, school.closed_on) == (date(2016, 8, 1), None)
    assert (school.number_of_pupils, school.percentage_fsm) == (421, Decimal("37.4"))
    assert school.resourced_provision == "SEN unit"


@pytest.mark.parametrize(("written", "code"), [("01", 1), ("1", 1), (" 28 ", 28), ("00", 0)])
def test_codes_are_the_same_zero_padded_or_not(written: str, code: int) -> None:
    assert read(gias_file({"TypeOfEstablishment (code)": written}))[0][0].type_code == code


def test_an_establishment_number_that_lost_its_zeros_gets_them_back() -> None:
    assert read(gias_file({"EstablishmentNumber": "12"}))[0][0].establishment_number == "0012"


@pytest.mark.parametrize("written", ["31-08-2019", "31/08/2019"])
def test_dates_are_read_as_gias_and_as_excel_write_them(written: str) -> None:
    assert read(gias_file({"CloseDate": written}))[0][0].closed_on == date(2019, 8, 31)


@pytest.mark.parametrize("nothing", ["", "Not applicable", "Does not apply", "Not collected", "NOT RECORDED"])
@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("EstablishmentNumber", "establishment_number"),
        ("OpenDate", "opened_on"),
        ("NumberOfPupils", "number_of_pupils"),
        ("PercentageFSM", "percentage_fsm"),
        ("Trusts (code)", "trust_uid"),
        ("Trusts (name)", "trust_name"),
        ("UKPRN", "ukprn"),
    ],
)
def test_words_that_stand_for_nothing_are_nothing(nothing: str, column: str, field: str) -> None:
    (school,), _ = read(gias_file({column: nothing}))
    assert getattr(school, field) is None


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("URN", "12345", "not_a_urn"),
        ("URN", "012345", "not_a_urn"),
        ("URN", "", "not_a_urn"),
        ("URN", "١٢٣٤٥٦", "not_a_urn"),
        ("LA (code)", "E06", "not_an_la_code"),
        ("EstablishmentNumber", "12345", "not_an_establishment_number"),
        ("EstablishmentName", "Not applicable", "value_missing"),
        ("EstablishmentName", "x" * 201, "too_long"),
        ("EstablishmentName", "St \0 Mary", "unreadable_character"),
        ("PhaseOfEducation (code)", "", "not_a_code"),
        ("OpenDate", "31-02-2019", "not_a_date"),
        ("OpenDate", "2019-08-31", "not_a_date"),
        ("OpenDate", "31-08/2019", "not_a_date"),
        ("NumberOfPupils", "-1", "not_a_number"),
        ("NumberOfPupils", "1234567", "not_a_number"),
        ("PercentageFSM", "101", "not_a_percentage"),
        ("PercentageFSM", "NaN", "not_a_percentage"),
        ("Trusts (code)", "A12", "not_a_trust_uid"),
        ("UKPRN", "1234", "not_a_ukprn"),
    ],
)
def test_a_value_that_cannot_be_used_rejects_its_row_by_number_and_column(column: str, value: str, code: str) -> None:
    out = gias_file({"URN": "100001"}).decode("cp1252")
    bad = gias_file().decode() + ",".join((SCHOOL | {column: value}).values()) + "\n"
    schools, rejected = read((out + bad.partition("\n")[2]).encode())
    assert [school.urn for school in schools] == ["100001"]
    assert [(row.row, row.column, row.code) for row in rejected] == [(3, column, code)]
    assert len(value) < 3 or value not in rejected[0].detail


def test_a_letter_that_was_lost_before_does_not_cost_the_school() -> None:
    (school,), _ = read(
        gias_file().partition(b"\r")[0] + b"\n" + ",".join(SCHOOL.values()).replace("Oak", "\ufffdak").encode()
    )
    assert school.name == "Gospel \ufffdak Primary School"


def test_every_bad_value_of_a_row_is_told() -> None:
    _, rejected = read(gias_file({"URN": "x", "OpenDate": "x"}))
    assert [row.column for row in rejected] == ["URN", "OpenDate"]


def test_a_school_that_is_there_twice_is_rejected_with_the_row_of_the_first() -> None:
    schools, rejected = read(gias_file({"URN": "100001"}, {"URN": "100002"}, {"URN": "100001"}))
    assert [school.urn for school in schools] == ["100001", "100002"]
    assert rejected == [
        RejectedRow(4, "URN", "urn_repeated", "The school with this URN is already in row 2."),
    ]


def test_a_file_that_is_not_the_gias_download_is_refused_with_all_that_it_lacks() -> None:
    with pytest.raises(ColumnsMissing) as refused:
        read(b"URN,EstablishmentName,Town\n100001,A,Hove\n")
    assert refused.value.detail == (
        "These columns are missing: LA (code), EstablishmentNumber, TypeOfEstablishment (code),"
        " EstablishmentStatus (code), PhaseOfEducation (code)."
    )


@given(st.lists(st.binary(max_size=20), min_size=len(SCHOOL), max_size=len(SCHOOL)))
def test_any_bytes_in_a_row_are_read_rejected_or_refused(values: list[bytes]) -> None:
    try:
        schools, rejected = read(gias_file() + b",".join(values) + b"\n" + gias_file({}).splitlines()[1])
    except FileRefused:
        return
    assert schools or rejected


def test_the_full_header_of_135_columns_is_read() -> None:
    schools, rejected = asyncio.run(collect(chunks_of_file(shared_data("gias_sample_3rows_135cols_2025.csv"))))
    assert rejected == []
    assert [school.urn for school in schools] == ["143034", "100273", "102848"]
    academy = schools[0]
    assert (academy.trust_uid, academy.trust_name) == (
        "5488",
        "DIOCESE OF CHICHESTER ACADEMY TRUST",
    )
    assert (academy.opened_on, academy.percentage_fsm) == (
        date(2016, 8, 1),
        Decimal("37.4"),
    )
    assert (academy.region_code, academy.postcode) == ("J", "TN37 6RT")
    assert (schools[1].status_code, schools[1].closed_on) == (2, date(2002, 8, 31))


def test_the_real_extract_holds_449_open_mainstream_primaries() -> None:
    schools, rejected = asyncio.run(collect(chunks_of_file(shared_data("gias_schools_extract_1924.csv"))))
    english = {authority.la_code for authority in reference.local_authorities()}
    eligible = [
        school
        for school in schools
        if eligibility(
            status_code=school.status_code,
            phase_code=school.phase_code,
            type_code=school.type_code,
            in_english_la=school.la_code in english,
        ).outcome
        == Outcome.ELIGIBLE
    ]
    assert (len(schools), rejected) == (1924, [])
    assert len(eligible) == 449
    assert len({school.la_code for school in eligible}) == 113


def test_a_national_file_of_50000_schools_is_read_in_seconds() -> None:
    sample = shared_data("gias_sample_3rows_135cols_2025.csv").read_text("utf-8").splitlines()
    lines = [
        sample[0],
        *(f"{100_000 + i}{sample[1 + i % 3][6:]}" for i in range(50_000)),
    ]
    content = "\n".join(lines).encode("cp1252")
    started = time.process_time()
    schools, rejected = read(content)
    assert time.process_time() - started < 10
    assert (len(schools), rejected) == (50_000, [])
