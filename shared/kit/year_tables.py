"""How a migration makes a table that is one into one that is kept by programme year, and back, with all its rows.

Beside `first_tables.py`, and like it never changed: what a migration of the past calls stays what it was.
"""

from collections.abc import Callable
from dataclasses import dataclass

from alembic import op
from sqlalchemy import Connection, text

from shared.kit import partitions
from shared.kit.partitions import ByYear

_UNIQUE = text(
    "select conname as name,"
    " array(select attname::text from unnest(conkey) with ordinality as key (number, place)"
    " join pg_attribute on attrelid = conrelid and attnum = number order by place) as columns,"
    " case contype when 'p' then 'primary key' else 'unique' end as kind"
    " from pg_constraint where conrelid = to_regclass(:table) and contype in ('p', 'u') order by contype, conname"
)
_REFERENCES = text(
    "select conname as name, pg_get_constraintdef(oid) as said from pg_constraint"
    " where conrelid = to_regclass(:table) and contype = 'f' and conparentid = 0 order by conname"
)
_INDEXES = text(
    "select replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') as said from pg_index"
    " where indrelid = to_regclass(:table) and not exists (select from pg_constraint where conindid = indexrelid)"
    " order by indexrelid"
)
_TRIGGERS = text(
    "select pg_get_triggerdef(oid) as said from pg_trigger"
    " where tgrelid = to_regclass(:table) and not tgisinternal order by tgname"
)
_NUMBERED = text(
    "select attname::text as name, pg_get_serial_sequence(:table, attname) as sequence from pg_attribute"
    " where attrelid = to_regclass(:table) and attidentity <> ''"
)
_Keys = Callable[[list[str]], list[str]]


@dataclass(frozen=True)
class _Sequence:
    column: str
    name: str
    last: int
    is_called: bool


@dataclass(frozen=True)
class _Shape:
    """What a table has beside its columns and checks: how each is made, in the words of the database."""

    uniques: list[tuple[str, str, list[str]]]
    others: list[str]
    sequences: list[_Sequence]


def by_moment(table: str, key: str) -> None:
    """Keep a table by the programme year of a moment."""
    _keep_by_year(op.get_bind(), ByYear(table, key, is_range=True))


def by_code(table: str, key: str = "programme_year") -> None:
    """Keep a table by the programme year that its rows carry."""
    _keep_by_year(op.get_bind(), ByYear(table, key, is_range=False))


def whole(table: str, key: str = "programme_year") -> None:
    """The way back: one table again."""
    connection = op.get_bind()
    shape, before = _step_aside(connection, table)
    _make_like(connection, table, before)
    _move_in(connection, table, before, shape, lambda columns: [each for each in columns if each != key])


def _keep_by_year(connection: Connection, table: ByYear) -> None:
    years = partitions.years_in(connection, table, table.name)
    shape, before = _step_aside(connection, table.name)
    _make_like(connection, table.name, before, table.clause)
    partitions.make(connection, table, years)
    # Whatever is unique in a table that is kept by year has the year's key in it.
    _move_in(connection, table.name, before, shape, lambda columns: [*dict.fromkeys([*columns, table.key])])


def _shape_of(connection: Connection, table: str) -> _Shape:
    found = {"table": table}
    uniques = [(row.name, row.kind, list(row.columns)) for row in connection.execute(_UNIQUE, found)]
    references = [
        f'alter table "{table}" add constraint "{row.name}" {row.said}'
        for row in connection.execute(_REFERENCES, found)
    ]
    numbered = connection.execute(_NUMBERED, found).all()
    return _Shape(
        uniques,
        [*connection.scalars(_INDEXES, found), *references, *connection.scalars(_TRIGGERS, found)],
        [_sequence(connection, row.name, row.sequence) for row in numbered],
    )


def _sequence(connection: Connection, column: str, name: str) -> _Sequence:
    stands = connection.execute(text(f"select last_value, is_called from {name}")).one()  # noqa: S608
    return _Sequence(column, name.rsplit(".", 1)[-1], stands.last_value, stands.is_called)


def _step_aside(connection: Connection, table: str) -> tuple[_Shape, str]:
    connection.execute(text(f'lock table "{table}" in access exclusive mode'))
    shape, before = _shape_of(connection, table), f"{table}_before"
    connection.execute(text(f'alter table "{table}" rename to "{before}"'))
    for each in shape.sequences:
        connection.execute(text(f'alter sequence "{each.name}" rename to "{each.name}_before"'))
    return shape, before


def _make_like(connection: Connection, table: str, before: str, clause: str = "") -> None:
    # With defaults, checks and numbering as they are now, whatever the migrations before have made of them.
    connection.execute(text(f'create table "{table}" (like "{before}" including all excluding indexes) {clause}'))


def _move_in(connection: Connection, table: str, before: str, shape: _Shape, keys: _Keys) -> None:
    partitions.copy(connection, before, table)
    connection.execute(text(f'drop table "{before}"'))
    for each in shape.sequences:
        made = connection.scalar(text("select pg_get_serial_sequence(:t, :c)"), {"t": table, "c": each.column})
        if made.rsplit(".", 1)[-1] != each.name:
            connection.execute(text(f'alter sequence {made} rename to "{each.name}"'))
        connection.execute(
            text("select setval(cast(:name as regclass), :last, :called)"),
            {"name": each.name, "last": each.last, "called": each.is_called},
        )
    for name, kind, columns in shape.uniques:
        listed = ", ".join(f'"{column}"' for column in keys(columns))
        connection.execute(text(f'alter table "{table}" add constraint "{name}" {kind} ({listed})'))
    for statement in shape.others:
        connection.execute(text(statement.replace(":", "\\:")))
    connection.execute(text(f'analyze "{table}"'))
