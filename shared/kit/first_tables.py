"""The kit's tables as a service's first migration makes them.

Written out, and never changed: a database that was made by it stays what this says. A later change of
`kit/tables.py` comes with a function of its own beside these, called from one new migration in each service.
"""

from alembic import op

from shared.kit.wakeup import CHANNEL

_TABLES = """
create table events (
    position bigint generated always as identity constraint pk_events primary key,
    xid xid8 not null default pg_current_xact_id(),
    id uuid not null constraint uq_events_id unique,
    type varchar(120) not null,
    subject varchar(80) not null,
    occurred_at timestamptz not null,
    actor varchar(60) not null,
    resource_version integer not null,
    is_public boolean not null,
    project_id uuid,
    icb_code varchar(5),
    la_code varchar(3),
    urn varchar(6),
    organisations varchar(60)[] not null default '{}',
    data jsonb not null
);
create index ix_events_feed on events (xid, position);
create index ix_events_subject on events (subject, position);
create table feed_floor (
    id integer constraint pk_feed_floor primary key,
    xid xid8 not null,
    position bigint not null
);
create table consumer_cursors (
    source varchar(40) constraint pk_consumer_cursors primary key,
    cursor text,
    applied bigint not null default 0,
    last_event_at timestamptz,
    as_of timestamptz
);
create table idempotency_keys (
    caller text not null,
    key varchar(255) not null,
    fingerprint bytea not null,
    status integer not null,
    headers jsonb not null,
    body bytea not null,
    created_at timestamptz not null default now(),
    constraint pk_idempotency_keys primary key (caller, key)
);
create index ix_idempotency_keys_created_at on idempotency_keys (created_at);
"""

# Whoever waits for events is woken by each statement that writes some, when it commits.
_ANNOUNCEMENT = (
    f"""create function announce_events() returns trigger language plpgsql as
        $$ begin perform pg_notify('{CHANNEL}', ''); return null; end $$""",
    "create trigger events_announced after insert on events for each statement execute function announce_events()",
)


def make() -> None:
    """Make the kit's tables, and the trigger that wakes those who wait for events."""
    for statement in (*_TABLES.split(";\n"), *_ANNOUNCEMENT):
        if statement.strip():
            op.execute(statement)


def drop() -> None:
    """The way back."""
    for table in ("idempotency_keys", "consumer_cursors", "feed_floor", "events"):
        op.execute(f"drop table {table}")
    op.execute("drop function announce_events()")
