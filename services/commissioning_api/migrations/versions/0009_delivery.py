"""Sessions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package_line_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.Column("profession", sa.Text(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("in_person", "online", "hybrid", name="mode", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "held",
                "cancelled",
                name="sessionstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("staff_reached", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.CheckConstraint("hours > 0 and hours <= 24", name=op.f("ck_delivery_sessions_hours")),
        sa.ForeignKeyConstraint(
            ["package_line_id"], ["package_lines.id"], name=op.f("fk_delivery_sessions_package_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_sessions")),
    )
    op.create_index("ix_delivery_sessions_icb_code", "delivery_sessions", ["icb_code", "id"], unique=False)
    op.create_index("ix_delivery_sessions_la_code", "delivery_sessions", ["la_code", "id"], unique=False)
    op.create_index(
        "ix_delivery_sessions_package_line_id", "delivery_sessions", ["package_line_id", "id"], unique=False
    )
    op.create_index("ix_delivery_sessions_project_id", "delivery_sessions", ["project_id", "id"], unique=False)
    op.create_index("ix_delivery_sessions_provider_id", "delivery_sessions", ["provider_id", "id"], unique=False)
    op.create_index(op.f("ix_delivery_sessions_updated_at"), "delivery_sessions", ["updated_at"], unique=False)
    op.create_index("ix_delivery_sessions_urn", "delivery_sessions", ["urn", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_delivery_sessions_urn", table_name="delivery_sessions")
    op.drop_index(op.f("ix_delivery_sessions_updated_at"), table_name="delivery_sessions")
    op.drop_index("ix_delivery_sessions_provider_id", table_name="delivery_sessions")
    op.drop_index("ix_delivery_sessions_project_id", table_name="delivery_sessions")
    op.drop_index("ix_delivery_sessions_package_line_id", table_name="delivery_sessions")
    op.drop_index("ix_delivery_sessions_la_code", table_name="delivery_sessions")
    op.drop_index("ix_delivery_sessions_icb_code", table_name="delivery_sessions")
    op.drop_table("delivery_sessions")
