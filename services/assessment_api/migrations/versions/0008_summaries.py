"""Summaries that analyses are read from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "analysed_assessments",
        sa.Column("point", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysed_assessments")),
    )
    op.create_index(
        op.f("ix_analysed_assessments_participation_id"), "analysed_assessments", ["participation_id"], unique=False
    )
    op.create_table(
        "analysed_surveys",
        sa.Column("domains", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysed_surveys")),
    )
    op.create_index(
        op.f("ix_analysed_surveys_participation_id"), "analysed_surveys", ["participation_id"], unique=False
    )
    op.create_table(
        "analysed_themes",
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("normalised", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysed_themes")),
    )
    op.create_index(op.f("ix_analysed_themes_participation_id"), "analysed_themes", ["participation_id"], unique=False)
    op.create_table(
        "completion_summaries",
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("point", sa.String(length=40), nullable=False),
        sa.Column("not_started", sa.Integer(), nullable=False),
        sa.Column("in_progress", sa.Integer(), nullable=False),
        sa.Column("submitted", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("icb_code", sa.String(length=5), nullable=True),
        sa.Column("la_code", sa.String(length=3), nullable=True),
        sa.Column("schools", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "programme_year", "point", name=op.f("pk_completion_summaries")),
    )
    op.create_index(op.f("ix_completion_summaries_icb_code"), "completion_summaries", ["icb_code"], unique=False)
    op.create_index(op.f("ix_completion_summaries_la_code"), "completion_summaries", ["la_code"], unique=False)
    op.create_index(op.f("ix_completion_summaries_project_id"), "completion_summaries", ["project_id"], unique=False)
    op.create_table(
        "domain_summaries",
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("point", sa.String(length=40), nullable=False),
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column("total_score", sa.Numeric(), nullable=False),
        sa.Column("from_0", sa.Integer(), nullable=False),
        sa.Column("from_20", sa.Integer(), nullable=False),
        sa.Column("from_40", sa.Integer(), nullable=False),
        sa.Column("from_60", sa.Integer(), nullable=False),
        sa.Column("from_80", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("icb_code", sa.String(length=5), nullable=True),
        sa.Column("la_code", sa.String(length=3), nullable=True),
        sa.Column("schools", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "programme_year", "point", "domain", name=op.f("pk_domain_summaries")),
    )
    op.create_index(op.f("ix_domain_summaries_icb_code"), "domain_summaries", ["icb_code"], unique=False)
    op.create_index(op.f("ix_domain_summaries_la_code"), "domain_summaries", ["la_code"], unique=False)
    op.create_index(op.f("ix_domain_summaries_project_id"), "domain_summaries", ["project_id"], unique=False)
    op.create_table(
        "progress_summaries",
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column("total_change", sa.Numeric(), nullable=False),
        sa.Column("improved", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("declined", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("icb_code", sa.String(length=5), nullable=True),
        sa.Column("la_code", sa.String(length=3), nullable=True),
        sa.Column("schools", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "programme_year", "domain", name=op.f("pk_progress_summaries")),
    )
    op.create_index(op.f("ix_progress_summaries_icb_code"), "progress_summaries", ["icb_code"], unique=False)
    op.create_index(op.f("ix_progress_summaries_la_code"), "progress_summaries", ["la_code"], unique=False)
    op.create_index(op.f("ix_progress_summaries_project_id"), "progress_summaries", ["project_id"], unique=False)
    op.create_table(
        "school_domain_scores",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("self_assessment_id", sa.Uuid(), nullable=False),
        sa.Column("point", sa.String(length=40), nullable=False),
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column("score", sa.Numeric(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("not_applicable", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "updated_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_domain_scores")),
    )
    op.create_index("ix_school_domain_scores_icb_code", "school_domain_scores", ["icb_code", "id"], unique=False)
    op.create_index("ix_school_domain_scores_la_code", "school_domain_scores", ["la_code", "id"], unique=False)
    op.create_index(
        "ix_school_domain_scores_participation_id",
        "school_domain_scores",
        ["participation_id", "point", "domain"],
        unique=False,
    )
    op.create_index("ix_school_domain_scores_project_id", "school_domain_scores", ["project_id", "id"], unique=False)
    op.create_index(
        op.f("ix_school_domain_scores_self_assessment_id"), "school_domain_scores", ["self_assessment_id"], unique=False
    )
    op.create_index(op.f("ix_school_domain_scores_updated_at"), "school_domain_scores", ["updated_at"], unique=False)
    op.create_index("ix_school_domain_scores_urn", "school_domain_scores", ["urn", "id"], unique=False)
    op.create_table(
        "survey_summaries",
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column("schools_hidden", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("favourable", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("icb_code", sa.String(length=5), nullable=True),
        sa.Column("la_code", sa.String(length=3), nullable=True),
        sa.Column("schools", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "programme_year", "domain", name=op.f("pk_survey_summaries")),
    )
    op.create_index(op.f("ix_survey_summaries_icb_code"), "survey_summaries", ["icb_code"], unique=False)
    op.create_index(op.f("ix_survey_summaries_la_code"), "survey_summaries", ["la_code"], unique=False)
    op.create_index(op.f("ix_survey_summaries_project_id"), "survey_summaries", ["project_id"], unique=False)
    op.create_table(
        "theme_summaries",
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("normalised", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("icb_code", sa.String(length=5), nullable=True),
        sa.Column("la_code", sa.String(length=3), nullable=True),
        sa.Column("schools", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "scope", "programme_year", "domain", "kind", "normalised", name=op.f("pk_theme_summaries")
        ),
    )
    op.create_index(op.f("ix_theme_summaries_icb_code"), "theme_summaries", ["icb_code"], unique=False)
    op.create_index(op.f("ix_theme_summaries_la_code"), "theme_summaries", ["la_code"], unique=False)
    op.create_index(op.f("ix_theme_summaries_project_id"), "theme_summaries", ["project_id"], unique=False)
    # The schools of projects are summed up when they are told of: so the feed is read from its beginning once more.
    op.execute("delete from consumer_cursors where source = 'partnership'")


def downgrade() -> None:
    op.execute("delete from consumer_cursors where source = 'assessment'")
    op.drop_index(op.f("ix_theme_summaries_project_id"), table_name="theme_summaries")
    op.drop_index(op.f("ix_theme_summaries_la_code"), table_name="theme_summaries")
    op.drop_index(op.f("ix_theme_summaries_icb_code"), table_name="theme_summaries")
    op.drop_table("theme_summaries")
    op.drop_index(op.f("ix_survey_summaries_project_id"), table_name="survey_summaries")
    op.drop_index(op.f("ix_survey_summaries_la_code"), table_name="survey_summaries")
    op.drop_index(op.f("ix_survey_summaries_icb_code"), table_name="survey_summaries")
    op.drop_table("survey_summaries")
    op.drop_index("ix_school_domain_scores_urn", table_name="school_domain_scores")
    op.drop_index(op.f("ix_school_domain_scores_updated_at"), table_name="school_domain_scores")
    op.drop_index(op.f("ix_school_domain_scores_self_assessment_id"), table_name="school_domain_scores")
    op.drop_index("ix_school_domain_scores_project_id", table_name="school_domain_scores")
    op.drop_index("ix_school_domain_scores_participation_id", table_name="school_domain_scores")
    op.drop_index("ix_school_domain_scores_la_code", table_name="school_domain_scores")
    op.drop_index("ix_school_domain_scores_icb_code", table_name="school_domain_scores")
    op.drop_table("school_domain_scores")
    op.drop_index(op.f("ix_progress_summaries_project_id"), table_name="progress_summaries")
    op.drop_index(op.f("ix_progress_summaries_la_code"), table_name="progress_summaries")
    op.drop_index(op.f("ix_progress_summaries_icb_code"), table_name="progress_summaries")
    op.drop_table("progress_summaries")
    op.drop_index(op.f("ix_domain_summaries_project_id"), table_name="domain_summaries")
    op.drop_index(op.f("ix_domain_summaries_la_code"), table_name="domain_summaries")
    op.drop_index(op.f("ix_domain_summaries_icb_code"), table_name="domain_summaries")
    op.drop_table("domain_summaries")
    op.drop_index(op.f("ix_completion_summaries_project_id"), table_name="completion_summaries")
    op.drop_index(op.f("ix_completion_summaries_la_code"), table_name="completion_summaries")
    op.drop_index(op.f("ix_completion_summaries_icb_code"), table_name="completion_summaries")
    op.drop_table("completion_summaries")
    op.drop_index(op.f("ix_analysed_themes_participation_id"), table_name="analysed_themes")
    op.drop_table("analysed_themes")
    op.drop_index(op.f("ix_analysed_surveys_participation_id"), table_name="analysed_surveys")
    op.drop_table("analysed_surveys")
    op.drop_index(op.f("ix_analysed_assessments_participation_id"), table_name="analysed_assessments")
    op.drop_table("analysed_assessments")
