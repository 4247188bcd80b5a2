"""Which board answers for each project."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "projects",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("lead_icb_code", sa.String(length=5), nullable=False),
        sa.Column("source_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_projects")),
    )
    op.create_index(op.f("ix_projects_lead_icb_code"), "projects", ["lead_icb_code"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_projects_lead_icb_code"), table_name="projects")
    op.drop_table("projects")
