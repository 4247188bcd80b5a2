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
        "package_lines",
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("strand", sa.String(length=40), nullable=False),
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column("hours", sa.Float(), nullable=False),
        sa.Column("cost_pence", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_lines")),
    )
    op.create_index(op.f("ix_package_lines_participation_id"), "package_lines", ["participation_id"], unique=False)
    op.create_table(
        "participations",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("school_name", sa.Text(), nullable=False),
        sa.Column("cohort", sa.String(length=40), nullable=False),
        sa.Column("offer", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participations")),
    )
    op.create_index(op.f("ix_participations_project_id"), "participations", ["project_id"], unique=False)
    op.create_table(
        "programme_years",
        sa.Column("code", sa.String(length=7), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("evaluation_ends_on", sa.Date(), nullable=False),
        sa.Column("domains", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_years")),
    )
    op.create_table(
        "project_domain_summaries",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column("schools_assessed", sa.Integer(), nullable=False),
        sa.Column("mean_score", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "domain", name=op.f("pk_project_domain_summaries")),
    )
    op.create_table(
        "project_members",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.Column("organisation_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_members")),
    )
    op.create_index(
        "ix_project_members_organisation_project_id", "project_members", ["organisation", "project_id"], unique=False
    )
    op.create_table(
        "project_summaries",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("programme_year_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("target_schools", sa.Integer(), nullable=True),
        sa.Column("difference_from_target", sa.Integer(), nullable=True),
        sa.Column("new_selected", sa.Integer(), nullable=False),
        sa.Column("new_confirmed", sa.Integer(), nullable=False),
        sa.Column("new_withdrawn", sa.Integer(), nullable=False),
        sa.Column("existing_selected", sa.Integer(), nullable=False),
        sa.Column("existing_confirmed", sa.Integer(), nullable=False),
        sa.Column("existing_withdrawn", sa.Integer(), nullable=False),
        sa.Column("baselines_not_begun", sa.Integer(), nullable=False),
        sa.Column("baselines_in_progress", sa.Integer(), nullable=False),
        sa.Column("baselines_submitted", sa.Integer(), nullable=False),
        sa.Column("baselines_reopened", sa.Integer(), nullable=False),
        sa.Column("schools_missing_a_strand", sa.Integer(), nullable=False),
        sa.Column("lines_proposed", sa.Integer(), nullable=False),
        sa.Column("lines_agreed", sa.Integer(), nullable=False),
        sa.Column("tailored_support_hours", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("tailored_support_cost_pence", sa.BigInteger(), nullable=False),
        sa.Column("parent_carer_engagement_hours", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("parent_carer_engagement_cost_pence", sa.BigInteger(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("cost_pence", sa.BigInteger(), nullable=False),
        sa.Column(
            "updated_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_project_summaries")),
    )
    op.create_index("ix_project_summaries_icb_code", "project_summaries", ["icb_code", "project_id"], unique=False)
    op.create_index(op.f("ix_project_summaries_updated_at"), "project_summaries", ["updated_at"], unique=False)
    op.create_table(
        "projects",
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("programme_year_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("target_schools", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
    )
    op.create_table(
        "school_summaries",
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("school_name", sa.Text(), nullable=False),
        sa.Column("cohort", sa.String(length=40), nullable=False),
        sa.Column("offer", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("baseline_status", sa.String(length=40), nullable=True),
        sa.Column("baseline_submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("both_strands", sa.Boolean(), nullable=False),
        sa.Column("lines_proposed", sa.Integer(), nullable=False),
        sa.Column("lines_agreed", sa.Integer(), nullable=False),
        sa.Column("tailored_support_hours", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("tailored_support_cost_pence", sa.BigInteger(), nullable=False),
        sa.Column("parent_carer_engagement_hours", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("parent_carer_engagement_cost_pence", sa.BigInteger(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("cost_pence", sa.BigInteger(), nullable=False),
        sa.Column(
            "updated_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("participation_id", name=op.f("pk_school_summaries")),
    )
    op.create_index(
        "ix_school_summaries_by_name", "school_summaries", ["project_id", "school_name", "urn"], unique=False
    )
    op.create_index("ix_school_summaries_icb_code", "school_summaries", ["icb_code", "participation_id"], unique=False)
    op.create_index("ix_school_summaries_la_code", "school_summaries", ["la_code", "participation_id"], unique=False)
    op.create_index(
        "ix_school_summaries_project_id", "school_summaries", ["project_id", "participation_id"], unique=False
    )
    op.create_index(op.f("ix_school_summaries_updated_at"), "school_summaries", ["updated_at"], unique=False)
    op.create_index("ix_school_summaries_urn", "school_summaries", ["urn", "participation_id"], unique=False)
    op.create_table(
        "self_assessments",
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("point", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("domain_scores", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_assessments")),
    )
    op.create_index(
        "ix_self_assessments_latest",
        "self_assessments",
        ["participation_id", "point", "created_at", "id"],
        unique=False,
    )
    first_tables.make()


def downgrade() -> None:
    first_tables.drop()
    op.drop_index("ix_self_assessments_latest", table_name="self_assessments")
    op.drop_table("self_assessments")
    op.drop_index("ix_school_summaries_urn", table_name="school_summaries")
    op.drop_index(op.f("ix_school_summaries_updated_at"), table_name="school_summaries")
    op.drop_index("ix_school_summaries_project_id", table_name="school_summaries")
    op.drop_index("ix_school_summaries_la_code", table_name="school_summaries")
    op.drop_index("ix_school_summaries_by_name", table_name="school_summaries")
    op.drop_index("ix_school_summaries_icb_code", table_name="school_summaries")
    op.drop_table("school_summaries")
    op.drop_table("projects")
    op.drop_index(op.f("ix_project_summaries_updated_at"), table_name="project_summaries")
    op.drop_index("ix_project_summaries_icb_code", table_name="project_summaries")
    op.drop_table("project_summaries")
    op.drop_index("ix_project_members_organisation_project_id", table_name="project_members")
    op.drop_table("project_members")
    op.drop_table("project_domain_summaries")
    op.drop_table("programme_years")
    op.drop_index(op.f("ix_participations_project_id"), table_name="participations")
    op.drop_table("participations")
    op.drop_index(op.f("ix_package_lines_participation_id"), table_name="package_lines")
    op.drop_table("package_lines")
