"""Lines with offer, findings, price and decision; what was considered."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_STATUS_BEFORE = ("proposed", "agreed", "cancelled")
_STATUS = ("proposed", "agreed", "commissioned", "delivering", "completed", "cancelled")
_STRANDS = ("tailored_support", "parent_carer_engagement", "embedding", "coordination")
_NEW = (
    ("local_offer_id", sa.Uuid()),
    ("provider_id", sa.Uuid()),
    ("provider_name", sa.Text()),
    ("hours_per_unit", sa.Double()),
    ("units", sa.Integer()),
    ("unit_cost_pence", sa.BigInteger()),
    ("agreed_by", sa.String(length=60)),
    ("agreement", sa.Text()),
    ("decision_id", sa.Uuid()),
    ("commissioned_at", sa.DateTime(timezone=True)),
    ("completed_at", sa.DateTime(timezone=True)),
    ("variation_reason", sa.Text()),
)


def upgrade() -> None:
    for name, kind in _NEW:
        op.add_column("package_lines", sa.Column(name, kind, nullable=True))
    # Lines that are there cite nothing so far.
    op.add_column("package_lines", sa.Column("finding_ids", sa.ARRAY(sa.Uuid()), server_default="{}", nullable=False))
    strand = sa.Enum(*_STRANDS, name="fundingstrand", native_enum=False, create_constraint=True, length=40)
    op.add_column("package_lines", sa.Column("funding_strand", strand, nullable=True))
    # The embedding offer has its own budget line (R6). The version rises, so that no ETag read before is taken for what
    # the line is now (decision 0008).
    op.execute(
        "update package_lines l set version = version + 1, funding_strand = case when exists ("
        "select 1 from participations p where p.participation_id = l.participation_id and p.offer = 'embedding'"
        ") then 'embedding' else l.strand end"
    )
    op.alter_column("package_lines", "funding_strand", nullable=False)
    # What was announced takes the new form too, so that whoever follows from the start understands it (decision 0008).
    # What it says already stays: after a step back and forth some of it is in the new form.
    op.execute(
        "update events e set data = jsonb_build_object('finding_ids', '[]'::jsonb, 'local_offer_id', null,"
        " 'provider_id', null, 'provider_name', null, 'units', null, 'unit_cost_pence', null, 'agreed_by', null,"
        " 'agreement', null, 'decision_id', null, 'commissioned_at', null, 'completed_at', null,"
        " 'variation_reason', null, 'funding_strand', coalesce("
        "(select l.funding_strand from package_lines l where l.id::text = e.subject), e.data ->> 'strand')) || e.data"
        " where e.type like 'commissioning.package-line.%'"
    )
    _hold_status_to(_STATUS)
    op.create_foreign_key(
        op.f("fk_package_lines_local_offer_id"), "package_lines", "local_offers", ["local_offer_id"], ["id"]
    )
    op.create_index("ix_package_lines_local_offer_id", "package_lines", ["local_offer_id", "id"])
    op.create_index("ix_package_lines_provider_id", "package_lines", ["provider_id", "id"])
    _make_considerations()


def _make_considerations() -> None:
    op.create_table(
        "considerations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "source",
            sa.Enum("survey", "voice", name="consideredsource", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("available", sa.Boolean(), nullable=False),
        sa.Column("what_it_led_to", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("icb_code", sa.String(length=5), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_considerations")),
        sa.UniqueConstraint("participation_id", "source", name=op.f("uq_considerations_participation_id_source")),
    )
    for name in ("project_id", "icb_code", "la_code", "urn"):
        op.create_index(f"ix_considerations_{name}", "considerations", [name, "id"])
    op.create_index(op.f("ix_considerations_updated_at"), "considerations", ["updated_at"])


def downgrade() -> None:
    op.drop_table("considerations")
    op.drop_index("ix_package_lines_provider_id", table_name="package_lines")
    op.drop_index("ix_package_lines_local_offer_id", table_name="package_lines")
    op.drop_constraint(op.f("fk_package_lines_local_offer_id"), "package_lines", type_="foreignkey")
    # What was bought had been agreed.
    op.execute("update package_lines set status = 'agreed' where status in ('commissioned', 'delivering', 'completed')")
    _hold_status_to(_STATUS_BEFORE)
    for name in ("funding_strand", "finding_ids", *(name for name, _ in reversed(_NEW))):
        op.drop_column("package_lines", name)


def _hold_status_to(words: tuple[str, ...]) -> None:
    op.drop_constraint("linestatus", "package_lines", type_="check")
    listed = ", ".join(f"'{word}'" for word in words)
    op.create_check_constraint("linestatus", "package_lines", f"status in ({listed})")
