"""funding and succession"""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled with the feature's tables."""


def downgrade() -> None:
    """The way back."""
