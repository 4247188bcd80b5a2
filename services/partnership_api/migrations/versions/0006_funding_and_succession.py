"""What each project may spend: allotted, released and recovered; and which board answers for it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("projects", sa.Column("lead_icb_code", sa.String(length=5), nullable=True))
    op.execute("update projects set lead_icb_code = icb_code")
    op.alter_column("projects", "lead_icb_code", nullable=False)
    op.create_foreign_key(op.f("fk_projects_lead_icb_code"), "projects", "icbs", ["lead_icb_code"], ["ods_code"])
    op.create_index(op.f("ix_projects_lead_icb_code"), "projects", ["lead_icb_code"], unique=False)
    # Who follows the feed from its beginning finds in every event what the events of today say.
    op.execute(
        "update events set data = data || jsonb_build_object('lead_icb_code', icb_code)"
        " where type like 'partnership.project.%'"
    )
    op.create_table(
        "allocations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("profile", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("below_minimum", sa.Boolean(), nullable=False),
        sa.Column("released_pence", sa.BigInteger(), nullable=False),
        sa.Column("planned_pence", sa.BigInteger(), nullable=False),
        sa.Column("reduced_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("released_pence + planned_pence <= amount_pence", name=op.f("ck_allocations_within_amount")),
        sa.CheckConstraint("released_pence >= 0 and planned_pence >= 0", name=op.f("ck_allocations_not_negative")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_allocations_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocations")),
        sa.UniqueConstraint("project_id", name=op.f("uq_allocations_project_id")),
    )
    op.create_index(op.f("ix_allocations_icb_code"), "allocations", ["icb_code"], unique=False)
    op.create_index(op.f("ix_allocations_updated_at"), "allocations", ["updated_at"], unique=False)
    op.create_table(
        "releases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "released",
                "cancelled",
                name="releasestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancellation_reason", sa.Text(), nullable=True),
        sa.Column("recovered_pence", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "recovered_pence between 0 and amount_pence", name=op.f("ck_releases_recovered_within_amount")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_releases_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_releases_project_id_number")),
    )
    op.create_index(op.f("ix_releases_icb_code"), "releases", ["icb_code"], unique=False)
    op.create_index(op.f("ix_releases_updated_at"), "releases", ["updated_at"], unique=False)
    op.create_table(
        "recoveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recovered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_pence > 0", name=op.f("ck_recoveries_positive")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_recoveries_project_id")),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_recoveries_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recoveries")),
    )
    op.create_index(op.f("ix_recoveries_icb_code"), "recoveries", ["icb_code"], unique=False)
    op.create_index(op.f("ix_recoveries_project_id"), "recoveries", ["project_id"], unique=False)
    op.create_index(op.f("ix_recoveries_release_id"), "recoveries", ["release_id"], unique=False)
    op.create_index(op.f("ix_recoveries_updated_at"), "recoveries", ["updated_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_recoveries_updated_at"), table_name="recoveries")
    op.drop_index(op.f("ix_recoveries_release_id"), table_name="recoveries")
    op.drop_index(op.f("ix_recoveries_project_id"), table_name="recoveries")
    op.drop_index(op.f("ix_recoveries_icb_code"), table_name="recoveries")
    op.drop_table("recoveries")
    op.drop_index(op.f("ix_releases_updated_at"), table_name="releases")
    op.drop_index(op.f("ix_releases_icb_code"), table_name="releases")
    op.drop_table("releases")
    op.drop_index(op.f("ix_allocations_updated_at"), table_name="allocations")
    op.drop_index(op.f("ix_allocations_icb_code"), table_name="allocations")
    op.drop_table("allocations")
    op.drop_index(op.f("ix_projects_lead_icb_code"), table_name="projects")
    op.drop_constraint(op.f("fk_projects_lead_icb_code"), "projects", type_="foreignkey")
    op.drop_column("projects", "lead_icb_code")
