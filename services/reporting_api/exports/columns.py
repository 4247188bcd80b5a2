"""The columns of a file: those the DfE has names for first, then the list's own, each with its type and its meaning.

The names are those of the DfE's open data standards (time, geography and schools). Where a field of ours says what one
of theirs does, theirs takes its place; regions and nine-digit codes come from the reference of local authorities.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Double,
    FromClause,
    Integer,
    Numeric,
    Text,
    Uuid,
    cast,
    column,
    func,
    literal_column,
    values,
)
from sqlalchemy.types import String

from services.reporting_api.reference.authorities import local_authorities
from shared.contracts.reporting.exports import ColumnType
from shared.kit.reads import View

# A kind of SQL type, what it is called to callers, and as what the driver is to give it. A Numeric is a Double to
# analysts: nothing here has more digits than one holds.
_KINDS: tuple[tuple[Any, ColumnType, Any], ...] = (
    (Boolean, ColumnType.BOOLEAN, Boolean()),
    (Integer, ColumnType.INTEGER, BigInteger()),
    (Numeric, ColumnType.NUMBER, Double()),
    (DateTime, ColumnType.MOMENT, DateTime(timezone=True)),
    (Date, ColumnType.DATE, Date()),
    (ARRAY, ColumnType.LIST, ARRAY(Text())),
    ((String, Uuid), ColumnType.TEXT, Text()),
)


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a file."""

    name: str
    description: str
    shown: ColumnElement[Any]
    field: str | None = None
    dfe: bool = False

    @property
    def type(self) -> ColumnType:
        """What is in it."""
        return self._kind[0]

    @property
    def typed(self) -> ColumnElement[Any]:
        """As a value of its type, for forms that have types."""
        return cast(self.shown, self._kind[1])

    @property
    def _kind(self) -> tuple[ColumnType, Any]:
        for sql, kind, wanted in _KINDS:
            if isinstance(self.shown.type, sql):
                return kind, wanted
        raise TypeError(f"{self.name} has no type that a file can have")


_PLACES = ("la_code", "gss_code", "name", "region_name", "region_gss_code")
_place = values(*(column(name, Text()) for name in _PLACES), name="place", literal_binds=True).data(
    [tuple(row[name] for name in _PLACES) for row in local_authorities().values()]
)


def with_places(view: View) -> FromClause:
    """The rows of a view with what is known of their local authority."""
    source = view.model.__table__ if view.source is None else view.source
    joined: FromClause = source.outerjoin(_place, _place.c.la_code == view.column("la_code"))
    return joined


def _said(text: str) -> ColumnElement[Any]:
    return literal_column(f"'{text}'", Text())


def _dfe(name: str, description: str, shown: ColumnElement[Any], field: str | None = None) -> Column:
    return Column(name, description, shown, field, dfe=True)


def _of_the_dfe(view: View, level: str) -> Iterator[Column]:
    fields = view.contract.model_fields
    if "programme_year" in fields:
        year = view.column("programme_year")
        digits = func.left(year, 4, type_=Text()).op("||")(func.right(year, 2, type_=Text()))
        yield _dfe("time_period", "The financial year, as six digits.", cast(digits, Text()), "programme_year")
        yield _dfe("time_identifier", "What the time period is.", _said("Financial year"))
    yield _dfe("geographic_level", "What a row is about.", _said(level))
    yield _dfe("country_code", "Code of the country.", _said("E92000001"))
    yield _dfe("country_name", "Name of the country.", _said("England"))
    if "la_code" in fields:
        yield _dfe("region_code", "Nine-digit code of the region.", _place.c.region_gss_code)
        yield _dfe("region_name", "Name of the region.", _place.c.region_name)
        yield _dfe("new_la_code", "Nine-digit code of the local authority.", _place.c.gss_code)
        yield _dfe("old_la_code", "Three-digit code of the local authority.", view.column("la_code"), "la_code")
        yield _dfe("la_name", "Name of the local authority.", _place.c.name)
    for name, description in (("urn", "Unique reference number of the school."), ("school_name", "Its name.")):
        if name in fields:
            yield _dfe(name, description, view.column(name), name)


_OURS = {
    "icb_code": "ODS code of the board that started the project.",
    "updated_at": "When this row last changed here.",
}

_ANY_SUM = "Whole pence."


def columns_of(view: View, level: str) -> tuple[Column, ...]:
    """Every column of a table's files, in their order."""
    first = tuple(_of_the_dfe(view, level))
    named = {each.name for each in first} | {each.field for each in first}
    return first + tuple(
        Column(name, _meaning(view, name), view.column(name), name) for name in view.fields if name not in named
    )


def _meaning(view: View, name: str) -> str:
    said = view.contract.model_fields[name].description
    # What the type of all sums says tells nothing of this one.
    return _OURS.get(name) or (said if said and said != _ANY_SUM else _in_words(name))


def _in_words(name: str) -> str:
    words = name.removesuffix("_pence").replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}{', in pence' if name.endswith('_pence') else ''}."
