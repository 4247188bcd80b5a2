"""The evaluators that are registered, and the school that an update was asked of.

Evaluators were passed over until now, so the feed of partnership is read again from its beginning.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evaluators",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_evaluators")),
    )
    op.create_index(op.f("ix_update_requests_participation_id"), "update_requests", ["participation_id"])
    op.execute("delete from consumer_cursors where source = 'partnership'")


def downgrade() -> None:
    op.drop_index(op.f("ix_update_requests_participation_id"), table_name="update_requests")
    op.drop_table("evaluators")
