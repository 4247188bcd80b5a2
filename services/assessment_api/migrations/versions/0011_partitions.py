"""What grows with the years, in a part for each programme year."""

from shared.kit import year_tables

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    year_tables.by_moment("events", "occurred_at")
    year_tables.by_code("surveys")
    year_tables.by_code("self_assessments")


def downgrade() -> None:
    year_tables.whole("self_assessments")
    year_tables.whole("surveys")
    year_tables.whole("events", "occurred_at")
