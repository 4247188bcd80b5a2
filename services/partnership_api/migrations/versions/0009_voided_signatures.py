"""Which version of a plan voided a signature."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sign_offs", sa.Column("voided_by_version_number", sa.Integer(), nullable=True))
    # The reason of each that was voided before names the version.
    op.execute(
        r"update sign_offs set voided_by_version_number = substring(voided_reason from '^Version (\d+) ')::integer"
        " where voided_at is not null"
    )


def downgrade() -> None:
    op.drop_column("sign_offs", "voided_by_version_number")
