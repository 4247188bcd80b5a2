"""the first tables"""

import sqlalchemy as sa
from alembic import op

from shared.kit import first_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "icbs",
        sa.Column("ods_code", sa.String(length=5), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ons_code", sa.String(length=9), nullable=False),
        sa.Column("nhs_region", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("ods_code", name=op.f("pk_icbs")),
    )
    op.create_index(op.f("ix_icbs_updated_at"), "icbs", ["updated_at"], unique=False)
    op.create_table(
        "local_authorities",
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("gss_code", sa.String(length=9), nullable=False),
        sa.Column("region_code", sa.String(length=1), nullable=False),
        sa.Column("region_name", sa.Text(), nullable=False),
        sa.Column("icb_codes", sa.ARRAY(sa.String(length=5)), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("la_code", name=op.f("pk_local_authorities")),
    )
    op.create_index(op.f("ix_local_authorities_updated_at"), "local_authorities", ["updated_at"], unique=False)
    op.create_table(
        "parent_carer_groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("forum", "other", name="groupkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("la_codes", sa.ARRAY(sa.String(length=3)), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parent_carer_groups")),
    )
    op.create_index(op.f("ix_parent_carer_groups_updated_at"), "parent_carer_groups", ["updated_at"], unique=False)
    op.create_table(
        "icb_successions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("predecessor_code", sa.String(length=5), nullable=False),
        sa.Column("successor_code", sa.String(length=5), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("merger", "split", name="successionkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["predecessor_code"], ["icbs.ods_code"], name=op.f("fk_icb_successions_predecessor_code")
        ),
        sa.ForeignKeyConstraint(["successor_code"], ["icbs.ods_code"], name=op.f("fk_icb_successions_successor_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_icb_successions")),
        sa.UniqueConstraint(
            "predecessor_code", "successor_code", name=op.f("uq_icb_successions_predecessor_code_successor_code")
        ),
    )
    op.create_index(op.f("ix_icb_successions_predecessor_code"), "icb_successions", ["predecessor_code"], unique=False)
    op.create_index(op.f("ix_icb_successions_successor_code"), "icb_successions", ["successor_code"], unique=False)
    op.create_index(op.f("ix_icb_successions_updated_at"), "icb_successions", ["updated_at"], unique=False)
    op.create_table(
        "la_icbs",
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("lsoa_share", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["icb_code"], ["icbs.ods_code"], name=op.f("fk_la_icbs_icb_code")),
        sa.ForeignKeyConstraint(["la_code"], ["local_authorities.la_code"], name=op.f("fk_la_icbs_la_code")),
        sa.PrimaryKeyConstraint("la_code", "icb_code", name=op.f("pk_la_icbs")),
    )
    op.create_index(op.f("ix_la_icbs_icb_code"), "la_icbs", ["icb_code"], unique=False)
    first_tables.make()


def downgrade() -> None:
    first_tables.drop()
    op.drop_index(op.f("ix_la_icbs_icb_code"), table_name="la_icbs")
    op.drop_table("la_icbs")
    op.drop_index(op.f("ix_icb_successions_updated_at"), table_name="icb_successions")
    op.drop_index(op.f("ix_icb_successions_successor_code"), table_name="icb_successions")
    op.drop_index(op.f("ix_icb_successions_predecessor_code"), table_name="icb_successions")
    op.drop_table("icb_successions")
    op.drop_index(op.f("ix_parent_carer_groups_updated_at"), table_name="parent_carer_groups")
    op.drop_table("parent_carer_groups")
    op.drop_index(op.f("ix_local_authorities_updated_at"), table_name="local_authorities")
    op.drop_table("local_authorities")
    op.drop_index(op.f("ix_icbs_updated_at"), table_name="icbs")
    op.drop_table("icbs")
