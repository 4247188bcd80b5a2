"""participations"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "participations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("school_name", sa.Text(), nullable=False),
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
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(length=60), nullable=True),
        sa.Column("agreed_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_participations_project_id")),
        sa.ForeignKeyConstraint(["urn"], ["schools.urn"], name=op.f("fk_participations_urn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participations")),
    )
    op.create_index("ix_participations_icb_code", "participations", ["icb_code", "id"], unique=False)
    op.create_index("ix_participations_la_code", "participations", ["la_code", "id"], unique=False)
    op.create_index("ix_participations_project_id", "participations", ["project_id", "id"], unique=False)
    op.create_index("ix_participations_school_name", "participations", ["school_name", "id"], unique=False)
    op.create_index(op.f("ix_participations_updated_at"), "participations", ["updated_at"], unique=False)
    op.create_index("ix_participations_urn", "participations", ["urn"], unique=False)
    op.create_index(
        "uq_participations_active",
        "participations",
        ["urn", "programme_year"],
        unique=True,
        postgresql_where=sa.text("status <> 'withdrawn'"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_participations_active", table_name="participations", postgresql_where=sa.text("status <> 'withdrawn'")
    )
    op.drop_index("ix_participations_urn", table_name="participations")
    op.drop_index(op.f("ix_participations_updated_at"), table_name="participations")
    op.drop_index("ix_participations_school_name", table_name="participations")
    op.drop_index("ix_participations_project_id", table_name="participations")
    op.drop_index("ix_participations_la_code", table_name="participations")
    op.drop_index("ix_participations_icb_code", table_name="participations")
    op.drop_table("participations")
