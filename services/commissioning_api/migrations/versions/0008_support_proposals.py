"""Runs of the optimiser."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_AT_WORK = sa.text("status in ('queued', 'running')")


def upgrade() -> None:
    op.create_table(
        "support_proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued", "running", "found", "infeasible", "cancelled", "failed",
                name="proposalstatus", native_enum=False, create_constraint=True, length=40,
            ),
            nullable=False,
        ),
        sa.Column("status_version", sa.Integer(), nullable=False),
        sa.Column("terms", JSONB(), nullable=False),
        sa.Column("problem", JSONB(), nullable=False),
        sa.Column("schools", sa.Integer(), nullable=False),
        sa.Column("objective", sa.Double(), nullable=True),
        sa.Column("bound", sa.Double(), nullable=True),
        sa.Column("gap", sa.Double(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("lines", JSONB(), nullable=False),
        sa.Column("plans", JSONB(), nullable=False),
        sa.Column("binding", JSONB(), nullable=False),
        sa.Column("conflicts", JSONB(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_proposals")),
    )  # fmt: skip
    op.create_index("ix_support_proposals_at_work", "support_proposals", ["created_at"], postgresql_where=_AT_WORK)
    op.create_index("ix_support_proposals_icb_code", "support_proposals", ["icb_code", "id"])
    op.create_index("ix_support_proposals_project_id", "support_proposals", ["project_id", "id"])
    op.create_index(op.f("ix_support_proposals_updated_at"), "support_proposals", ["updated_at"])
    op.create_index(
        "uq_support_proposals_at_work", "support_proposals", ["project_id"], unique=True, postgresql_where=_AT_WORK
    )


def downgrade() -> None:
    op.drop_table("support_proposals")
