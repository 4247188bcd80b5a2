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
    case,
    cast,
    column,
    func,
    literal_column,
    values,
)
from sqlalchemy.types import String

from services.reporting_api.reference.authorities import local_authorities
from shared.contracts.base import Output
from shared.contracts.reporting.exports import ColumnType
from shared.contracts.reporting.measures import Interval
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
    measure: str | None = None

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


def _six_digits(year: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.concat(func.left(year, 4), func.substr(year, 6, 2), type_=Text())


def _times(view: View) -> Iterator[Column]:
    fields = view.contract.model_fields
    if "interval" in fields:
        period, starts_on = view.column("period"), view.column("starts_on")
        of_a_month = view.column("interval") == Interval.MONTH.value
        time = case((of_a_month, func.to_char(starts_on, "YYYY")), else_=_six_digits(period))
        quarter = func.concat("Financial year ", func.right(period, 2))
        said = case((of_a_month, func.to_char(starts_on, "FMMonth")), else_=quarter)
        yield _dfe("time_period", "The year of a month; of a quarter the financial year.", cast(time, Text()))
        yield _dfe("time_identifier", "Which month or quarter of it.", cast(said, Text()))
    elif "programme_year" in fields:
        digits = _six_digits(view.column("programme_year"))
        yield _dfe("time_period", "The financial year, as six digits.", digits, "programme_year")
        yield _dfe("time_identifier", "What the time period is.", _said("Financial year"))


def _of_the_dfe(view: View, level: str) -> Iterator[Column]:
    fields = view.contract.model_fields
    yield from _times(view)
    yield _dfe("geographic_level", "What a row is about.", _said(level))
    yield _dfe("country_code", "Code of the country.", _said("E92000001"))
    yield _dfe("country_name", "Name of the country.", _said("England"))
    if "la_code" in fields:
        yield _dfe("region_code", "Nine-digit code of the region.", _place.c.region_gss_code)
        yield _dfe("region_name", "Name of the region.", _place.c.region_name)
        yield _dfe("new_la_code", "Nine-digit code of the local authority.", _place.c.gss_code)
        yield _dfe("old_la_code", "Three-digit code of the local authority.", view.column("la_code"), "la_code")
        yield _dfe("la_name", "Name of the local authority.", _place.c.name)
    if "region_gss_code" in fields:
        gss_code, region_name = view.column("region_gss_code"), view.column("region_name")
        yield _dfe("region_code", "Nine-digit code of the region.", gss_code, "region_gss_code")
        yield _dfe("region_name", "Name of the region.", region_name, "region_name")
        letter = "Letter of the region in GIAS; X: of authorities not known."
        yield Column("region_letter", letter, view.column("region_code"), "region_code")
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
    measures = _measures(view.contract)
    return first + tuple(
        Column(name, _meaning(view, name), view.column(name), name, measure=measures.get(name))
        for name in view.fields
        if name not in named
    )


def _measures(contract: type[Output]) -> dict[str, str]:
    """Which measure of the catalogue each figure is, as the contract names it."""
    fields = contract.model_json_schema(mode="serialization")["properties"]
    return {name: each["x-measure"] for name, each in fields.items() if "x-measure" in each}


def _meaning(view: View, name: str) -> str:
    said = view.contract.model_fields[name].description
    # What the type of all sums says tells nothing of this one.
    return _OURS.get(name) or (said if said and said != _ANY_SUM else _in_words(name))


def _in_words(name: str) -> str:
    words = name.removesuffix("_pence").replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}{', in pence' if name.endswith('_pence') else ''}."
