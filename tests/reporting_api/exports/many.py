"""Many schools, put on the table by hand."""

import asyncpg

_ROWS = """
insert into school_summaries (
  participation_id, project_id, programme_year, icb_code, la_code, urn, school_name, cohort, offer, status,
  baseline_submitted_at, both_strands, lines_proposed, lines_agreed, tailored_support_hours,
  tailored_support_cost_pence, parent_carer_engagement_hours, parent_carer_engagement_cost_pence, hours, cost_pence,
  priorities_agreed, priorities_met, sessions_held, meetings, activities, changes, hours_held, stage,
  surveys_recorded, group_state, without_engagement)
select gen_random_uuid(), gen_random_uuid(), '2025-26', 'QWO', '383', (100000 + n)::text, 'School ' || n, 'new', 'full',
  'confirmed', now(), true, 1, 2, 3.25, 400, 5.5, 600, 8.75, 1000, 3, 2, 4, 1, 2, 1, n * 0.5, 'confirmed', 1, 'none',
  false
from generate_series(1, $1::int) n
"""


async def many_schools(connection: asyncpg.Connection, rows: int) -> None:
    """So many schools of QWO in Leeds, each with a name of its own."""
    await connection.execute(_ROWS, rows)
