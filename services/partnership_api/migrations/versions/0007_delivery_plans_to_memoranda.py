"""Delivery plans, their sign-offs and reviews, and memoranda."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery_plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "signed_off",
                "changes_requested",
                "approved",
                "superseded",
                name="planstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("support", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("commissioning", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("funding", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("partner_arrangements", sa.Text(), nullable=True),
        sa.Column("selection_process", sa.Text(), nullable=True),
        sa.Column("engagement", sa.Text(), nullable=True),
        sa.Column("risks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_delivery_plans_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_plans")),
        sa.UniqueConstraint("project_id", "version_number", name=op.f("uq_delivery_plans_project_id_version_number")),
    )
    op.create_index(op.f("ix_delivery_plans_icb_code"), "delivery_plans", ["icb_code"], unique=False)
    op.create_index(op.f("ix_delivery_plans_updated_at"), "delivery_plans", ["updated_at"], unique=False)
    op.create_index(
        "uq_delivery_plans_in_force",
        "delivery_plans",
        ["project_id"],
        unique=True,
        postgresql_where=sa.text("status = 'approved'"),
    )
    op.create_index(
        "uq_delivery_plans_open",
        "delivery_plans",
        ["project_id"],
        unique=True,
        postgresql_where=sa.text("status in ('draft', 'submitted', 'signed_off', 'changes_requested')"),
    )
    op.create_table(
        "memoranda",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("delivery_plan_id", sa.Uuid(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "agreed",
                "superseded",
                name="memorandumstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("specification", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("signatures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_plan_id"], ["delivery_plans.id"], name=op.f("fk_memoranda_delivery_plan_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_memoranda_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memoranda")),
        sa.UniqueConstraint("project_id", "version_number", name=op.f("uq_memoranda_project_id_version_number")),
    )
    op.create_index(op.f("ix_memoranda_delivery_plan_id"), "memoranda", ["delivery_plan_id"], unique=False)
    op.create_index(op.f("ix_memoranda_icb_code"), "memoranda", ["icb_code"], unique=False)
    op.create_index(op.f("ix_memoranda_updated_at"), "memoranda", ["updated_at"], unique=False)
    op.create_index(
        "uq_memoranda_in_force", "memoranda", ["project_id"], unique=True, postgresql_where=sa.text("status = 'agreed'")
    )
    op.create_index(
        "uq_memoranda_open", "memoranda", ["project_id"], unique=True, postgresql_where=sa.text("status = 'draft'")
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("delivery_plan_id", sa.Uuid(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "approved", "changes_requested", name="outcome", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("reviewed_by", sa.String(length=60), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["delivery_plan_id"], ["delivery_plans.id"], name=op.f("fk_reviews_delivery_plan_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_reviews_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("delivery_plan_id", name=op.f("uq_reviews_delivery_plan_id")),
    )
    op.create_index(op.f("ix_reviews_icb_code"), "reviews", ["icb_code"], unique=False)
    op.create_index(op.f("ix_reviews_project_id"), "reviews", ["project_id"], unique=False)
    op.create_index(op.f("ix_reviews_updated_at"), "reviews", ["updated_at"], unique=False)
    op.create_table(
        "sign_offs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("delivery_plan_id", sa.Uuid(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("organisation", sa.String(length=60), nullable=False),
        sa.Column("organisation_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "awaited",
                "signed",
                "declined",
                "voided",
                name="signoffstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_reason", sa.Text(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_plan_id"], ["delivery_plans.id"], name=op.f("fk_sign_offs_delivery_plan_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_sign_offs_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_offs")),
        sa.UniqueConstraint(
            "delivery_plan_id", "organisation", name=op.f("uq_sign_offs_delivery_plan_id_organisation")
        ),
    )
    op.create_index(op.f("ix_sign_offs_icb_code"), "sign_offs", ["icb_code"], unique=False)
    op.create_index(op.f("ix_sign_offs_organisation"), "sign_offs", ["organisation"], unique=False)
    op.create_index(op.f("ix_sign_offs_project_id"), "sign_offs", ["project_id"], unique=False)
    op.create_index(op.f("ix_sign_offs_updated_at"), "sign_offs", ["updated_at"], unique=False)
    op.create_table(
        "review_points",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_plan_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=80), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_plan_id"], ["delivery_plans.id"], name=op.f("fk_review_points_delivery_plan_id")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_review_points_project_id")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_points_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_points")),
        sa.UniqueConstraint("review_id", "number", name=op.f("uq_review_points_review_id_number")),
    )
    op.create_index(op.f("ix_review_points_delivery_plan_id"), "review_points", ["delivery_plan_id"], unique=False)
    op.create_index(op.f("ix_review_points_icb_code"), "review_points", ["icb_code"], unique=False)
    op.create_index(op.f("ix_review_points_project_id"), "review_points", ["project_id"], unique=False)
    op.create_index(op.f("ix_review_points_updated_at"), "review_points", ["updated_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_review_points_updated_at"), table_name="review_points")
    op.drop_index(op.f("ix_review_points_project_id"), table_name="review_points")
    op.drop_index(op.f("ix_review_points_icb_code"), table_name="review_points")
    op.drop_index(op.f("ix_review_points_delivery_plan_id"), table_name="review_points")
    op.drop_table("review_points")
    op.drop_index(op.f("ix_sign_offs_updated_at"), table_name="sign_offs")
    op.drop_index(op.f("ix_sign_offs_project_id"), table_name="sign_offs")
    op.drop_index(op.f("ix_sign_offs_organisation"), table_name="sign_offs")
    op.drop_index(op.f("ix_sign_offs_icb_code"), table_name="sign_offs")
    op.drop_table("sign_offs")
    op.drop_index(op.f("ix_reviews_updated_at"), table_name="reviews")
    op.drop_index(op.f("ix_reviews_project_id"), table_name="reviews")
    op.drop_index(op.f("ix_reviews_icb_code"), table_name="reviews")
    op.drop_table("reviews")
    op.drop_index("uq_memoranda_open", table_name="memoranda", postgresql_where=sa.text("status = 'draft'"))
    op.drop_index("uq_memoranda_in_force", table_name="memoranda", postgresql_where=sa.text("status = 'agreed'"))
    op.drop_index(op.f("ix_memoranda_updated_at"), table_name="memoranda")
    op.drop_index(op.f("ix_memoranda_icb_code"), table_name="memoranda")
    op.drop_index(op.f("ix_memoranda_delivery_plan_id"), table_name="memoranda")
    op.drop_table("memoranda")
    op.drop_index(
        "uq_delivery_plans_open",
        table_name="delivery_plans",
        postgresql_where=sa.text("status in ('draft', 'submitted', 'signed_off', 'changes_requested')"),
    )
    op.drop_index(
        "uq_delivery_plans_in_force", table_name="delivery_plans", postgresql_where=sa.text("status = 'approved'")
    )
    op.drop_index(op.f("ix_delivery_plans_updated_at"), table_name="delivery_plans")
    op.drop_index(op.f("ix_delivery_plans_icb_code"), table_name="delivery_plans")
    op.drop_table("delivery_plans")
