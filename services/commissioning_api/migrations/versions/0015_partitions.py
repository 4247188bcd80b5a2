"""What grows with the years, in a part for each programme year."""

from alembic import op

from shared.kit import year_tables

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# A statement's trigger is asked only by who names its table; a row's stands on every partition too.
_GUARD = """create trigger ledger_entries_rows_stay before update or delete on ledger_entries
    for each row execute function refuse_change_of_ledger()"""


def upgrade() -> None:
    year_tables.by_moment("events", "occurred_at")
    year_tables.by_code("ledger_entries")
    op.execute(_GUARD)


def downgrade() -> None:
    op.execute("drop trigger ledger_entries_rows_stay on ledger_entries")
    year_tables.whole("ledger_entries")
    year_tables.whole("events", "occurred_at")
