"""What was found, how it is weighed, and what was agreed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _words(*words: str, name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _of_a_school() -> list[sa.Column]:
    return [
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
    ]


def _versioned() -> list[sa.Column]:
    return [
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _index(table: str, *names: str) -> None:
    for name in names:
        op.create_index(f"ix_{table}_{name}", table, [name, "id"], unique=False)
    op.create_index(op.f(f"ix_{table}_updated_at"), table, ["updated_at"], unique=False)


def upgrade() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", _words("self_assessment", "survey", "voice", name="themesource"), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("occasion", sa.String(length=80), nullable=False),
        sa.Column("scope", _words("domain", "question", "theme", name="findingscope"), nullable=False),
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("need", sa.Double(), nullable=False),
        sa.Column("status", _words("current", "superseded", name="findingstatus"), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_by", sa.Uuid(), nullable=True),
        *_of_a_school(),
        *_versioned(),
        sa.ForeignKeyConstraint(["superseded_by"], ["findings.id"], name=op.f("fk_findings_superseded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    _index("findings", "project_id", "icb_code", "la_code", "urn", "participation_id", "source_id")


def downgrade() -> None:
    op.drop_table("findings")
