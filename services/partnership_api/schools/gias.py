"""The GIAS establishment download, read as a stream: what the programme needs of each school.

Get Information about Schools (DfE), `edubasealldataYYYYMMDD.csv`. Columns are found by name, because
they come and go between years; the names of head teachers are deliberately not read.
"""

from array import array
from collections.abc import AsyncIterable, AsyncIterator, Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from shared.kit.tabular import RejectedRow, Row, read_table

from . import values
from .values import ValueRefused

_URN_LIMIT = 1_000_000


class Establishment(NamedTuple):
    """One school as GIAS describes it; None where GIAS says nothing."""

    urn: str
    la_code: str
    establishment_number: str | None
    name: str
    type_code: int
    status_code: int
    phase_code: int
    la_name: str | None
    type_name: str | None
    status_name: str | None
    phase_name: str | None
    statutory_low_age: int | None
    statutory_high_age: int | None
    opened_on: date | None
    closed_on: date | None
    street: str | None
    locality: str | None
    address3: str | None
    town: str | None
    county: str | None
    postcode: str | None
    website: str | None
    trust_uid: str | None
    trust_name: str | None
    ukprn: str | None
    number_of_pupils: int | None
    school_capacity: int | None
    percentage_fsm: Decimal | None
    resourced_provision: str | None
    region_code: str | None
    region_name: str | None


class EstablishmentBatch(NamedTuple):
    """`absent`: the fields of which the file says nothing, for want of their columns."""

    establishments: list[Establishment]
    rejected: list[RejectedRow]
    absent: frozenset[str]


# In the order of the fields of Establishment.
_REQUIRED: dict[str, Callable[[str], Any]] = {
    "URN": values.urn,
    "LA (code)": values.la_code,
    "EstablishmentNumber": values.establishment_number,
    "EstablishmentName": values.required_text(200),
    "TypeOfEstablishment (code)": values.code,
    "EstablishmentStatus (code)": values.code,
    "PhaseOfEducation (code)": values.code,
}
_OPTIONAL: dict[str, Callable[[str], Any]] = {
    "LA (name)": values.text(100),
    "TypeOfEstablishment (name)": values.text(100),
    "EstablishmentStatus (name)": values.text(100),
    "PhaseOfEducation (name)": values.text(100),
    "StatutoryLowAge": values.count,
    "StatutoryHighAge": values.count,
    "OpenDate": values.day,
    "CloseDate": values.day,
    "Street": values.text(200),
    "Locality": values.text(200),
    "Address3": values.text(200),
    "Town": values.text(100),
    "County (name)": values.text(100),
    "Postcode": values.text(10),
    "SchoolWebsite": values.text(400),
    "Trusts (code)": values.trust_uid,
    "Trusts (name)": values.text(300),
    "UKPRN": values.ukprn,
    "NumberOfPupils": values.count,
    "SchoolCapacity": values.count,
    "PercentageFSM": values.percentage,
    "TypeOfResourcedProvision (name)": values.text(100),
    "GOR (code)": values.text(2),
    "GOR (name)": values.text(100),
}
_COLUMNS = _REQUIRED | _OPTIONAL
_READERS = tuple(_COLUMNS.values())
_FIELDS = tuple(zip(_COLUMNS, Establishment._fields, strict=True))


async def read_establishments(
    chunks: AsyncIterable[bytes],
) -> AsyncIterator[EstablishmentBatch]:
    """Yield schools and rejected rows batch by batch; raises FileRefused, possibly after some batches."""
    # Indexed by URN, so that remembering every one of them costs 4 MB whatever the file holds.
    first_rows = array("I", bytes(4 * _URN_LIMIT))
    async for rows, rejected, absent in read_table(chunks, required=tuple(_REQUIRED), optional=tuple(_OPTIONAL)):
        establishments = []
        for row in rows:
            try:
                establishment = Establishment._make(
                    [read(value) for read, value in zip(_READERS, row.values, strict=True)]
                )
            except ValueRefused:
                rejected.extend(_rejections(row))
                continue
            urn = int(establishment.urn)
            if first_row := first_rows[urn]:
                rejected.append(_repeated_urn(row.number, first_row))
                continue
            first_rows[urn] = row.number
            establishments.append(establishment)
        fields = frozenset(field for column, field in _FIELDS if column in absent)
        yield EstablishmentBatch(establishments, rejected, fields)


def _rejections(row: Row) -> list[RejectedRow]:
    found = []
    for (column, read), value in zip(_COLUMNS.items(), row.values, strict=True):
        try:
            read(value)
        except ValueRefused as refusal:
            found.append(RejectedRow(row.number, column, refusal.code, refusal.detail))
    return found


def _repeated_urn(number: int, first_row: int) -> RejectedRow:
    detail = f"The school with this URN is already in row {first_row}."
    return RejectedRow(number, "URN", "urn_repeated", detail)
