"""The hot-read path: a view is stated once as a select; PostgreSQL builds its JSON; bytes go out.

A `View` joins a table (or a select) with the contract it is shown as and with the rows each kind of caller sees. The
access rule is part of the statement, never a filter afterwards. A statement is compiled once for each shape (view,
kind of caller, filters set, sort) and then run by asyncpg directly: SQLAlchemy is the language, not the runtime.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import ge, lt
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnElement,
    DateTime,
    FromClause,
    Integer,
    Select,
    String,
    Text,
    Uuid,
    any_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSON, JSONB
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.types import TypeEngine

from shared.contracts.base import Output
from shared.contracts.roles import Kind
from shared.kit.auth import Actor
from shared.kit.clock import TODAY, today

_DIALECT = asyncpg_dialect()  # type: ignore[no-untyped-call]


def caller_code() -> ColumnElement[Any]:
    """The code of the calling organisation (`QWO`), as a bind: use it in a view's `visible`."""
    return bindparam("caller_code", type_=Text())


def caller_organisation() -> ColumnElement[Any]:
    """The calling organisation with its kind (`icb:QWO`), as a bind."""
    return bindparam("caller_organisation", type_=Text())


def caller_id() -> ColumnElement[Any]:
    """The code of the calling organisation where it is an id, for a column of ids that an index serves; else null.

    The code of a token has the letters of an id, which does not make it one.
    """
    is_one = caller_code().op("~")(literal_column("'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'"))
    return case((is_one, cast(caller_code(), Uuid())), else_=None)


def caller_values(actor: Actor) -> dict[str, Any]:
    """What a view's predicate binds for one caller."""
    return {"caller_code": actor.code, "caller_organisation": actor.organisation, TODAY.key: today()}


@dataclass(frozen=True, eq=False)
class View:
    """One resource as it is read. `visible` says for each kind of caller which rows it may see; no entry, no row.

    `columns` overrides or adds to the model's own columns, by the contract's field names. `sorts` are the allowed
    orders, the first the default; each is made unique by `key`.
    """

    model: Any
    contract: type[Output]
    visible: Mapping[Kind, ColumnElement[bool]]
    key: str = "id"
    sorts: tuple[str, ...] = ("id",)
    columns: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    source: FromClause | None = None

    def column(self, name: str) -> ColumnElement[Any]:
        """The expression behind a field of the contract, or a further column of the model used as a filter."""
        found = self.columns.get(name)
        return found if found is not None else getattr(self.model, name)

    @property
    def fields(self) -> list[str]:
        """The contract's fields, in its order: the keys of the JSON and the columns of the CSV."""
        return list(self.contract.model_fields)

    def seen_by(self, kind: Kind) -> ColumnElement[bool]:
        """The predicate for one kind of caller, over `caller_code()`."""
        return self.visible.get(kind, false())


@dataclass(frozen=True)
class Statement:
    """A compiled select: SQL with `$n` places, the names of the values that go there, and those it brings itself."""

    sql: str
    order: tuple[str, ...]
    constants: Mapping[str, Any]

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """The positional values for asyncpg."""
        return [given[name] if name in given else self.constants[name] for name in self.order]


_compiled: dict[tuple[Any, ...], Statement] = {}
_MOST_COMPILED = 2000


def compiled(shape: tuple[Any, ...], build: Any) -> Statement:
    """The statement of this shape, compiled at its first use. `build` gives the select."""
    found = _compiled.get(shape)
    if found is None:
        if len(_compiled) >= _MOST_COMPILED:  # only somebody who tries every combination of filters gets here
            _compiled.clear()
        text = build().compile(dialect=_DIALECT)
        constants = {name: value for name, value in text.params.items() if value is not None and name != TODAY.key}
        found = _compiled[shape] = Statement(str(text), tuple(text.positiontup or ()), constants)
    return found


