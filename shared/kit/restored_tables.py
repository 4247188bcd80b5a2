"""What makes a feed's numbers go on in another cluster and on another timeline, for one migration of each service.

Written out, and never changed, as `first_tables.py`. Why it is so: docs/decisions/0042.
"""

from alembic import op

# A timeline's transactions have a trillion numbers to themselves; what `restored` adds is a multiple of 256 of these.
_MAKE = (
    "create function feed_offset() returns bigint language sql stable return 0::bigint",
    """create function feed_number(transaction xid8) returns bigint language sql
        return (transaction::text)::bigint + feed_offset()
            + (('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint << 40)""",
    """create function event_xid() returns xid8 language sql
        return (feed_number(pg_current_xact_id())::text)::xid8""",
    "alter table events alter column xid set default event_xid()",
    """create table feed_restores (
        id integer constraint pk_feed_restores primary key,
        restored_at timestamptz not null default now(),
        cluster bigint not null,
        after_xid xid8 not null,
        after_position bigint not null,
        until_xid xid8 not null,
        lost boolean not null
    )""",
    """insert into feed_restores (id, cluster, after_xid, after_position, until_xid, lost)
        select 0, system_identifier, '0', 0, '0', false from pg_control_system()""",
)
# The order of what is there stays. A cursor given out meanwhile stands after all of it: who follows begins anew.
_DROP = (
    "update events set xid = ((xid::text::bigint % (1::bigint << 40))::text)::xid8",
    "update feed_floor set xid = ((xid::text::bigint % (1::bigint << 40))::text)::xid8",
    "alter table events alter column xid set default pg_current_xact_id()",
    "drop table feed_restores",
    "drop function event_xid()",
    "drop function feed_number(xid8)",
    "drop function feed_offset()",
)


def make() -> None:
    """Number events by timeline and transaction, and remember in which cluster."""
    for statement in _MAKE:
        op.execute(statement)


def drop() -> None:
    """The way back, for a database that was neither restored nor promoted since."""
    for statement in _DROP:
        op.execute(statement)
