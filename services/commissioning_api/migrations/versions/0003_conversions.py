"""The number that a school has now.

A copy made before had no place for it: `rebuild` brings in the conversions that were followed earlier.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("participations", sa.Column("current_urn", sa.String(length=6), nullable=True))
    op.execute("update participations set current_urn = urn")
    op.alter_column("participations", "current_urn", nullable=False)
    op.create_index(op.f("ix_participations_current_urn"), "participations", ["current_urn"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_participations_current_urn"), table_name="participations")
    op.drop_column("participations", "current_urn")
