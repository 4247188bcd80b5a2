"""Parent carer surveys, as counts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TERM = sa.Enum("summer", "autumn", "spring", name="term", native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term", _TERM, nullable=False),
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column("respondents", sa.Integer(), nullable=True),
        sa.Column("respondents_send", sa.Integer(), nullable=True),
        sa.Column("questions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("exact_respondents", sa.Integer(), nullable=False),
        sa.Column("exact_respondents_send", sa.Integer(), nullable=True),
        sa.Column("exact_questions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("suppression_threshold", sa.Integer(), nullable=False),
        sa.Column("suppressed", sa.Boolean(), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["instrument_id"], ["instruments.id"], name=op.f("fk_surveys_instrument_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
        sa.UniqueConstraint("participation_id", "term", name=op.f("uq_surveys_participation_id_term")),
    )
    for name in ("project_id", "icb_code", "la_code", "urn"):
        op.create_index(f"ix_surveys_{name}", "surveys", [name, "id"], unique=False)
    for name in ("instrument_id", "suppression_threshold", "updated_at"):
        op.create_index(op.f(f"ix_surveys_{name}"), "surveys", [name], unique=False)


def downgrade() -> None:
    op.drop_table("surveys")
