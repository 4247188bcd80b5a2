"""What grows with the years, in a part for each programme year."""

from shared.kit import year_tables

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    year_tables.by_moment("events", "occurred_at")


def downgrade() -> None:
    year_tables.whole("events", "occurred_at")
