"""the first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.kit import first_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "instruments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("domains", sa.ARRAY(sa.String(length=80)), nullable=False),
        sa.Column("scale", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("questions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruments")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_instruments_code_version")),
    )
    op.create_index(op.f("ix_instruments_updated_at"), "instruments", ["updated_at"], unique=False)
    op.create_index(
        "uq_instruments_current", "instruments", ["programme_year"], unique=True, postgresql_where=sa.text("is_current")
    )
    op.create_table(
        "participations",
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("school_name", sa.Text(), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column(
            "cohort",
            sa.Enum("new", "existing", name="cohort", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "offer",
            sa.Enum(
                "full", "embedding", "training", name="offer", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "selected",
                "confirmed",
                "withdrawn",
                name="participationstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("participation_id", name=op.f("pk_participations")),
    )
    op.create_index(op.f("ix_participations_project_id"), "participations", ["project_id"], unique=False)
    op.create_index(op.f("ix_participations_urn"), "participations", ["urn"], unique=False)
    op.create_table(
        "project_members",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("source_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_project_members")),
    )
    op.create_index("ix_project_members_organisation", "project_members", ["organisation", "project_id"], unique=False)
    op.create_table(
        "self_assessments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column(
            "point",
            sa.Enum(
                "baseline",
                "follow_up",
                "embedding_review",
                name="point",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "in_progress",
                "submitted",
                "reopened",
                name="assessmentstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("contributors", sa.ARRAY(sa.String(length=80)), nullable=False),
        sa.Column("helped_by", sa.ARRAY(sa.String(length=80)), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("domain_scores", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["instrument_id"], ["instruments.id"], name=op.f("fk_self_assessments_instrument_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_assessments")),
        sa.UniqueConstraint("participation_id", "point", name=op.f("uq_self_assessments_participation_id_point")),
    )
    op.create_index("ix_self_assessments_icb_code", "self_assessments", ["icb_code", "id"], unique=False)
    op.create_index(op.f("ix_self_assessments_instrument_id"), "self_assessments", ["instrument_id"], unique=False)
    op.create_index("ix_self_assessments_la_code", "self_assessments", ["la_code", "id"], unique=False)
    op.create_index("ix_self_assessments_project_id", "self_assessments", ["project_id", "id"], unique=False)
    op.create_index(op.f("ix_self_assessments_updated_at"), "self_assessments", ["updated_at"], unique=False)
    op.create_index("ix_self_assessments_urn", "self_assessments", ["urn", "id"], unique=False)
    first_tables.make()


def downgrade() -> None:
    first_tables.drop()
    op.drop_index("ix_self_assessments_urn", table_name="self_assessments")
    op.drop_index(op.f("ix_self_assessments_updated_at"), table_name="self_assessments")
    op.drop_index("ix_self_assessments_project_id", table_name="self_assessments")
    op.drop_index("ix_self_assessments_la_code", table_name="self_assessments")
    op.drop_index(op.f("ix_self_assessments_instrument_id"), table_name="self_assessments")
    op.drop_index("ix_self_assessments_icb_code", table_name="self_assessments")
    op.drop_table("self_assessments")
    op.drop_index("ix_project_members_organisation", table_name="project_members")
    op.drop_table("project_members")
    op.drop_index(op.f("ix_participations_urn"), table_name="participations")
    op.drop_index(op.f("ix_participations_project_id"), table_name="participations")
    op.drop_table("participations")
    op.drop_index("uq_instruments_current", table_name="instruments", postgresql_where=sa.text("is_current"))
    op.drop_index(op.f("ix_instruments_updated_at"), table_name="instruments")
    op.drop_table("instruments")
