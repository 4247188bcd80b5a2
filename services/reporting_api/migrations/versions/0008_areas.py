"""Regions, readiness, and what projects owe.

The new columns and rows are worked out from what is here, so nothing is read again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_PAPERS = ("plan_approved", "memorandum_agreed")
_COUNTS = (
    *("partners_expected", "partners_missing", "new_baselines_submitted", "new_follow_ups_submitted"),
    *("existing_reviews_submitted", "existing_with_change", "schools_with_meeting"),
)

_FILL_PAPERS = """
update project_summaries p set
  plan_approved = exists (select from delivery_plans d where d.project_id = p.project_id and d.status = 'approved'),
  memorandum_agreed = exists (select from memoranda m where m.project_id = p.project_id and m.status = 'agreed')
"""
_FILL_PARTNERS = """
update project_summaries p set
  partners_expected = 1 + (select count(distinct s.la_code) from school_summaries s
                           where s.project_id = p.project_id and s.status <> 'withdrawn'),
  partners_missing =
    (select count(distinct s.la_code) from school_summaries s
     where s.project_id = p.project_id and s.status <> 'withdrawn' and not exists (
       select from project_members m
       where m.project_id = p.project_id and m.left_on is null and m.organisation = 'la:' || s.la_code))
    + (case when exists (select from project_members m
                         where m.project_id = p.project_id and m.left_on is null and m.kind = 'pcg') then 0 else 1 end)
"""
_FILL_COUNTS = """
update project_summaries p set
  new_baselines_submitted = c.baselines, new_follow_ups_submitted = c.follow_ups,
  existing_reviews_submitted = c.reviews, existing_with_change = c.changed, schools_with_meeting = c.met
from (
  select project_id,
         count(*) filter (where cohort = 'new' and baseline_status = 'submitted') as baselines,
         count(*) filter (where cohort = 'new' and follow_up_status = 'submitted') as follow_ups,
         count(*) filter (where cohort = 'existing' and embedding_review_status = 'submitted') as reviews,
         count(*) filter (where cohort = 'existing' and changes > 0) as changed,
         count(*) filter (where meetings > 0) as met
  from school_summaries where status = 'confirmed' group by project_id
) c where c.project_id = p.project_id
"""
_FILL_OWED = """
insert into owed_summaries (id, project_id, "check", due_on, done_on, withdrawn)
select id, project_id, 'quarterly_reports', due_on,
       case when status in ('submitted', 'accepted')
            then cast(timezone('Europe/London', first_submitted_at) as date) end, false
from quarterly_reports
union all
select id, project_id, 'updates', due_on, cast(timezone('Europe/London', answered_at) as date), status = 'withdrawn'
from update_requests
"""


def upgrade() -> None:
    op.create_table(
        "local_authorities",
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("gss_code", sa.String(length=9), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region_code", sa.String(length=1), nullable=False),
        sa.Column("region_name", sa.Text(), nullable=False),
        sa.Column("region_gss_code", sa.String(length=9), nullable=False),
        sa.PrimaryKeyConstraint("la_code", name=op.f("pk_local_authorities")),
    )
    op.create_table(
        "owed_summaries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("check", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owed_summaries")),
    )
    op.create_index(op.f("ix_owed_summaries_project_id"), "owed_summaries", ["project_id"])
    for name in _PAPERS:
        _add(name, sa.Boolean(), "false")
    for name in _COUNTS:
        _add(name, sa.Integer(), "0")
    for fill in (_FILL_PAPERS, _FILL_PARTNERS, _FILL_COUNTS, _FILL_OWED):
        op.execute(fill)


def _add(name: str, of_type: sa.types.TypeEngine, rows: str) -> None:
    column = sa.Column(name, of_type, nullable=False, server_default=sa.text(rows))
    op.add_column("project_summaries", column)
    op.alter_column("project_summaries", name, server_default=None)


def downgrade() -> None:
    for name in (*_COUNTS, *_PAPERS):
        op.drop_column("project_summaries", name)
    op.drop_table("owed_summaries")
    op.drop_table("local_authorities")
