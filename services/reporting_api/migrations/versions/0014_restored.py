"""Transaction numbers that go on after a restore into another cluster."""

from shared.kit import restored_tables

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    restored_tables.make()


def downgrade() -> None:
    restored_tables.drop()
