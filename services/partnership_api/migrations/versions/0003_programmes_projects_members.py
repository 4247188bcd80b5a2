"""programmes, projects and members"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "programme_years",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=7), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("evaluation_ends_on", sa.Date(), nullable=False),
        sa.Column("target_schools_new", sa.Integer(), nullable=False),
        sa.Column("target_schools_continuing", sa.Integer(), nullable=True),
        sa.Column("minimum_funding_pence", sa.BigInteger(), nullable=True),
        sa.Column("required_partner_kinds", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("domains", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("quarters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sources", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("notes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_years")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_programme_years_code_version")),
    )
    op.create_index(op.f("ix_programme_years_updated_at"), "programme_years", ["updated_at"], unique=False)
    op.create_index(
        "uq_programme_years_current", "programme_years", ["code"], unique=True, postgresql_where=sa.text("is_current")
    )
    op.create_table(
        "projects",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("programme_year_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("new", "continuing", name="projectkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "set_up",
                "plan_approved",
                "mou_agreed",
                "delivering",
                "closing",
                "closed",
                name="projectstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("target_schools", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["icb_code"], ["icbs.ods_code"], name=op.f("fk_projects_icb_code")),
        sa.ForeignKeyConstraint(
            ["programme_year_id"], ["programme_years.id"], name=op.f("fk_projects_programme_year_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("icb_code", "programme_year", name=op.f("uq_projects_icb_code_programme_year")),
    )
    op.create_index(op.f("ix_projects_programme_year"), "projects", ["programme_year"], unique=False)
    op.create_index(op.f("ix_projects_programme_year_id"), "projects", ["programme_year_id"], unique=False)
    op.create_index(op.f("ix_projects_updated_at"), "projects", ["updated_at"], unique=False)
    op.create_table(
        "project_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.Column("organisation_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_project_members_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_members")),
    )
    op.create_index(
        "ix_project_members_organisation_project_id", "project_members", ["organisation", "project_id"], unique=False
    )
    op.create_index(op.f("ix_project_members_project_id"), "project_members", ["project_id"], unique=False)
    op.create_index(op.f("ix_project_members_updated_at"), "project_members", ["updated_at"], unique=False)
    op.create_index(
        "uq_project_members_current",
        "project_members",
        ["project_id", "organisation"],
        unique=True,
        postgresql_where=sa.text("left_on IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_project_members_current", table_name="project_members", postgresql_where=sa.text("left_on IS NULL")
    )
    op.drop_index(op.f("ix_project_members_updated_at"), table_name="project_members")
    op.drop_index(op.f("ix_project_members_project_id"), table_name="project_members")
    op.drop_index("ix_project_members_organisation_project_id", table_name="project_members")
    op.drop_table("project_members")
    op.drop_index(op.f("ix_projects_updated_at"), table_name="projects")
    op.drop_index(op.f("ix_projects_programme_year_id"), table_name="projects")
    op.drop_index(op.f("ix_projects_programme_year"), table_name="projects")
    op.drop_table("projects")
    op.drop_index("uq_programme_years_current", table_name="programme_years", postgresql_where=sa.text("is_current"))
    op.drop_index(op.f("ix_programme_years_updated_at"), table_name="programme_years")
    op.drop_table("programme_years")
