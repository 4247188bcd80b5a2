"""The audit: who read what is protected and who changed what, kept where the service itself cannot change it."""

from shared.kit import first_tables

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    first_tables.make_audit()


def downgrade() -> None:
    first_tables.drop_audit()
