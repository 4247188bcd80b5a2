"""How far a year lets money be committed. What was published so far lets it be committed once it is released.

The edition's number stays: it says the same as before, in one more word.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rule = sa.Enum(
        "released", "allocated", name="commitmentsupto", native_enum=False, create_constraint=True, length=40
    )
    op.add_column("programme_years", sa.Column("commitments_up_to", rule, nullable=False, server_default="released"))
    op.alter_column("programme_years", "commitments_up_to", server_default=None)
    # A follower that reads the feed from its beginning reads what was announced by the contract of today.
    op.execute(
        """update events set data = data || '{"commitments_up_to": "released"}'"""
        " where type = 'partnership.programme-year.published'"
    )


def downgrade() -> None:
    op.drop_column("programme_years", "commitments_up_to")
