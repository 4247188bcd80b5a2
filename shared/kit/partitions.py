"""The partitions of what grows: one for each programme year, and one for what falls outside them all.

A table says itself, in the database, that it is kept by year: by a moment (`events`), or by a programme year that its
rows carry. So whatever a migration has made so is found here, and nothing lists it a second time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from sqlalchemy import Connection, text

from shared.kit.clock import utc_now
from shared.kit.tables import events, feed_floor

YEARS_AHEAD = 2
_LONGEST_WAIT = "5s"
_FIRST_MONTH = 4
_ONE_DAY = timedelta(days=1)
_KEPT_BY_YEAR = text(
    "select class.relname as name, attname as key, partstrat = 'r' as is_range"
    " from pg_partitioned_table kept join pg_class class on class.oid = kept.partrelid"
    " join pg_attribute key on key.attrelid = class.oid and key.attnum = kept.partattrs[0]"
    " where class.relnamespace = 'public'::regnamespace order by class.relname"
)
_PARTITIONS = text(
    "select part.relname from pg_inherits join pg_class part on part.oid = inhrelid"
    " where inhparent = to_regclass(:table) order by part.relname"
)
_COLUMNS = text(
    "select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute"
    " where attrelid = to_regclass(:table) and attnum > 0 and not attisdropped and attgenerated = ''"
)


@dataclass(frozen=True)
class ByYear:
    """A table that is kept by year: by a range of moments, or by the code of the year."""

    name: str
    key: str
    is_range: bool

    @property
    def clause(self) -> str:
        """How it is declared."""
        return f"partition by {'range' if self.is_range else 'list'} ({self.key})"

    @property
    def default(self) -> str:
        """The partition of what falls outside all years that have one."""
        return f"{self.name}_default"

    def partition(self, year: int) -> str:
        """The partition of the programme year that begins in April of `year`."""
        return f"{self.name}_{code_of(year).replace('-', '_')}"

    def bounds(self, year: int) -> str:
        """What belongs in it."""
        if self.is_range:
            return f"from ('{begins(year)} 00:00+00') to ('{begins(year + 1)} 00:00+00')"
        return f"in ('{code_of(year)}')"

    @property
    def year(self) -> str:
        """The expression of the year of a row; null where it has none of this century."""
        if self.is_range:
            found = f"extract(year from ({self.key} at time zone 'UTC') - interval '{_FIRST_MONTH - 1} months')::int"
            return f"case when {self.key} between '2000-04-01 00:00+00' and '2100-03-31 00:00+00' then {found} end"
        return f"case when {self.key} ~ '^20[0-9]{{2}}-[0-9]{{2}}$' then substr({self.key}, 1, 4)::int end"


def begins(year: int) -> date:
    """The first day of a programme year."""
    return date(year, _FIRST_MONTH, 1)


def year_of(day: date) -> int:
    """The programme year a day is in, by the year it begins in."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def code_of(year: int) -> str:
    """`2025-26`."""
    return f"{year}-{(year + 1) % 100:02}"


def keep(connection: Connection) -> None:
    """Make the partitions of this year and the coming two, and of every year that stands in a default partition."""
    this_year = year_of(utc_now().date())
    for row in connection.execute(_KEPT_BY_YEAR).all():
        _keep(connection, ByYear(row.name, row.key, row.is_range), range(this_year, this_year + YEARS_AHEAD + 1))


def make(connection: Connection, table: ByYear, years: Iterable[int]) -> None:
    """Make the partitions of these years that are not there yet, and the one for all else."""
    there = _partitions(connection, table)
    wanted = {table.partition(year): f"values {table.bounds(year)}" for year in sorted(set(years))}
    for name, values in (wanted | {table.default: ""}).items():
        if name not in there:
            of = f"for {values}" if values else "default"
            connection.execute(text(f'create table "{name}" partition of "{table.name}" {of}'))


def years_in(connection: Connection, table: ByYear, rows: str) -> set[int]:
    """The years of the rows of a table."""
    return set(
        connection.scalars(
            text(f'select distinct {table.year} as year from "{rows}" where {table.year} is not null')  # noqa: S608
        )
    )


def copy(connection: Connection, source: str, target: str) -> None:
    """Copy every row as it is, whatever the database would number by itself."""
    columns = connection.scalar(_COLUMNS, {"table": source})
    connection.execute(
        text(f'insert into "{target}" ({columns}) overriding system value select {columns} from "{source}"')  # noqa: S608
    )


def drop_past(connection: Connection, days: int) -> None:
    """Drop the years of events that are wholly older than what the feed keeps, and remember how far that goes.

    A day more is waited for: what was written at the turn of the year is in the order of the next one too.
    """
    table = ByYear(events.name, events.c.occurred_at.name, is_range=True)
    kept_from = (utc_now().astimezone(UTC) - timedelta(days=days) - _ONE_DAY).date()
    there = _partitions(connection, table)
    for year in range(2000, year_of(kept_from)):
        if (past := table.partition(year)) in there:
            _wait_briefly(connection)
            connection.execute(text(f'lock table "{table.name}" in access exclusive mode'))
            connection.execute(
                text(
                    f'insert into {feed_floor.name} select 1, xid, position from "{past}"'  # noqa: S608
                    " order by xid desc, position desc limit 1 on conflict (id)"
                    " do update set xid = excluded.xid, position = excluded.position"
                    f" where (excluded.xid, excluded.position) > ({feed_floor.name}.xid, {feed_floor.name}.position)"
                )
            )
            connection.execute(text(f'drop table "{past}"'))


def _keep(connection: Connection, table: ByYear, years: Iterable[int]) -> None:
    there = _partitions(connection, table)
    astray = years_in(connection, table, table.default) if table.default in there else set()
    if not astray and {table.default, *map(table.partition, years)} <= there:
        return
    _wait_briefly(connection)
    if not astray:
        make(connection, table, years)
        return
    # A partition cannot be made while the default one holds its rows: they step out, and come in by the front door.
    aside = f"{table.name}_aside"
    connection.execute(text(f'alter table "{table.name}" detach partition "{table.default}"'))
    connection.execute(text(f'alter table "{table.default}" rename to "{aside}"'))
    make(connection, table, {*years, *astray})
    copy(connection, aside, table.name)
    connection.execute(text(f'drop table "{aside}"'))


def _partitions(connection: Connection, table: ByYear) -> set[str]:
    return set(connection.scalars(_PARTITIONS, {"table": table.name}))


def _wait_briefly(connection: Connection) -> None:
    # Whoever waits for such a lock is waited for by every request after it: better to fail and be run again.
    connection.execute(text(f"set local lock_timeout = '{_LONGEST_WAIT}'"))
