"""schools"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "school_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("link_urn", sa.String(length=6), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("predecessor", "successor", name="linkkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("link_type", sa.Text(), nullable=False),
        sa.Column("established_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_links")),
        sa.UniqueConstraint("urn", "link_urn", "kind", name=op.f("uq_school_links_urn_link_urn_kind")),
    )
    op.create_index(op.f("ix_school_links_link_urn"), "school_links", ["link_urn"], unique=False)
    op.create_index(op.f("ix_school_links_updated_at"), "school_links", ["updated_at"], unique=False)
    op.create_table(
        "schools",
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("establishment_number", sa.String(length=4), nullable=True),
        sa.Column(
            "laestab",
            sa.String(length=7),
            sa.Computed("(la_code)::text || (establishment_number)::text", persisted=True),
            nullable=True,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type_code", sa.Integer(), nullable=False),
        sa.Column("status_code", sa.Integer(), nullable=False),
        sa.Column("phase_code", sa.Integer(), nullable=False),
        sa.Column("la_name", sa.Text(), nullable=True),
        sa.Column("type_name", sa.Text(), nullable=True),
        sa.Column("status_name", sa.Text(), nullable=True),
        sa.Column("phase_name", sa.Text(), nullable=True),
        sa.Column("statutory_low_age", sa.Integer(), nullable=True),
        sa.Column("statutory_high_age", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("locality", sa.Text(), nullable=True),
        sa.Column("address3", sa.Text(), nullable=True),
        sa.Column("town", sa.Text(), nullable=True),
        sa.Column("county", sa.Text(), nullable=True),
        sa.Column("postcode", sa.String(length=10), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("trust_uid", sa.String(length=8), nullable=True),
        sa.Column("trust_name", sa.Text(), nullable=True),
        sa.Column("ukprn", sa.String(length=8), nullable=True),
        sa.Column("number_of_pupils", sa.Integer(), nullable=True),
        sa.Column("school_capacity", sa.Integer(), nullable=True),
        sa.Column("percentage_fsm", sa.Float(), nullable=True),
        sa.Column("resourced_provision", sa.Text(), nullable=True),
        sa.Column("region_code", sa.String(length=2), nullable=True),
        sa.Column("region_name", sa.Text(), nullable=True),
        sa.Column(
            "eligibility",
            sa.Enum(
                "eligible",
                "needs_override",
                "ineligible",
                name="eligibility",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("eligibility_reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("urn", name=op.f("pk_schools")),
    )
    op.create_index(op.f("ix_schools_la_code"), "schools", ["la_code"], unique=False)
    op.create_index("ix_schools_name_urn", "schools", ["name", "urn"], unique=False)
    op.create_index(op.f("ix_schools_postcode"), "schools", ["postcode"], unique=False)
    op.create_index(op.f("ix_schools_updated_at"), "schools", ["updated_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_schools_updated_at"), table_name="schools")
    op.drop_index(op.f("ix_schools_postcode"), table_name="schools")
    op.drop_index("ix_schools_name_urn", table_name="schools")
    op.drop_index(op.f("ix_schools_la_code"), table_name="schools")
    op.drop_table("schools")
    op.drop_index(op.f("ix_school_links_updated_at"), table_name="school_links")
    op.drop_index(op.f("ix_school_links_link_urn"), table_name="school_links")
    op.drop_table("school_links")
