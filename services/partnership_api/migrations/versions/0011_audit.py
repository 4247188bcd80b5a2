"""The audit: who read what is protected and who changed what, kept where the service itself cannot change it."""

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
