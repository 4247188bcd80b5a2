"""Children's voice and themes; when a school confirmed, for what a board chases.

A copy of participations made before does not say when schools confirmed: `rebuild` brings it in.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
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
    for name in ("project_id", "icb_code", "la_code", "urn", "participation_id", *names):
        op.create_index(f"ix_{table}_{name}", table, [name, "id"], unique=False)
    op.create_index(op.f(f"ix_{table}_updated_at"), table, ["updated_at"], unique=False)


def upgrade() -> None:
    op.create_table(
        "voice_activities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=80), nullable=False),
        sa.Column("exact_participants", sa.Integer(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=True),
        sa.Column("year_groups", sa.ARRAY(sa.String(length=40)), nullable=False),
        sa.Column("status", _words("recorded", "withdrawn", name="voicestatus"), nullable=False),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("themes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        *_of_a_school(),
        *_versioned(),
        sa.ForeignKeyConstraint(["instrument_id"], ["instruments.id"], name=op.f("fk_voice_activities_instrument_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_activities")),
    )
    op.create_index(op.f("ix_voice_activities_instrument_id"), "voice_activities", ["instrument_id"], unique=False)
    _index("voice_activities", "held_on")
    op.create_table(
        "themes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column("kind", _words("strength", "concern", name="themekind"), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("gist", sa.String(length=64), nullable=False),
        sa.Column("prevalence", _words("few", "some", "many", "most", name="prevalence"), nullable=False),
        sa.Column("source", _words("self_assessment", "survey", "voice", name="themesource"), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("status", _words("active", "withdrawn", name="themestatus"), nullable=False),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        *_of_a_school(),
        *_versioned(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
    )
    _index("themes", "source_id")
    active = sa.text("status = 'active'")
    op.create_index("uq_themes_said", "themes", ["source_id", "domain", "gist"], unique=True, postgresql_where=active)
    op.add_column("surveys", sa.Column("themes", sa.Integer(), nullable=False, server_default=sa.text("0")))
    _participations()


def _participations() -> None:
    op.add_column("participations", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("participations", sa.Column("followed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("update participations set followed_at = now()")
    op.alter_column("participations", "followed_at", nullable=False)
    for name in ("icb_code", "la_code"):
        op.create_index(f"ix_participations_{name}", "participations", [name, "participation_id"], unique=False)


def downgrade() -> None:
    for name in ("la_code", "icb_code"):
        op.drop_index(f"ix_participations_{name}", table_name="participations")
    op.drop_column("participations", "followed_at")
    op.drop_column("participations", "confirmed_at")
    op.drop_column("surveys", "themes")
    op.drop_table("themes")
    op.drop_table("voice_activities")
