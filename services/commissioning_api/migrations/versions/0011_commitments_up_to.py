"""By which rule a project's money was last committed: so far what was released bounded it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rule = sa.Enum(
        "released", "allocated", name="commitmentsupto", native_enum=False, create_constraint=True, length=40
    )
    op.add_column("project_budgets", sa.Column("commitments_up_to", rule, nullable=False, server_default="released"))
    op.alter_column("project_budgets", "commitments_up_to", server_default=None)


def downgrade() -> None:
    op.drop_column("project_budgets", "commitments_up_to")
