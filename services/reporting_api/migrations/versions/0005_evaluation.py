"""Requests of the evaluator, and what was given to whom."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evaluations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("evaluator", sa.String(length=60), nullable=False),
        sa.Column("programme_years", sa.ARRAY(sa.String(length=7)), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("pseudonym_salt", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluations")),
    )
    op.create_index(op.f("ix_evaluations_evaluator"), "evaluations", ["evaluator"], unique=False)
    op.create_index(op.f("ix_evaluations_updated_at"), "evaluations", ["updated_at"], unique=False)
    op.create_table(
        "extracts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("evaluator", sa.String(length=60), nullable=False),
        sa.Column("tables", sa.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("questions", sa.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "checked",
                "released",
                "refused",
                name="extractstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("check", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pseudonym_mark", sa.LargeBinary(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.String(length=60), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], name=op.f("fk_extracts_evaluation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extracts")),
    )
    op.create_index(op.f("ix_extracts_evaluation_id"), "extracts", ["evaluation_id"], unique=False)
    op.create_index(op.f("ix_extracts_evaluator"), "extracts", ["evaluator"], unique=False)
    op.create_index(op.f("ix_extracts_updated_at"), "extracts", ["updated_at"], unique=False)
    op.create_table(
        "information_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("evaluator", sa.String(length=60), nullable=False),
        sa.Column("asked", sa.String(length=60), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("board", sa.String(length=60), nullable=True),
        sa.Column("questions", sa.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
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
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("attachments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=60), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("last_reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluations.id"], name=op.f("fk_information_requests_evaluation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_requests")),
    )
    op.create_index(op.f("ix_information_requests_asked"), "information_requests", ["asked"], unique=False)
    op.create_index(op.f("ix_information_requests_due_on"), "information_requests", ["due_on"], unique=False)
    op.create_index(
        op.f("ix_information_requests_evaluation_id"), "information_requests", ["evaluation_id"], unique=False
    )
    op.create_index(op.f("ix_information_requests_evaluator"), "information_requests", ["evaluator"], unique=False)
    op.create_index(op.f("ix_information_requests_project_id"), "information_requests", ["project_id"], unique=False)
    op.create_index(op.f("ix_information_requests_updated_at"), "information_requests", ["updated_at"], unique=False)
    op.create_table(
        "extract_downloads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("extract_id", sa.Uuid(), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("evaluator", sa.String(length=60), nullable=False),
        sa.Column(
            "table",
            sa.Enum(
                "schools",
                "participations",
                "domain_scores",
                "package_lines",
                name="extracttable",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "form",
            sa.Enum("csv", "ndjson", name="extractform", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("downloaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["evaluation_id"], ["evaluations.id"], name=op.f("fk_extract_downloads_evaluation_id")),
        sa.ForeignKeyConstraint(["extract_id"], ["extracts.id"], name=op.f("fk_extract_downloads_extract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extract_downloads")),
    )
    op.create_index(op.f("ix_extract_downloads_downloaded_at"), "extract_downloads", ["downloaded_at"], unique=False)
    op.create_index(op.f("ix_extract_downloads_evaluation_id"), "extract_downloads", ["evaluation_id"], unique=False)
    op.create_index(op.f("ix_extract_downloads_evaluator"), "extract_downloads", ["evaluator"], unique=False)
    op.create_index(op.f("ix_extract_downloads_extract_id"), "extract_downloads", ["extract_id"], unique=False)
    op.create_table(
        "extract_rows",
        sa.Column("extract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "table",
            sa.Enum(
                "schools",
                "participations",
                "domain_scores",
                "package_lines",
                name="extracttable",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("row", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["extract_id"], ["extracts.id"], name=op.f("fk_extract_rows_extract_id")),
        sa.PrimaryKeyConstraint("extract_id", "table", "number", name=op.f("pk_extract_rows")),
    )
    op.create_table(
        "extract_schools",
        sa.Column("extract_id", sa.Uuid(), nullable=False),
        sa.Column("school", sa.String(length=40), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["extract_id"], ["extracts.id"], name=op.f("fk_extract_schools_extract_id")),
        sa.PrimaryKeyConstraint("extract_id", "school", name=op.f("pk_extract_schools")),
    )


def downgrade() -> None:
    op.drop_table("extract_schools")
    op.drop_table("extract_rows")
    op.drop_index(op.f("ix_extract_downloads_extract_id"), table_name="extract_downloads")
    op.drop_index(op.f("ix_extract_downloads_evaluator"), table_name="extract_downloads")
    op.drop_index(op.f("ix_extract_downloads_evaluation_id"), table_name="extract_downloads")
    op.drop_index(op.f("ix_extract_downloads_downloaded_at"), table_name="extract_downloads")
    op.drop_table("extract_downloads")
    op.drop_index(op.f("ix_information_requests_updated_at"), table_name="information_requests")
    op.drop_index(op.f("ix_information_requests_project_id"), table_name="information_requests")
    op.drop_index(op.f("ix_information_requests_evaluator"), table_name="information_requests")
    op.drop_index(op.f("ix_information_requests_evaluation_id"), table_name="information_requests")
    op.drop_index(op.f("ix_information_requests_due_on"), table_name="information_requests")
    op.drop_index(op.f("ix_information_requests_asked"), table_name="information_requests")
    op.drop_table("information_requests")
    op.drop_index(op.f("ix_extracts_updated_at"), table_name="extracts")
    op.drop_index(op.f("ix_extracts_evaluator"), table_name="extracts")
    op.drop_index(op.f("ix_extracts_evaluation_id"), table_name="extracts")
    op.drop_table("extracts")
    op.drop_index(op.f("ix_evaluations_updated_at"), table_name="evaluations")
    op.drop_index(op.f("ix_evaluations_evaluator"), table_name="evaluations")
    op.drop_table("evaluations")
