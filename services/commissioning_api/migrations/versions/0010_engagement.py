"""Parent carer engagement in each school, and the aims of embedding.

A copy made before had no place for a school's cohort: the embedding offer is one to existing schools (R6), and `rebuild`
brings in what the owner says.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("participations", sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "participations",
        sa.Column(
            "cohort",
            sa.Enum("new", "existing", name="cohort", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
    )
    op.execute(
        "update participations set kept_at = now(), cohort = case offer when 'embedding' then 'existing' else 'new' end"
    )
    op.alter_column("participations", "kept_at", nullable=False)
    op.alter_column("participations", "cohort", nullable=False)
    op.create_table(
        "school_groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "none", "formed", "developed", name="groupstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.CheckConstraint("(state = 'none') = (since is null)", name=op.f("ck_school_groups_since_when")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_groups")),
        sa.UniqueConstraint("participation_id", name=op.f("uq_school_groups_participation_id")),
    )
    op.create_index(op.f("ix_school_groups_updated_at"), "school_groups", ["updated_at"], unique=False)
    op.create_table(
        "engagement_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "meeting",
                "activity",
                "change",
                name="engagementkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "term",
            sa.Enum(
                "summer",
                "autumn",
                "spring",
                name="engagementterm",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("led_to", sa.Text(), nullable=True),
        sa.Column("parent_carers", sa.Integer(), nullable=True),
        sa.Column("senior_leaders", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "recorded", "withdrawn", name="engagementstatus", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement_entries")),
    )
    op.create_index("ix_engagement_entries_icb_code", "engagement_entries", ["icb_code", "id"], unique=False)
    op.create_index("ix_engagement_entries_la_code", "engagement_entries", ["la_code", "id"], unique=False)
    op.create_index(
        "ix_engagement_entries_participation_id", "engagement_entries", ["participation_id", "id"], unique=False
    )
    op.create_index("ix_engagement_entries_project_id", "engagement_entries", ["project_id", "id"], unique=False)
    op.create_index(op.f("ix_engagement_entries_updated_at"), "engagement_entries", ["updated_at"], unique=False)
    op.create_index("ix_engagement_entries_urn", "engagement_entries", ["urn", "id"], unique=False)
    op.create_table(
        "embedding_aims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "aim",
            sa.Enum(
                "culture_of_inclusivity",
                "more_engagement",
                "parental_views_heard",
                name="embeddingaim",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "progress",
            sa.Enum(
                "not_started",
                "emerging",
                "developing",
                "embedded",
                name="aimprogress",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embedding_aims")),
        sa.UniqueConstraint("participation_id", "aim", name=op.f("uq_embedding_aims_participation_id_aim")),
    )
    op.create_index("ix_embedding_aims_icb_code", "embedding_aims", ["icb_code", "id"], unique=False)
    op.create_index("ix_embedding_aims_la_code", "embedding_aims", ["la_code", "id"], unique=False)
    op.create_index("ix_embedding_aims_project_id", "embedding_aims", ["project_id", "id"], unique=False)
    op.create_index(op.f("ix_embedding_aims_updated_at"), "embedding_aims", ["updated_at"], unique=False)
    op.create_index("ix_embedding_aims_urn", "embedding_aims", ["urn", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_embedding_aims_urn", table_name="embedding_aims")
    op.drop_index(op.f("ix_embedding_aims_updated_at"), table_name="embedding_aims")
    op.drop_index("ix_embedding_aims_project_id", table_name="embedding_aims")
    op.drop_index("ix_embedding_aims_la_code", table_name="embedding_aims")
    op.drop_index("ix_embedding_aims_icb_code", table_name="embedding_aims")
    op.drop_table("embedding_aims")
    op.drop_index("ix_engagement_entries_urn", table_name="engagement_entries")
    op.drop_index(op.f("ix_engagement_entries_updated_at"), table_name="engagement_entries")
    op.drop_index("ix_engagement_entries_project_id", table_name="engagement_entries")
    op.drop_index("ix_engagement_entries_participation_id", table_name="engagement_entries")
    op.drop_index("ix_engagement_entries_la_code", table_name="engagement_entries")
    op.drop_index("ix_engagement_entries_icb_code", table_name="engagement_entries")
    op.drop_table("engagement_entries")
    op.drop_index(op.f("ix_school_groups_updated_at"), table_name="school_groups")
    op.drop_table("school_groups")
    op.drop_column("participations", "cohort")
    op.drop_column("participations", "kept_at")
