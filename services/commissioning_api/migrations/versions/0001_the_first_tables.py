"""the first tables"""

import sqlalchemy as sa
from alembic import op

from shared.kit import first_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "menus",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_menus")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_menus_code_version")),
    )
    op.create_index(op.f("ix_menus_programme_year"), "menus", ["programme_year"], unique=False)
    op.create_index(op.f("ix_menus_updated_at"), "menus", ["updated_at"], unique=False)
    op.create_index("uq_menus_in_force", "menus", ["programme_year"], unique=True, postgresql_where="is_current")
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
        sa.Column("self_assessment_id", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
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
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("self_assessment_id", name=op.f("pk_self_assessments")),
    )
    op.create_index(
        op.f("ix_self_assessments_participation_id"), "self_assessments", ["participation_id"], unique=False
    )
    op.create_table(
        "menu_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("menu_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column(
            "strand",
            sa.Enum(
                "tailored_support",
                "parent_carer_engagement",
                name="strand",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("domains", sa.ARRAY(sa.String(length=80)), nullable=False),
        sa.Column("professions", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "audience",
            sa.Enum("whole_school", "targeted", name="audience", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("usual_hours", sa.Double(), nullable=False),
        sa.Column("evidence_summary", sa.Text(), nullable=False),
        sa.Column("offers", sa.ARRAY(sa.String(length=40)), nullable=False),
        sa.ForeignKeyConstraint(["menu_id"], ["menus.id"], name=op.f("fk_menu_items_menu_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_menu_items")),
        sa.UniqueConstraint("menu_id", "code", name=op.f("uq_menu_items_menu_id_code")),
    )
    op.create_table(
        "package_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("menu_id", sa.Uuid(), nullable=False),
        sa.Column("menu_item_code", sa.String(length=80), nullable=False),
        sa.Column("menu_item_title", sa.Text(), nullable=False),
        sa.Column(
            "strand",
            sa.Enum(
                "tailored_support",
                "parent_carer_engagement",
                name="strand",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("cost_pence", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("adds", sa.Text(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "agreed",
                "cancelled",
                name="linestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancellation_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["menu_id"], ["menus.id"], name=op.f("fk_package_lines_menu_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_lines")),
    )
    op.create_index("ix_package_lines_icb_code", "package_lines", ["icb_code", "id"], unique=False)
    op.create_index("ix_package_lines_la_code", "package_lines", ["la_code", "id"], unique=False)
    op.create_index(op.f("ix_package_lines_menu_id"), "package_lines", ["menu_id"], unique=False)
    op.create_index("ix_package_lines_menu_item_code", "package_lines", ["menu_item_code", "id"], unique=False)
    op.create_index("ix_package_lines_participation_id", "package_lines", ["participation_id", "id"], unique=False)
    op.create_index("ix_package_lines_project_id", "package_lines", ["project_id", "id"], unique=False)
    op.create_index(op.f("ix_package_lines_updated_at"), "package_lines", ["updated_at"], unique=False)
    op.create_index("ix_package_lines_urn", "package_lines", ["urn", "id"], unique=False)
    first_tables.make()


def downgrade() -> None:
    first_tables.drop()
    op.drop_index("ix_package_lines_urn", table_name="package_lines")
    op.drop_index(op.f("ix_package_lines_updated_at"), table_name="package_lines")
    op.drop_index("ix_package_lines_project_id", table_name="package_lines")
    op.drop_index("ix_package_lines_participation_id", table_name="package_lines")
    op.drop_index("ix_package_lines_menu_item_code", table_name="package_lines")
    op.drop_index(op.f("ix_package_lines_menu_id"), table_name="package_lines")
    op.drop_index("ix_package_lines_la_code", table_name="package_lines")
    op.drop_index("ix_package_lines_icb_code", table_name="package_lines")
    op.drop_table("package_lines")
    op.drop_table("menu_items")
    op.drop_index(op.f("ix_self_assessments_participation_id"), table_name="self_assessments")
    op.drop_table("self_assessments")
    op.drop_index("ix_project_members_organisation", table_name="project_members")
    op.drop_table("project_members")
    op.drop_table("participations")
    op.drop_index("uq_menus_in_force", table_name="menus", postgresql_where="is_current")
    op.drop_index(op.f("ix_menus_updated_at"), table_name="menus")
    op.drop_index(op.f("ix_menus_programme_year"), table_name="menus")
    op.drop_table("menus")
