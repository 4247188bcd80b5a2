"""A candidate is found by the participation that came of it, as a project's readiness asks for each school."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_candidates_participation_id", "candidates", ["participation_id"])


def downgrade() -> None:
    op.drop_index("ix_candidates_participation_id", "candidates")
