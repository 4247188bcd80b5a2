"""The kit's own tables. Every service has them in its own database, made by its own migrations."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.types import UserDefinedType

from shared.kit.columns import ORGANISATION, new_metadata

KIT = new_metadata()


class TransactionId(UserDefinedType[str]):
    """PostgreSQL's xid8: the 64-bit number of the transaction that wrote a row."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "xid8"


# So that Alembic, when it compares, knows the type it finds in the database.
ischema_names["xid8"] = TransactionId


events = Table(
    "events",
    KIT,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    # The order of the feed is (xid, position): see kit/feed.py for why a position alone loses events.
    Column("xid", TransactionId(), nullable=False, server_default=text("pg_current_xact_id()")),
    Column("id", UUID(as_uuid=True), nullable=False, unique=True),
    Column("type", String(120), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    Column("actor", ORGANISATION, nullable=False),
    Column("resource_version", Integer, nullable=False),
    Column("is_public", Boolean, nullable=False),
    Column("project_id", UUID(as_uuid=True)),
    Column("icb_code", String(5)),
    Column("la_code", String(3)),
    Column("urn", String(6)),
    Column("organisations", ARRAY(ORGANISATION), nullable=False, server_default=text("'{}'")),
    Column("data", JSONB, nullable=False),
    Index("ix_events_feed", "xid", "position"),
    Index("ix_events_subject", "subject", "position"),
)

audit_entries = Table(
    "audit_entries",
    KIT,
    # Of a change, the id of its event.
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    Column("actor", ORGANISATION, nullable=False),
    Column("client_id", String(200)),
    Column("request_id", String(128)),
    Column("type", String(120), nullable=False),
    Column("subject", String(80)),
    Column("resource_version", Integer, nullable=False),
    Column("covers", Integer, nullable=False, server_default=text("1")),
    Column("is_public", Boolean, nullable=False),
    Column("project_id", UUID(as_uuid=True)),
    Column("icb_code", String(5)),
    Column("la_code", String(3)),
    Column("urn", String(6)),
    Column("organisations", ARRAY(ORGANISATION), nullable=False, server_default=text("'{}'")),
    Column("filtered_by", ARRAY(ORGANISATION), nullable=False, server_default=text("'{}'")),
    CheckConstraint("kind in ('read', 'changed')", name="kind"),
    Index("ix_audit_entries_occurred_at", "occurred_at", "id"),
    Index("ix_audit_entries_actor", "actor", "occurred_at", "id"),
    Index("ix_audit_entries_subject", "subject", "occurred_at", "id"),
    Index("ix_audit_entries_reads", "id", postgresql_where=text("kind = 'read'")),
)

idempotency_keys = Table(
    "idempotency_keys",
    KIT,
    Column("caller", Text, primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now(), index=True),
)

feed_floor = Table(
    "feed_floor",
    KIT,
    # One row once anything was pruned: the last (xid, position) that is gone.
    Column("id", Integer, primary_key=True),
    Column("xid", TransactionId(), nullable=False),
    Column("position", BigInteger, nullable=False),
)

consumer_cursors = Table(
    "consumer_cursors",
    KIT,
    Column("source", String(40), primary_key=True),
    Column("cursor", Text),
    Column("applied", BigInteger, nullable=False, server_default=text("0")),
    Column("last_event_at", DateTime(timezone=True)),
    # When the feed was last read to its end: everything the owner had said by then is in the projection.
    Column("as_of", DateTime(timezone=True)),
)
