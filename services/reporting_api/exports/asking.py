"""What a caller says of a table, held against the table: each thing that is wrong is named by its place."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import Field, ValidationError, create_model

from shared.contracts.page import ListQuery, Many
from shared.contracts.problem import FieldError
from shared.contracts.reporting.exports import ExportForm, FilterValue
from shared.kit.auth import Actor
from shared.kit.errors import BadRequest, Unprocessable
from shared.kit.problems import from_validation

from . import errors
from .contents import Asked
from .schemas import Filtered, GivenFilters
from .tables import TABLES, FlatTable

_FILTERS = {
    name: [each.name for each in TABLES.values() if name in each.filters]
    for name in sorted({name for table in TABLES.values() for name in table.filters})
}

if TYPE_CHECKING:
    FileQuery = Filtered
else:
    # The filters of all tables are parameters of the one address; which of them a table has is looked at there.
    FileQuery = create_model(
        "FileQuery",
        __base__=Filtered,
        **{
            name: (Many[FilterValue] | None, Field(None, description=f"Of these tables: {', '.join(tables)}."))
            for name, tables in _FILTERS.items()
        },
    )


def table_named(name: str) -> FlatTable:
    """The table of a path."""
    if name not in TABLES:
        raise errors.FlatTableNotFound
    return TABLES[name]


def table_asked(name: str) -> FlatTable:
    """The table of a body."""
    if name not in TABLES:
        detail = f"The tables are: {', '.join(TABLES)}."
        raise errors.UnknownTable(errors=[FieldError(pointer="/table", code="unknown", detail=detail)])
    return TABLES[name]


def asked_in_body(table: FlatTable, form: ExportForm, given: GivenFilters, actor: Actor) -> Asked:
    """What a job is asked for."""
    unknown = [
        FieldError(pointer=f"/filters/{name}", code="unknown", detail=_filters_of(table))
        for name in given
        if name not in table.filters
    ]
    if unknown:
        raise Unprocessable("A filter is not known here: see errors.", errors=unknown)
    return kept(table, form, given, actor.organisation)


def asked_in_query(table: FlatTable, query: FileQuery, actor: Actor) -> Asked:
    """What is asked for directly, by the parameters of an address."""
    filters = {name: value for name, value in query if name != "form" and value is not None}
    unknown = [
        FieldError(parameter=name, code="unknown", detail=_filters_of(table))
        for name in filters
        if name not in table.filters
    ]
    if unknown:
        raise BadRequest("A query parameter is not known here: see errors.", errors=unknown)
    return _asked(table, query.form, filters, actor.organisation, ("query",))


def kept(table: FlatTable, form: ExportForm, filters: Mapping[str, list[str]], organisation: str) -> Asked:
    """What a job is asked for, or was."""
    return _asked(table, form, filters, organisation, ("body", "filters"))


def _asked(
    table: FlatTable, form: ExportForm, filters: Mapping[str, list[str]], organisation: str, place: tuple[str, ...]
) -> Asked:
    given = {name: values[0] if len(values) == 1 else values for name, values in filters.items()}
    try:
        query: ListQuery = table.query.model_validate(given)
    except ValidationError as invalid:
        raise from_validation([{**each, "loc": (*place, *each["loc"])} for each in invalid.errors()]) from None
    return Asked(table.asked_for(query), form, query, filters, organisation)


def _filters_of(table: FlatTable) -> str:
    return f"The filters of this table are: {', '.join(table.filters)}."
