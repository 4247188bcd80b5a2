"""What assessment_api said of need; what schools have beside PINS."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_CURRENT, _AGREED = sa.text("status = 'current'"), sa.text("status = 'agreed'")


def upgrade() -> None:
    _make_existing_support()
    _make_known_findings()
    _make_known_priority_sets()
    # Findings and priorities of before were passed over: the feed is followed from its beginning once more. Applying
    # again what was applied changes nothing, as the newest version stands.
    op.execute("delete from consumer_cursors where source = 'assessment'")


def _make_existing_support() -> None:
    op.create_table(
        "existing_support",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("support", JSONB(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_existing_support")),
        sa.UniqueConstraint("participation_id", name=op.f("uq_existing_support_participation_id")),
    )
    op.create_index(op.f("ix_existing_support_updated_at"), "existing_support", ["updated_at"])


def _make_known_findings() -> None:
    op.create_table(
        "known_findings",
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("source", _words("themesource", "self_assessment", "survey", "voice"), nullable=False),
        sa.Column("scope", _words("findingscope", "domain", "question", "theme"), nullable=False),
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=True),
        sa.Column("need", sa.Double(), nullable=False),
        sa.Column("status", _words("findingstatus", "current", "superseded"), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("source_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_known_findings")),
    )
    for name in ("participation_id", "project_id"):
        op.create_index(f"ix_known_findings_{name}", "known_findings", [name], postgresql_where=_CURRENT)


def _make_known_priority_sets() -> None:
    op.create_table(
        "known_priority_sets",
        sa.Column("set_id", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", _words("prioritystatus", "proposed", "agreed", "superseded"), nullable=False),
        sa.Column("priorities", JSONB(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("set_id", name=op.f("pk_known_priority_sets")),
    )
    for name in ("participation_id", "project_id"):
        op.create_index(f"ix_known_priority_sets_{name}", "known_priority_sets", [name], postgresql_where=_AGREED)


def downgrade() -> None:
    op.drop_table("known_priority_sets")
    op.drop_table("known_findings")
    op.drop_table("existing_support")


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
