"""governance and contacts"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# The log of readings only grows.
_APPEND_ONLY = (
    """create function refuse_change_of_log() returns trigger language plpgsql as
        $$ begin raise exception 'contact_reads is append-only'; end $$""",
    """create trigger contact_reads_append_only before update or delete or truncate on contact_reads
        for each statement execute function refuse_change_of_log()""",
)


def upgrade() -> None:
    op.create_table(
        "contact_reads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.String(length=60), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("organisations", sa.ARRAY(sa.String(length=60)), nullable=False),
        sa.Column("filtered_by", sa.ARRAY(sa.String(length=60)), nullable=False),
        sa.Column("covers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_reads")),
    )
    op.create_index(op.f("ix_contact_reads_contact_id"), "contact_reads", ["contact_id"], unique=False)
    op.create_index(op.f("ix_contact_reads_read_at"), "contact_reads", ["read_at"], unique=False)
    op.create_index(op.f("ix_contact_reads_read_by"), "contact_reads", ["read_by"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_organisation"), "contacts", ["organisation"], unique=False)
    op.create_index(op.f("ix_contacts_updated_at"), "contacts", ["updated_at"], unique=False)
    op.create_table(
        "evaluators",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_evaluators")),
    )
    op.create_index(op.f("ix_evaluators_updated_at"), "evaluators", ["updated_at"], unique=False)
    op.create_table(
        "identifiers_before",
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.Column(
            "scheme",
            sa.Enum(
                "ods",
                "ons",
                "dfe",
                "gss",
                "urn",
                "ukprn",
                "laestab",
                "own",
                name="identifierscheme",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "scheme", "value", name=op.f("pk_identifiers_before")),
    )
    op.create_index("ix_identifiers_before_scheme_value", "identifiers_before", ["scheme", "value"], unique=False)
    op.create_index(op.f("ix_identifiers_before_updated_at"), "identifiers_before", ["updated_at"], unique=False)
    op.create_table(
        "national_bodies",
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_national_bodies")),
    )
    op.create_index(op.f("ix_national_bodies_updated_at"), "national_bodies", ["updated_at"], unique=False)
    op.create_table(
        "governance_groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("uses_existing_group", sa.Boolean(), nullable=False),
        sa.Column("existing_group_name", sa.Text(), nullable=True),
        sa.Column("remit", sa.Text(), nullable=False),
        sa.Column("meets", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "uses_existing_group = (existing_group_name is not null)",
            name=op.f("ck_governance_groups_existing_group_named"),
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_governance_groups_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_governance_groups")),
        sa.UniqueConstraint("project_id", name=op.f("uq_governance_groups_project_id")),
    )
    op.create_index(op.f("ix_governance_groups_updated_at"), "governance_groups", ["updated_at"], unique=False)
    op.create_table(
        "meetings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "in_person",
                "online",
                "hybrid",
                name="meetingmode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attended", sa.ARRAY(sa.String(length=60)), nullable=False),
        sa.Column("authorities", sa.ARRAY(sa.String(length=3)), nullable=False),
        sa.Column("minutes_reference", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("flags", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_meetings_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    op.create_index("ix_meetings_held_on", "meetings", ["held_on", "id"], unique=False)
    op.create_index("ix_meetings_project_id", "meetings", ["project_id", "id"], unique=False)
    op.create_index(op.f("ix_meetings_updated_at"), "meetings", ["updated_at"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("took_part", sa.ARRAY(sa.String(length=60)), nullable=False),
        sa.Column("against", sa.ARRAY(sa.String(length=60)), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "standing", "withdrawn", name="decisionstatus", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.Column("superseded_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_decisions_meeting_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_decisions_project_id")),
        sa.ForeignKeyConstraint(["superseded_by"], ["decisions.id"], name=op.f("fk_decisions_superseded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index("ix_decisions_decided_on", "decisions", ["decided_on", "id"], unique=False)
    op.create_index(op.f("ix_decisions_meeting_id"), "decisions", ["meeting_id"], unique=False)
    op.create_index("ix_decisions_project_id", "decisions", ["project_id", "id"], unique=False)
    op.create_index(op.f("ix_decisions_updated_at"), "decisions", ["updated_at"], unique=False)
    op.create_table(
        "governance_group_members",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.Column(
            "represents",
            sa.Enum(
                "icb",
                "local_authority",
                "parent_carer_group",
                "other",
                name="represents",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["governance_groups.id"], name=op.f("fk_governance_group_members_group_id")
        ),
        sa.PrimaryKeyConstraint("group_id", "place", name=op.f("pk_governance_group_members")),
    )
    for statement in _APPEND_ONLY:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("governance_group_members")
    op.drop_index(op.f("ix_decisions_updated_at"), table_name="decisions")
    op.drop_index("ix_decisions_project_id", table_name="decisions")
    op.drop_index(op.f("ix_decisions_meeting_id"), table_name="decisions")
    op.drop_index("ix_decisions_decided_on", table_name="decisions")
    op.drop_table("decisions")
    op.drop_index(op.f("ix_meetings_updated_at"), table_name="meetings")
    op.drop_index("ix_meetings_project_id", table_name="meetings")
    op.drop_index("ix_meetings_held_on", table_name="meetings")
    op.drop_table("meetings")
    op.drop_index(op.f("ix_governance_groups_updated_at"), table_name="governance_groups")
    op.drop_table("governance_groups")
    op.drop_index(op.f("ix_national_bodies_updated_at"), table_name="national_bodies")
    op.drop_table("national_bodies")
    op.drop_index(op.f("ix_identifiers_before_updated_at"), table_name="identifiers_before")
    op.drop_index("ix_identifiers_before_scheme_value", table_name="identifiers_before")
    op.drop_table("identifiers_before")
    op.drop_index(op.f("ix_evaluators_updated_at"), table_name="evaluators")
    op.drop_table("evaluators")
    op.drop_index(op.f("ix_contacts_updated_at"), table_name="contacts")
    op.drop_index(op.f("ix_contacts_organisation"), table_name="contacts")
    op.drop_table("contacts")
    op.drop_index(op.f("ix_contact_reads_read_by"), table_name="contact_reads")
    op.drop_index(op.f("ix_contact_reads_read_at"), table_name="contact_reads")
    op.drop_index(op.f("ix_contact_reads_contact_id"), table_name="contact_reads")
    op.drop_table("contact_reads")
    op.execute("drop function refuse_change_of_log()")
