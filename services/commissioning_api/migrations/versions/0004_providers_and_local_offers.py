"""Who gives support, and what of the menu can be had from them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "providers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "nhs_trust",
                "la_service",
                "charity",
                "parent_carer_group",
                "school",
                "sole_practitioner",
                name="providerkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation", sa.String(length=60), nullable=True),
        sa.Column("professions", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("la_codes", sa.ARRAY(sa.String(length=3)), nullable=False),
        sa.Column(
            "status",
            sa.Enum("active", "closed", name="providerstatus", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("closed_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_providers")),
    )
    op.create_index(op.f("ix_providers_icb_code"), "providers", ["icb_code"], unique=False)
    op.create_index("ix_providers_la_codes", "providers", ["la_codes"], unique=False, postgresql_using="gin")
    op.create_index(op.f("ix_providers_updated_at"), "providers", ["updated_at"], unique=False)
    op.create_index(
        "uq_providers_name",
        "providers",
        ["icb_code", sa.literal_column("lower(name)")],
        unique=True,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_table(
        "local_offers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("provider_name", sa.Text(), nullable=False),
        sa.Column("menu_item_code", sa.String(length=80), nullable=False),
        sa.Column("menu_item_title", sa.Text(), nullable=False),
        sa.Column(
            "strand",
            sa.Enum(
                "tailored_support",
                "parent_carer_engagement",
                name="strand",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "unit",
            sa.Enum(
                "hour",
                "half_day",
                "day",
                "session",
                "pack",
                name="offerunit",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("hours_per_unit", sa.Double(), nullable=False),
        sa.Column("unit_cost_pence", sa.BigInteger(), nullable=False),
        sa.Column("capacity_hours_per_month", sa.Double(), nullable=False),
        sa.Column("lead_time_days", sa.Integer(), nullable=False),
        sa.Column("la_codes", sa.ARRAY(sa.String(length=3)), nullable=False),
        sa.Column("exists_locally", sa.Boolean(), nullable=False),
        sa.Column("exists_for", sa.Text(), nullable=True),
        sa.Column("available_from", sa.Date(), nullable=False),
        sa.Column("available_until", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("active", "withdrawn", name="offerstatus", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("available_from <= available_until", name=op.f("ck_local_offers_days_in_order")),
        sa.CheckConstraint(
            "exists_locally = (exists_for is not null)", name=op.f("ck_local_offers_exists_for_somebody")
        ),
        sa.CheckConstraint("hours_per_unit > 0 and capacity_hours_per_month >= 0", name=op.f("ck_local_offers_hours")),
        sa.CheckConstraint("unit_cost_pence >= 0", name=op.f("ck_local_offers_not_negative")),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_local_offers_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_offers")),
    )
    op.create_index(op.f("ix_local_offers_icb_code"), "local_offers", ["icb_code"], unique=False)
    op.create_index("ix_local_offers_la_codes", "local_offers", ["la_codes"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_local_offers_menu_item_code", "local_offers", ["programme_year", "menu_item_code", "id"], unique=False
    )
    op.create_index(op.f("ix_local_offers_provider_id"), "local_offers", ["provider_id"], unique=False)
    op.create_index(op.f("ix_local_offers_updated_at"), "local_offers", ["updated_at"], unique=False)
    op.create_index(
        "uq_local_offers_item",
        "local_offers",
        ["icb_code", "programme_year", "provider_id", "menu_item_code"],
        unique=True,
        postgresql_where=sa.text("status = 'active'"),
    )


def downgrade() -> None:
    op.drop_index("uq_local_offers_item", table_name="local_offers", postgresql_where=sa.text("status = 'active'"))
    op.drop_index(op.f("ix_local_offers_updated_at"), table_name="local_offers")
    op.drop_index(op.f("ix_local_offers_provider_id"), table_name="local_offers")
    op.drop_index("ix_local_offers_menu_item_code", table_name="local_offers")
    op.drop_index("ix_local_offers_la_codes", table_name="local_offers", postgresql_using="gin")
    op.drop_index(op.f("ix_local_offers_icb_code"), table_name="local_offers")
    op.drop_table("local_offers")
    op.drop_index("uq_providers_name", table_name="providers", postgresql_where=sa.text("status = 'active'"))
    op.drop_index(op.f("ix_providers_updated_at"), table_name="providers")
    op.drop_index("ix_providers_la_codes", table_name="providers", postgresql_using="gin")
    op.drop_index(op.f("ix_providers_icb_code"), table_name="providers")
    op.drop_table("providers")
