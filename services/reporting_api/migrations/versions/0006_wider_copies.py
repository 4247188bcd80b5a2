"""Copies and summaries of need, money, delivery and engagement.

What was announced of these before was passed over, so every feed is read again from its beginning. Meanwhile the
numbers of before are shown, and `as_of` says that they are not complete.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_HOURS = sa.Numeric(precision=12, scale=2)
_GIVEN = ("priorities_agreed", "priorities_met", "sessions_held", "meetings", "activities", "changes")
_STAGES = ("confirmed", "assessing", "assessed", "prioritised", "support_agreed", "receiving_support", "followed_up")
_COUNTS = (
    *("follow_ups_submitted", "embedding_reviews_submitted", "schools_with_survey", "schools_with_group"),
    *("schools_without_priorities", "schools_without_engagement"),
    *(f"stage_{stage}" for stage in _STAGES),
)
_COUNTED_BEFORE = (
    *(f"{cohort}_{status}" for cohort in ("new", "existing") for status in ("selected", "confirmed", "withdrawn")),
    *(f"baselines_{status}" for status in ("not_begun", "in_progress", "submitted", "reopened")),
    *("schools_missing_a_strand", "lines_proposed", "lines_agreed"),
)
_STANDS = ("committed_pence", "accrued_pence", "invoiced_pence", "spent_pence")
_LEDGER = ("allocated_pence", "released_pence", "free_pence", *_STANDS)
_MONEY = ("planned_release_pence", "released_pence", *_STANDS)
_OF_DOMAINS = (
    *("schools_followed_up", "schools_reviewed", "schools_compared"),
    *("priorities_agreed", "priorities_met"),
)
_TOTALS = ("total_score", "total_follow_up_score", "total_review_score", "total_change")


def upgrade() -> None:
    _make_copies()
    _make_summaries()
    _widen_copies()
    _widen_summaries()
    op.execute("delete from consumer_cursors")


def _add(table: str, name: str, of_type: sa.types.TypeEngine, rows: str) -> None:
    """A column that is never null; the rows there are get this value."""
    op.add_column(table, sa.Column(name, of_type, nullable=False, server_default=sa.text(rows)))
    op.alter_column(table, name, server_default=None)


def _widen_copies() -> None:
    _add("package_lines", "funding_strand", sa.String(length=40), "''")
    _add("package_lines", "finding_ids", sa.ARRAY(sa.Uuid()), "'{}'")
    _add("programme_years", "quarters", postgresql.JSONB(astext_type=sa.Text()), "'[]'")
    op.execute("update package_lines set funding_strand = strand")
    op.execute("update package_lines set version = 0")
    op.execute("update programme_years set version = 0")
    op.create_index(op.f("ix_package_lines_project_id"), "package_lines", ["project_id"])


def _widen_summaries() -> None:
    for name in _GIVEN:
        _add("school_summaries", name, sa.Integer(), "0")
    for name in (*_COUNTS, *_GIVEN):
        _add("project_summaries", name, sa.Integer(), "0")
    for table in ("school_summaries", "project_summaries"):
        _add(table, "hours_held", _HOURS, "0")
    for name in _MONEY:
        _add("project_summaries", name, sa.BigInteger(), "0")
    op.add_column("project_summaries", sa.Column("allocated_pence", sa.BigInteger()))
    op.add_column("project_summaries", sa.Column("plan_status", sa.String(length=40)))
    op.add_column("project_summaries", sa.Column("plan_version_number", sa.Integer()))
    op.add_column("project_summaries", sa.Column("memorandum_status", sa.String(length=40)))
    _add("project_summaries", "lead_icb_code", sa.String(length=5), "''")
    op.execute("update project_summaries s set lead_icb_code = p.lead_icb_code from projects p where p.id = project_id")
    op.create_index("ix_project_summaries_lead_icb_code", "project_summaries", ["lead_icb_code", "project_id"])
    for point in ("follow_up", "embedding_review"):
        op.add_column("school_summaries", sa.Column(f"{point}_status", sa.String(length=40)))
        op.add_column("school_summaries", sa.Column(f"{point}_submitted_at", sa.DateTime(timezone=True)))
    _add("school_summaries", "stage", sa.String(length=40), "''")
    op.execute("update school_summaries set stage = status")
    _add("school_summaries", "surveys_recorded", sa.Integer(), "0")
    _add("school_summaries", "group_state", sa.String(length=40), "'none'")
    _add("school_summaries", "without_engagement", sa.Boolean(), "false")
    for name in _OF_DOMAINS:
        _add("project_domain_summaries", name, sa.Integer(), "0")
    for name in _TOTALS:
        _add("project_domain_summaries", name, sa.Numeric(), "0")
    op.execute("update project_domain_summaries set total_score = mean_score * schools_assessed")
    op.alter_column("project_domain_summaries", "mean_score", nullable=True)


def _copy(table: str, *columns: sa.Column) -> None:
    op.create_table(table, *columns, _id("id"), sa.Column("version", sa.Integer(), nullable=False))
    op.create_primary_key(f"pk_{table}", table, ["id"])


def _id(name: str) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=False)


def _word(name: str) -> sa.Column:
    return sa.Column(name, sa.String(length=40), nullable=False)


def _updated_at() -> sa.Column:
    moment = sa.DateTime(timezone=True)
    return sa.Column("updated_at", moment, nullable=False, server_default=sa.text("clock_timestamp()"))


def _make_copies() -> None:
    _copy("allocations", _id("project_id"), sa.Column("amount_pence", sa.BigInteger(), nullable=False))
    op.create_index(op.f("ix_allocations_project_id"), "allocations", ["project_id"])
    _copy(
        "delivery_plans", _id("project_id"), sa.Column("version_number", sa.Integer(), nullable=False), _word("status")
    )
    op.create_index(op.f("ix_delivery_plans_project_id"), "delivery_plans", ["project_id"])
    _copy(
        "delivery_sessions",
        _id("participation_id"),
        _id("project_id"),
        _id("package_line_id"),
        sa.Column("hours", sa.Float(), nullable=False),
        _word("status"),
    )
    op.create_index(
        op.f("ix_delivery_sessions_participation_id"),
        "delivery_sessions",
        ["participation_id"],
    )
    op.create_index(
        "ix_delivery_sessions_project_id",
        "delivery_sessions",
        ["project_id", "package_line_id"],
    )
    _copy("engagement_entries", _id("participation_id"), _id("project_id"), _word("kind"), _word("status"))
    op.create_index(
        op.f("ix_engagement_entries_participation_id"),
        "engagement_entries",
        ["participation_id"],
    )
    _copy(
        "ledger_entries",
        _id("project_id"),
        _word("strand"),
        _word("account"),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
    )
    op.create_index(op.f("ix_ledger_entries_project_id"), "ledger_entries", ["project_id"])
    _copy("memoranda", _id("project_id"), sa.Column("version_number", sa.Integer(), nullable=False), _word("status"))
    op.create_index(op.f("ix_memoranda_project_id"), "memoranda", ["project_id"])
    _copy(
        "priority_sets",
        _id("participation_id"),
        _id("project_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        _word("status"),
        sa.Column("priorities", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    )
    op.create_index(op.f("ix_priority_sets_participation_id"), "priority_sets", ["participation_id"])
    _copy(
        "releases",
        _id("project_id"),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("recovered_pence", sa.BigInteger(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        _word("status"),
    )
    op.create_index(op.f("ix_releases_project_id"), "releases", ["project_id"])
    _copy("school_groups", _id("participation_id"), _id("project_id"), _word("state"))
    op.create_index(op.f("ix_school_groups_participation_id"), "school_groups", ["participation_id"])
    _copy(
        "surveys",
        _id("participation_id"),
        _id("project_id"),
        _word("term"),
        sa.Column("respondents", sa.Integer(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
    )
    op.create_index(op.f("ix_surveys_participation_id"), "surveys", ["participation_id"])


def _make_summaries() -> None:
    _make_summaries_of_authorities()
    _make_summaries_of_domains_and_strands()


def _make_summaries_of_authorities() -> None:
    op.create_table(
        "authority_domain_summaries",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column("schools_assessed", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _OF_DOMAINS),
        *(sa.Column(name, sa.Numeric(), nullable=False) for name in _TOTALS),
        sa.PrimaryKeyConstraint("project_id", "la_code", "domain", name=op.f("pk_authority_domain_summaries")),
    )
    op.create_index(
        "ix_authority_domain_summaries_la_code",
        "authority_domain_summaries",
        ["la_code", "project_id"],
    )
    op.create_table(
        "authority_summaries",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("programme_year", sa.String(length=7), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTED_BEFORE),
        sa.Column("tailored_support_hours", _HOURS, nullable=False),
        sa.Column("tailored_support_cost_pence", sa.BigInteger(), nullable=False),
        sa.Column("parent_carer_engagement_hours", _HOURS, nullable=False),
        sa.Column("parent_carer_engagement_cost_pence", sa.BigInteger(), nullable=False),
        sa.Column("hours", _HOURS, nullable=False),
        sa.Column("cost_pence", sa.BigInteger(), nullable=False),
        sa.Column("hours_held", _HOURS, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in (*_COUNTS, *_GIVEN)),
        _updated_at(),
        sa.PrimaryKeyConstraint("project_id", "la_code", name=op.f("pk_authority_summaries")),
    )
    op.create_index(
        "ix_authority_summaries_la_code",
        "authority_summaries",
        ["la_code", "programme_year"],
    )
    op.create_index(op.f("ix_authority_summaries_updated_at"), "authority_summaries", ["updated_at"])


def _make_summaries_of_domains_and_strands() -> None:
    op.create_table(
        "school_domain_summaries",
        sa.Column("participation_id", sa.Uuid(), nullable=False),
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("baseline_score", sa.Numeric(), nullable=True),
        sa.Column("follow_up_score", sa.Numeric(), nullable=True),
        sa.Column("embedding_review_score", sa.Numeric(), nullable=True),
        sa.Column("score_change", sa.Numeric(), nullable=True),
        sa.Column("priorities_agreed", sa.Integer(), nullable=False),
        sa.Column("priorities_met", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("participation_id", "domain", name=op.f("pk_school_domain_summaries")),
    )
    op.create_index("ix_school_domain_summaries_project_id", "school_domain_summaries", ["project_id"])
    op.create_table(
        "strand_summaries",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("strand", sa.String(length=40), nullable=False),
        sa.Column("lines_agreed", sa.Integer(), nullable=False),
        sa.Column("hours_bought", _HOURS, nullable=False),
        sa.Column("hours_held", _HOURS, nullable=False),
        sa.Column("cost_pence", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _LEDGER),
        _updated_at(),
        sa.PrimaryKeyConstraint("project_id", "strand", name=op.f("pk_strand_summaries")),
    )
    op.create_index(op.f("ix_strand_summaries_updated_at"), "strand_summaries", ["updated_at"])


_COPIES = (
    *("allocations", "delivery_plans", "delivery_sessions", "engagement_entries", "ledger_entries", "memoranda"),
    *("priority_sets", "releases", "school_groups", "surveys"),
)
_SUMMARIES = ("authority_domain_summaries", "authority_summaries", "school_domain_summaries", "strand_summaries")


def downgrade() -> None:
    op.execute("delete from project_domain_summaries where mean_score is null")
    op.alter_column("project_domain_summaries", "mean_score", nullable=False)
    op.drop_index("ix_project_summaries_lead_icb_code", table_name="project_summaries")
    op.drop_index(op.f("ix_package_lines_project_id"), table_name="package_lines")
    for table, names in _ADDED.items():
        for name in names:
            op.drop_column(table, name)
    for table in (*_COPIES, *_SUMMARIES):
        op.drop_table(table)


_ADDED: dict[str, tuple[str, ...]] = {
    "package_lines": ("funding_strand", "finding_ids"),
    "programme_years": ("quarters",),
    "project_domain_summaries": (*_OF_DOMAINS, *_TOTALS),
    "project_summaries": (
        *(*_COUNTS, *_GIVEN, *_MONEY, "hours_held", "allocated_pence"),
        *("plan_status", "plan_version_number", "memorandum_status", "lead_icb_code"),
    ),
    "school_summaries": (
        *(*_GIVEN, "hours_held", "stage", "surveys_recorded", "group_state", "without_engagement"),
        *("follow_up_status", "follow_up_submitted_at"),
        *("embedding_review_status", "embedding_review_submitted_at"),
    ),
}
