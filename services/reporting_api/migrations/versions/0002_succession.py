"""Which board answers for each project."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("projects", sa.Column("lead_icb_code", sa.String(length=5), nullable=True))
    op.execute("update projects set lead_icb_code = icb_code")
    op.alter_column("projects", "lead_icb_code", nullable=False)
    op.create_index(op.f("ix_projects_lead_icb_code"), "projects", ["lead_icb_code"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_projects_lead_icb_code"), table_name="projects")
    op.drop_column("projects", "lead_icb_code")
