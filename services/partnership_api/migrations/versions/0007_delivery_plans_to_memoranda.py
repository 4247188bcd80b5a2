"""delivery plans to memoranda"""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled with the feature's tables."""


def downgrade() -> None:
    """The way back."""
