"""What was found, how it is weighed, and what was agreed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

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
    _make_ranking_rules()
    _make_priority_sets()


def _make_ranking_rules() -> None:
    op.create_table(
        "ranking_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("weights", JSONB(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_rules")),
        sa.UniqueConstraint("programme_year", "edition", name=op.f("uq_ranking_rules_programme_year_edition")),
    )
    _index("ranking_rules")
    op.create_index(
        "uq_ranking_rules_current",
        "ranking_rules",
        ["programme_year"],
        unique=True,
        postgresql_where=sa.text("is_current"),
    )


def _make_priority_sets() -> None:
    op.create_table(
        "priority_sets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", _words("proposed", "agreed", "superseded", name="prioritystatus"), nullable=False),
        sa.Column("priorities", JSONB(), nullable=False),
        sa.Column("ranked", JSONB(), nullable=False),
        sa.Column("missing", JSONB(), nullable=False),
        sa.Column("ranking_rule_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by", sa.String(length=60), nullable=False),
        sa.Column("school_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("school_agreed_by", sa.String(length=60), nullable=True),
        sa.Column("school_agreement", sa.Text(), nullable=True),
        sa.Column("team_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("team_agreed_by", sa.String(length=60), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        *_of_a_school(),
        *_versioned(),
        sa.ForeignKeyConstraint(
            ["ranking_rule_id"], ["ranking_rules.id"], name=op.f("fk_priority_sets_ranking_rule_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority_sets")),
        sa.UniqueConstraint("participation_id", "number", name=op.f("uq_priority_sets_participation_id_number")),
    )
    _index("priority_sets", "project_id", "icb_code", "la_code", "urn")
    op.create_index(op.f("ix_priority_sets_ranking_rule_id"), "priority_sets", ["ranking_rule_id"], unique=False)
    for status in ("proposed", "agreed"):
        op.create_index(
            f"uq_priority_sets_{status}",
            "priority_sets",
            ["participation_id"],
            unique=True,
            postgresql_where=sa.text(f"status = '{status}'"),
        )


def downgrade() -> None:
    for table in ("priority_sets", "ranking_rules", "findings"):
        op.drop_table(table)
