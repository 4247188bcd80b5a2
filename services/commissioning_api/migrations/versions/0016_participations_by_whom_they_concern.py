"""Copies of participations are found by their project, their authority and their school."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_BY = ("project_id", "la_code", "urn")


def upgrade() -> None:
    for name in _BY:
        op.create_index(f"ix_participations_{name}", "participations", [name, "participation_id"])


def downgrade() -> None:
    for name in reversed(_BY):
        op.drop_index(f"ix_participations_{name}", "participations")
