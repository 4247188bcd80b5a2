"""Quarterly reports, and what partners are asked for.

The reports of projects that are there already are begun when 0006 has the feeds read again.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("sections", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_templates")),
        sa.UniqueConstraint("programme_year", "version", name=op.f("uq_report_templates_programme_year_version")),
    )
    op.create_index(op.f("ix_report_templates_updated_at"), "report_templates", ["updated_at"], unique=False)
    op.create_index(
        "uq_report_templates_current",
        "report_templates",
        ["programme_year"],
        unique=True,
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "quarterly_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "requested",
                "ready",
                "submitted",
                "accepted",
                "sent_back",
                name="reportstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sections", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=True),
        sa.Column("pinned", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("first_submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["template_id"], ["report_templates.id"], name=op.f("fk_quarterly_reports_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarterly_reports")),
        sa.UniqueConstraint("project_id", "quarter", name=op.f("uq_quarterly_reports_project_id_quarter")),
    )
    op.create_index(op.f("ix_quarterly_reports_due_on"), "quarterly_reports", ["due_on"], unique=False)
    op.create_index(op.f("ix_quarterly_reports_icb_code"), "quarterly_reports", ["icb_code"], unique=False)
    op.create_index(op.f("ix_quarterly_reports_updated_at"), "quarterly_reports", ["updated_at"], unique=False)
    op.create_table(
        "report_submissions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quarterly_report_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("sections", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("pinned", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("submitted_by", sa.String(length=60), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["quarterly_report_id"], ["quarterly_reports.id"], name=op.f("fk_report_submissions_quarterly_report_id")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["report_templates.id"], name=op.f("fk_report_submissions_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_submissions")),
        sa.UniqueConstraint(
            "quarterly_report_id", "number", name=op.f("uq_report_submissions_quarterly_report_id_number")
        ),
    )
    op.create_index(op.f("ix_report_submissions_updated_at"), "report_submissions", ["updated_at"], unique=False)
    op.create_table(
        "update_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("quarterly_report_id", sa.Uuid(), nullable=True),
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.Column("organisation_name", sa.Text(), nullable=True),
        sa.Column("participation_id", sa.Uuid(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "answered",
                "withdrawn",
                name="requeststatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=60), nullable=True),
        sa.Column("answered_how", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["quarterly_report_id"], ["quarterly_reports.id"], name=op.f("fk_update_requests_quarterly_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_update_requests")),
    )
    op.create_index(op.f("ix_update_requests_icb_code"), "update_requests", ["icb_code"], unique=False)
    op.create_index("ix_update_requests_organisation", "update_requests", ["organisation", "id"], unique=False)
    op.create_index(op.f("ix_update_requests_project_id"), "update_requests", ["project_id"], unique=False)
    op.create_index(
        op.f("ix_update_requests_quarterly_report_id"), "update_requests", ["quarterly_report_id"], unique=False
    )
    op.create_index(op.f("ix_update_requests_updated_at"), "update_requests", ["updated_at"], unique=False)
    op.create_table(
        "report_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quarterly_report_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "accepted", "sent_back", name="reportoutcome", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("decided_by", sa.String(length=60), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["quarterly_report_id"], ["quarterly_reports.id"], name=op.f("fk_report_decisions_quarterly_report_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["report_submissions.id"], name=op.f("fk_report_decisions_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_decisions")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_report_decisions_submission_id")),
    )
    op.create_index(
        op.f("ix_report_decisions_quarterly_report_id"), "report_decisions", ["quarterly_report_id"], unique=False
    )
    op.create_index(op.f("ix_report_decisions_updated_at"), "report_decisions", ["updated_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_report_decisions_updated_at"), table_name="report_decisions")
    op.drop_index(op.f("ix_report_decisions_quarterly_report_id"), table_name="report_decisions")
    op.drop_table("report_decisions")
    op.drop_index(op.f("ix_update_requests_updated_at"), table_name="update_requests")
    op.drop_index(op.f("ix_update_requests_quarterly_report_id"), table_name="update_requests")
    op.drop_index(op.f("ix_update_requests_project_id"), table_name="update_requests")
    op.drop_index("ix_update_requests_organisation", table_name="update_requests")
    op.drop_index(op.f("ix_update_requests_icb_code"), table_name="update_requests")
    op.drop_table("update_requests")
    op.drop_index(op.f("ix_report_submissions_updated_at"), table_name="report_submissions")
    op.drop_table("report_submissions")
    op.drop_index(op.f("ix_quarterly_reports_updated_at"), table_name="quarterly_reports")
    op.drop_index(op.f("ix_quarterly_reports_icb_code"), table_name="quarterly_reports")
    op.drop_index(op.f("ix_quarterly_reports_due_on"), table_name="quarterly_reports")
    op.drop_table("quarterly_reports")
    op.drop_index("uq_report_templates_current", table_name="report_templates", postgresql_where=sa.text("is_current"))
    op.drop_index(op.f("ix_report_templates_updated_at"), table_name="report_templates")
    op.drop_table("report_templates")
