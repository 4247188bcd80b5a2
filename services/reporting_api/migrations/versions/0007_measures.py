"""Time series, and the days and moments that they are made of.

Copies of before have none, so every feed is read again from its beginning. Until then what they count is in no series.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MOMENTS = {
    "participations": ("created_at", "confirmed_at", "withdrawn_at"),
    "package_lines": ("created_at", "agreed_at"),
    "priority_sets": ("created_at", "agreed_at"),
    "surveys": ("created_at",),
}
_DAYS = {"delivery_sessions": "held_on", "engagement_entries": "held_on", "ledger_entries": "booked_on"}


def upgrade() -> None:
    for table, names in _MOMENTS.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.DateTime(timezone=True)))
    for table, name in _DAYS.items():
        op.add_column(table, sa.Column(name, sa.Date()))
    # Whatever version is announced again is newer than what is kept.
    for table in (*_MOMENTS, *_DAYS):
        op.execute(sa.table(table, sa.column("version")).update().values(version=0))
    _make_series()
    op.execute("delete from consumer_cursors")


def _make_series() -> None:
    amount = sa.Numeric(precision=16, scale=2)
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "series_summaries",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("measure", sa.String(length=80), nullable=False),
        sa.Column("interval", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("value", amount, nullable=False),
        sa.Column("cumulative_value", amount, nullable=False),
        sa.Column("updated_at", moment, nullable=False, server_default=sa.text("clock_timestamp()")),
        sa.PrimaryKeyConstraint(
            "project_id", "la_code", "measure", "interval", "starts_on", name=op.f("pk_series_summaries")
        ),
    )
    op.create_index("ix_series_summaries_la_code", "series_summaries", ["la_code", "measure", "interval", "starts_on"])
    op.create_index("ix_series_summaries_measure", "series_summaries", ["measure", "interval"])
    op.create_index(op.f("ix_series_summaries_updated_at"), "series_summaries", ["updated_at"])


def downgrade() -> None:
    op.drop_table("series_summaries")
    for table, names in _MOMENTS.items():
        for name in names:
            op.drop_column(table, name)
    for table, name in _DAYS.items():
        op.drop_column(table, name)