def as_json(expression: ColumnElement[Any]) -> ColumnElement[Any]:
    """How a column stands in JSON: times in UTC with Z, the rest as PostgreSQL writes it."""
    if isinstance(expression.type, DateTime):
        return func.to_char(func.timezone("UTC", expression), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    return expression


def as_csv(expression: ColumnElement[Any]) -> ColumnElement[Any]:
    """How a column stands in CSV: lists with bars between, structures as JSON, and no cell a spreadsheet would run."""
    kind = expression.type
    if isinstance(kind, ARRAY):
        return _guarded(func.array_to_string(expression, "|"))
    if isinstance(kind, DateTime):
        return as_json(expression)
    if isinstance(kind, (JSON, JSONB)):
        return cast(expression, Text)
    if isinstance(kind, Boolean):
        return case((expression.is_(None), None), (expression, "true"), else_="false")
    return _guarded(cast(expression, Text)) if isinstance(kind, String) else expression


def _guarded(text: ColumnElement[Any]) -> ColumnElement[Any]:
    # OWASP's CSV injection guard: a leading quote makes a spreadsheet show the cell instead of running it.
    return case((text.op("~")(literal_column(r"E'^[=+@\\t\\r-]'")), literal_column("''''").op("||")(text)), else_=text)


_MOST_FIELDS_AT_ONCE = 50  # PostgreSQL takes no more than a hundred arguments


def json_object(fields: Mapping[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    """These fields as the text of a JSON object, in this order."""
    names = list(fields)
    parts: list[ColumnElement[Any]] = []
    for start in range(0, len(names), _MOST_FIELDS_AT_ONCE):
        some = names[start : start + _MOST_FIELDS_AT_ONCE]
        pairs = [each for name in some for each in (literal_column(f"'{name}'"), as_json(fields[name]))]
        parts.append(cast(func.json_build_object(*pairs), Text))
    whole = parts[0]
    for part in parts[1:]:
        whole = func.left(whole, -1).op("||")(literal_column("', '")).op("||")(func.substr(part, 2))
    return cast(whole, Text)


def json_row(view: View) -> ColumnElement[Any]:
    """One row of a view as a JSON object, built by PostgreSQL."""
    return json_object({name: view.column(name) for name in view.fields}).label("body")


def base_select(view: View, kind: Kind, *columns: ColumnElement[Any]) -> Select[Any]:
    """The view's rows that one kind of caller may see."""
    source = view.model if view.source is None else view.source
    return select(*columns).select_from(source).where(view.seen_by(kind))


def one_row(view: View, kind: Kind) -> Statement:
    """`body` and `version` of the row of a key (bind `key`)."""

    def build() -> Select[Any]:
        key = view.column(view.key)
        version = (view.column("version") if has_version(view) else literal_column("0")).label("version")
        return base_select(view, kind, json_row(view), version).where(key == bindparam("key", type_=key.type))

    return compiled((view, kind, "one"), build)


def one_version(view: View, kind: Kind) -> Statement:
    """Only the version of the row of a key: all that a conditional read needs."""

    def build() -> Select[Any]:
        key = view.column(view.key)
        return base_select(view, kind, view.column("version")).where(key == bindparam("key", type_=key.type))

    return compiled((view, kind, "version"), build)


def has_version(view: View) -> bool:
    """Whether its rows have a version: what is put together from several has none, and so no ETag."""
    return "version" in view.columns or hasattr(view.model, "version")


@dataclass(frozen=True)
class Selection:
    """Which rows of a list: the names of the filters that are set, and the order."""

    equal: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    since: bool = False
    until: bool = False
    sort: str = "id"
    after: bool = False

    @property
    def descending(self) -> bool:
        """Whether the order is from greatest to least (`-name`)."""
        return self.sort.startswith("-")


def sort_columns(view: View, selection: Selection) -> list[str]:
    """The fields a list is ordered by, the key last so that the order is total."""
    first = selection.sort.removeprefix("-")
    return [first] if first == view.key else [first, view.key]


def filtered(view: View, kind: Kind, selection: Selection, *columns: ColumnElement[Any]) -> Select[Any]:
    """The rows of a selection, unordered. Binds: `f_<name>` for each filter, `since`, `until`."""
    statement = base_select(view, kind, *columns)
    for name in selection.equal:
        column = view.column(name)
        statement = statement.where(column == bindparam(f"f_{name}", type_=column.type))
    for name in selection.among:
        column = view.column(name)
        if isinstance(column.type, ARRAY):
            statement = statement.where(column.op("&&")(bindparam(f"f_{name}", type_=column.type)))
            continue
        of_type = Text() if isinstance(column.type, String) else column.type
        statement = statement.where(column == any_(bindparam(f"f_{name}", type_=ARRAY(of_type))))
    for bound, compare in (("since", ge), ("until", lt)):
        if getattr(selection, bound):
            moment = bindparam(bound, type_=DateTime(timezone=True))
            statement = statement.where(compare(view.column("updated_at"), moment))
    return statement


def page_of(view: View, kind: Kind, selection: Selection) -> Statement:
    """A page: `body` and the sort values `k0`, `k1`. Binds also: `after_0`, `after_1`, `row_limit`."""

    def build() -> Select[Any]:
        keys = [view.column(name) for name in sort_columns(view, selection)]
        labelled = [key.label(f"k{place}") for place, key in enumerate(keys)]
        statement = filtered(view, kind, selection, json_row(view), *labelled)
        if selection.after:
            binds = [bindparam(f"after_{place}", type_=_wide(key.type)) for place, key in enumerate(keys)]
            here, there = tuple_(*keys), tuple_(*binds)
            statement = statement.where(here < there if selection.descending else here > there)
        return _ordered(statement, keys, selection).limit(bindparam("row_limit"))

    return compiled((view, kind, selection, "page"), build)


def _wide(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    # A cursor may hold any bigint: one that an integer column cannot is past its end, and no error.
    return BigInteger() if isinstance(kind, Integer) else kind


def count_of(view: View, kind: Kind, selection: Selection) -> Statement:
    """How many rows a selection has."""
    return compiled((view, kind, selection, "count"), lambda: filtered(view, kind, selection, func.count()))


def _ordered(statement: Select[Any], keys: Sequence[ColumnElement[Any]], selection: Selection) -> Select[Any]:
    return statement.order_by(*(key.desc() if selection.descending else key.asc() for key in keys))


def export_of(view: View, kind: Kind, selection: Selection, form: str) -> Statement:
    """The whole list for COPY: the CSV's columns, or one JSON object a line."""

    def build() -> Select[Any]:
        columns = (
            [json_row(view)] if form == "ndjson" else [as_csv(view.column(name)).label(name) for name in view.fields]
        )
        return whole_list(view, kind, selection, *columns)

    return compiled((view, kind, selection, form), build)


def whole_list(view: View, kind: Kind, selection: Selection, *columns: ColumnElement[Any]) -> Select[Any]:
    """Every row of a selection, in its order."""
    keys = [view.column(name) for name in sort_columns(view, selection)]
    return _ordered(filtered(view, kind, selection, *columns), keys, selection)
