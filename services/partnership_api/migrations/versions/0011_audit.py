"""The audit: who read what is protected and who changed what, kept where the service itself cannot change it.

The log of who read contacts becomes part of it.
"""

from alembic import op

from shared.kit import first_tables

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_CARRIED_OVER = """
insert into audit_entries (id, kind, occurred_at, actor, type, subject, resource_version, covers, is_public,
    organisations, filtered_by)
select id, 'read', read_at, read_by,
    case when contact_id is null then 'partnership.contacts.listed' else 'partnership.contact.read' end,
    contact_id::text, 0, covers, false, organisations, filtered_by
from contact_reads
"""
_LOG = (
    """create table contact_reads (
        id uuid constraint pk_contact_reads primary key,
        read_at timestamptz not null,
        read_by varchar(60) not null,
        contact_id uuid,
        organisations varchar(60)[] not null,
        filtered_by varchar(60)[] not null,
        covers integer not null
    )""",
    """insert into contact_reads
        select id, occurred_at, actor, subject::uuid, organisations, filtered_by, covers
        from audit_entries where type in ('partnership.contacts.listed', 'partnership.contact.read')""",
    "create index ix_contact_reads_contact_id on contact_reads (contact_id)",
    "create index ix_contact_reads_read_at on contact_reads (read_at)",
    "create index ix_contact_reads_read_by on contact_reads (read_by)",
    """create function refuse_change_of_log() returns trigger language plpgsql as
        $$ begin raise exception 'contact_reads is append-only'; end $$""",
    """create trigger contact_reads_append_only before update or delete or truncate on contact_reads
        for each statement execute function refuse_change_of_log()""",
)


def upgrade() -> None:
    first_tables.make_audit()
    op.execute(_CARRIED_OVER)
    op.execute("drop table contact_reads")
    op.execute("drop function refuse_change_of_log()")


def downgrade() -> None:
    for statement in _LOG:
        op.execute(statement)
    first_tables.drop_audit()
