"""governance and contacts"""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled with the feature's tables."""


def downgrade() -> None:
    """The way back."""
