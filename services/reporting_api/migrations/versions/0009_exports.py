"""Exports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_FORM = "extractform"


def _forms(*words: str, all_rows: bool = True) -> None:
    # What was given as Parquet was given: after a downgrade those rows stay, which the older check does not look at.
    op.drop_constraint(_FORM, "extract_downloads", type_="check")
    among = ", ".join(f"'{word}'" for word in words)
    op.create_check_constraint(_FORM, "extract_downloads", f"form in ({among})", postgresql_not_valid=not all_rows)


def upgrade() -> None:
    op.create_table(
        "exports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.Column("table", sa.String(length=80), nullable=False),
        sa.Column(
            "form",
            sa.Enum(
                "csv",
                "ndjson",
                "xlsx",
                "parquet",
                name="exportform",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("filters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "cancelled",
                "expired",
                name="exportstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("status_version", sa.Integer(), nullable=False),
        sa.Column("rows_written", sa.BigInteger(), nullable=False),
        sa.Column("rows_in_all", sa.BigInteger(), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("as_of", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("link_key", sa.LargeBinary(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_index(
        "ix_exports_at_work",
        "exports",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("status in ('queued', 'running')"),
    )
    op.create_index(
        "ix_exports_expires_at", "exports", ["expires_at"], unique=False, postgresql_where=sa.text("status = 'done'")
    )
    op.create_index("ix_exports_organisation", "exports", ["organisation", "id"], unique=False)
    op.create_index(op.f("ix_exports_updated_at"), "exports", ["updated_at"], unique=False)
    op.create_table(
        "export_pieces",
        sa.Column("export_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["export_id"], ["exports.id"], name=op.f("fk_export_pieces_export_id")),
        sa.PrimaryKeyConstraint("export_id", "number", name=op.f("pk_export_pieces")),
    )
    _forms("csv", "ndjson", "parquet")


def downgrade() -> None:
    _forms("csv", "ndjson", all_rows=False)
    op.drop_table("export_pieces")
    op.drop_index(op.f("ix_exports_updated_at"), table_name="exports")
    op.drop_index("ix_exports_organisation", table_name="exports")
    op.drop_index("ix_exports_expires_at", table_name="exports", postgresql_where=sa.text("status = 'done'"))
    op.drop_index(
        "ix_exports_at_work", table_name="exports", postgresql_where=sa.text("status in ('queued', 'running')")
    )
    op.drop_table("exports")
