"""The embedding offer's own budget in the terms of support proposals; the occasion of each finding that is followed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No board had said anything of that budget line: it was none. What is there already stays, after a step back and
    # forth. The problem is kept with its run and read by whoever takes the run up, so its terms take the new form too.
    # The version rises, so that no ETag read before is taken for what the run is now (decision 0008).
    op.execute(
        """
        update support_proposals set version = version + 1,
            terms = '{"embedding_budget_pence": 0}'::jsonb || terms,
            problem = jsonb_set(problem, '{terms}', '{"embedding_budget_pence": 0}'::jsonb || (problem -> 'terms'))
        where terms -> 'embedding_budget_pence' is null
        """
    )
    op.execute(
        """
        update events
        set data = jsonb_set(data, '{terms}', '{"embedding_budget_pence": 0}'::jsonb || (data -> 'terms'))
        where type like 'commissioning.support-proposal.%' and data -> 'terms' -> 'embedding_budget_pence' is null
        """
    )
    # Copies of before do not say when they were found, and would not be replaced by the same version: the feed is
    # followed from its beginning once more.
    op.execute("delete from known_findings")
    op.execute("delete from consumer_cursors where source = 'assessment'")
    op.add_column("known_findings", sa.Column("occasion", sa.String(length=80), nullable=False))


def downgrade() -> None:
    op.drop_column("known_findings", "occasion")
    # The terms stay as they are: the earlier contract ignores what it does not know.
