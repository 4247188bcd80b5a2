"""Candidates, the evidence for them, consultations; replacements and conversions."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.Column("organisation_name", sa.Text(), nullable=False),
        sa.Column("urns", sa.ARRAY(sa.String(length=6)), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column(
            "response",
            sa.Enum(
                "awaited",
                "supports",
                "objects",
                "no_view",
                "no_answer",
                name="response",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(length=60), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_consultations_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
    )
    op.create_index(op.f("ix_consultations_icb_code"), "consultations", ["icb_code"], unique=False)
    op.create_index(op.f("ix_consultations_organisation"), "consultations", ["organisation"], unique=False)
    op.create_index(op.f("ix_consultations_project_id"), "consultations", ["project_id"], unique=False)
    op.create_index(op.f("ix_consultations_updated_at"), "consultations", ["updated_at"], unique=False)
    op.create_table(
        "candidates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("school_name", sa.Text(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "expression_of_interest",
                "nomination",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("put_forward_by", sa.String(length=60), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "candidate",
                "selected",
                "reserve",
                "declined",
                "withdrawn",
                name="candidatestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rationale", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("participation_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participations.id"], name=op.f("fk_candidates_participation_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_candidates_project_id")),
        sa.ForeignKeyConstraint(["urn"], ["schools.urn"], name=op.f("fk_candidates_urn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidates")),
        sa.UniqueConstraint("project_id", "urn", name=op.f("uq_candidates_project_id_urn")),
    )
    op.create_index(op.f("ix_candidates_icb_code"), "candidates", ["icb_code"], unique=False)
    op.create_index(op.f("ix_candidates_la_code"), "candidates", ["la_code"], unique=False)
    op.create_index(op.f("ix_candidates_updated_at"), "candidates", ["updated_at"], unique=False)
    op.create_index(op.f("ix_candidates_urn"), "candidates", ["urn"], unique=False)
    op.create_table(
        "evidence_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("indicator", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("concurrent_programme", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_evidence_items_candidate_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_evidence_items_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_items")),
    )
    op.create_index(op.f("ix_evidence_items_candidate_id"), "evidence_items", ["candidate_id"], unique=False)
    op.create_index(op.f("ix_evidence_items_icb_code"), "evidence_items", ["icb_code"], unique=False)
    op.create_index(op.f("ix_evidence_items_la_code"), "evidence_items", ["la_code"], unique=False)
    op.create_index(op.f("ix_evidence_items_project_id"), "evidence_items", ["project_id"], unique=False)
    op.create_index(op.f("ix_evidence_items_updated_at"), "evidence_items", ["updated_at"], unique=False)
    op.create_index(op.f("ix_evidence_items_urn"), "evidence_items", ["urn"], unique=False)
    op.add_column("participations", sa.Column("replaces", sa.Uuid(), nullable=True))
    op.add_column("participations", sa.Column("replaced_by", sa.Uuid(), nullable=True))
    op.add_column("participations", sa.Column("current_urn", sa.String(length=6), nullable=True))
    op.add_column("participations", sa.Column("took_part_before", sa.Boolean(), nullable=True))
    op.execute("update participations set current_urn = urn, took_part_before = cohort = 'existing'")
    op.alter_column("participations", "current_urn", nullable=False)
    op.alter_column("participations", "took_part_before", nullable=False)
    op.create_index(
        "uq_participations_active_now",
        "participations",
        ["current_urn", "programme_year"],
        unique=True,
        postgresql_where=sa.text("status <> 'withdrawn'"),
    )
    op.create_index("ix_participations_current_urn", "participations", ["current_urn", "programme_year"], unique=False)
    op.create_foreign_key(op.f("fk_participations_replaces"), "participations", "participations", ["replaces"], ["id"])
    op.create_foreign_key(
        op.f("fk_participations_replaced_by"), "participations", "participations", ["replaced_by"], ["id"]
    )
    op.create_foreign_key(op.f("fk_participations_current_urn"), "participations", "schools", ["current_urn"], ["urn"])


def downgrade() -> None:
    op.drop_constraint(op.f("fk_participations_current_urn"), "participations", type_="foreignkey")
    op.drop_constraint(op.f("fk_participations_replaced_by"), "participations", type_="foreignkey")
    op.drop_constraint(op.f("fk_participations_replaces"), "participations", type_="foreignkey")
    op.drop_index("uq_participations_active_now", table_name="participations")
    op.drop_index("ix_participations_current_urn", table_name="participations")
    op.drop_column("participations", "took_part_before")
    op.drop_column("participations", "current_urn")
    op.drop_column("participations", "replaced_by")
    op.drop_column("participations", "replaces")
    op.drop_index(op.f("ix_evidence_items_urn"), table_name="evidence_items")
    op.drop_index(op.f("ix_evidence_items_updated_at"), table_name="evidence_items")
    op.drop_index(op.f("ix_evidence_items_project_id"), table_name="evidence_items")
    op.drop_index(op.f("ix_evidence_items_la_code"), table_name="evidence_items")
    op.drop_index(op.f("ix_evidence_items_icb_code"), table_name="evidence_items")
    op.drop_index(op.f("ix_evidence_items_candidate_id"), table_name="evidence_items")
    op.drop_table("evidence_items")
    op.drop_index(op.f("ix_candidates_urn"), table_name="candidates")
    op.drop_index(op.f("ix_candidates_updated_at"), table_name="candidates")
    op.drop_index(op.f("ix_candidates_la_code"), table_name="candidates")
    op.drop_index(op.f("ix_candidates_icb_code"), table_name="candidates")
    op.drop_table("candidates")
    op.drop_index(op.f("ix_consultations_updated_at"), table_name="consultations")
    op.drop_index(op.f("ix_consultations_project_id"), table_name="consultations")
    op.drop_index(op.f("ix_consultations_organisation"), table_name="consultations")
    op.drop_index(op.f("ix_consultations_icb_code"), table_name="consultations")
    op.drop_table("consultations")
