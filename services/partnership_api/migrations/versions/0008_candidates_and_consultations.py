"""candidates and consultations"""

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled with the feature's tables."""


def downgrade() -> None:
    """The way back."""
