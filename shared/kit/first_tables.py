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

_AUDIT = (
    """create table audit_entries (
        id uuid constraint pk_audit_entries primary key,
        kind varchar(10) not null constraint ck_audit_entries_kind check (kind in ('read', 'changed')),
        occurred_at timestamptz not null,
        actor varchar(60) not null,
        client_id varchar(200),
        request_id varchar(128),
        type varchar(120) not null,
        subject varchar(80),
        resource_version integer not null,
        covers integer not null default 1,
        is_public boolean not null,
        project_id uuid,
        icb_code varchar(5),
        la_code varchar(3),
        urn varchar(6),
        organisations varchar(60)[] not null default '{}',
        filtered_by varchar(60)[] not null default '{}'
    )""",
    # What was announced before there was an audit; which client asked for it, nobody knows any more.
    """insert into audit_entries (id, kind, occurred_at, actor, type, subject, resource_version, is_public,
            project_id, icb_code, la_code, urn, organisations)
        select id, case type when 'reporting.extract-download.made' then 'read' else 'changed' end, occurred_at,
            actor, type, subject, resource_version, is_public, project_id, icb_code, la_code, urn, organisations
        from events""",
    "create index ix_audit_entries_occurred_at on audit_entries (occurred_at, id)",
    "create index ix_audit_entries_actor on audit_entries (actor, occurred_at, id)",
    "create index ix_audit_entries_subject on audit_entries (subject, occurred_at, id)",
    "create index ix_audit_entries_reads on audit_entries (id) where kind = 'read'",
    # The grants keep a service's own role from changing the audit. This keeps its owner from doing so by mistake;
    # `prune-audit` says that it means it.
    """create function refuse_change_of_audit() returns trigger language plpgsql as $$
        begin
            if tg_op = 'DELETE' and current_setting('pins.prunes_the_audit', true) = 'yes' then
                return null;
            end if;
            raise exception 'audit_entries is append-only';
        end $$""",
    """create trigger audit_entries_append_only before update or delete or truncate on audit_entries
        for each statement execute function refuse_change_of_audit()""",
    # A sandbox may be emptied at any time, also by a service that owns no table. `migrate` lets it call this, and
    # only where PINS_SANDBOX is on.
    """create function empty_sandbox(tables text[]) returns void language plpgsql security definer
        set search_path = public, pg_temp as $$
        declare
            each text;
        begin
            if to_regclass('sandbox.state') is null and session_user <> current_user then
                raise exception 'this database is not a sandbox';
            end if;
            foreach each in array tables loop
                execute format('alter table %I disable trigger user', each);
            end loop;
            execute (select 'truncate ' || string_agg(format('%I', t), ', ') from unnest(tables) t);
            foreach each in array tables loop
                execute format('alter table %I enable trigger user', each);
            end loop;
        end $$""",
    "revoke execute on function empty_sandbox(text[]) from public",
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


def make_audit() -> None:
    """Make the audit, with what the events still say of the time before it."""
    for statement in _AUDIT:
        op.execute(statement)


def drop_audit() -> None:
    """The way back."""
    op.execute("drop function empty_sandbox(text[])")
    op.execute("drop table audit_entries")
    op.execute("drop function refuse_change_of_audit()")
