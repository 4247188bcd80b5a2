"""As many schools as the programme may have: three years, 42 projects a year, made by PostgreSQL."""

from uuid import UUID

from services.reporting_api.summaries.service import recompute
from shared.kit.db import Database, bare

YEARS = ("2023-24", "2024-25", "2025-26")
PROJECTS = 42

_FILL = """
create temporary table schools as
select year, number, md5(year || 'school' || number)::uuid as participation_id,
       md5(year || 'project' || number % {projects})::uuid as project_id,
       'Q' || lpad((number % {projects})::text, 2, '0') as icb_code,
       (201 + (number % {projects}) * 3 + (number / {projects}) % 3)::text as la_code,
       (100000 + number)::text as urn,
       case when number % 3 = 0 then 'existing' else 'new' end as cohort
from unnest('{{{years}}}'::text[]) as year, generate_series({first}, {last} - 1) as number;
insert into programme_years (id, version, code, title, starts_on, ends_on, evaluation_ends_on, domains, quarters)
select md5(year)::uuid, 1, year, year, '2025-04-01', '2026-03-31', '2026-09-30',
       '[{{"code": "teaching", "label": "Teaching"}}]', '[]'
from (select distinct year from schools) as years on conflict do nothing;
insert into projects (id, version, icb_code, lead_icb_code, programme_year, programme_year_id, kind, name, status,
                      target_schools)
select distinct project_id, 1, icb_code, icb_code, year, md5(year)::uuid, 'continuing', icb_code, 'delivering', 30
from schools on conflict do nothing;
insert into participations (id, version, project_id, programme_year, icb_code, la_code, urn, current_urn, school_name,
                            cohort, offer, status, created_at)
select participation_id, 1, project_id, year, icb_code, la_code, urn, urn, 'School ' || number, cohort, 'full',
       'confirmed', '2025-05-06' from schools;
insert into self_assessments (id, version, participation_id, project_id, point, status, submitted_at, created_at,
                              domain_scores)
select md5(participation_id || point)::uuid, 1, participation_id, project_id, point, 'submitted', now(), now(), (
         select jsonb_agg(jsonb_build_object('domain', domain, 'score', (hashtext(participation_id || domain) & 100)))
         from unnest(array['communication', 'environment', 'leadership', 'health', 'readiness', 'teaching']) as domain)
from schools, unnest(array['baseline', 'follow_up']) as point;
insert into package_lines (id, version, participation_id, project_id, strand, domain, hours, cost_pence, funding_strand,
                           finding_ids, status, agreed_at)
select md5(participation_id || 'line' || n)::uuid, 1, participation_id, project_id, 'tailored_support', 'teaching', 2,
       100, 'tailored_support', '{{}}', 'agreed', '2025-10-06' from schools, generate_series(1, 5) as n;
insert into delivery_sessions (id, version, participation_id, project_id, package_line_id, hours, status, held_on)
select md5(id || 'session')::uuid, 1, participation_id, project_id, id, 1, 'held',
       date '2025-10-06' + 30 * (row_number() over (partition by participation_id order by id))::int
from package_lines join schools using (participation_id, project_id);
insert into ledger_entries (id, version, project_id, strand, account, booked_on, amount_pence)
select md5(participation_id || account)::uuid, 1, project_id, 'tailored_support', account, date '2025-11-03',
       case account when 'funder' then -500 else 500 end
from schools, unnest(array['funder', 'committed']) as account;
drop table schools;
"""


async def fill(database: Database, first: int, last: int) -> list[UUID]:
    """The copies of these schools of each year, and every summary; the schools of the last year, by number."""
    commands = _FILL.format(first=first, last=last, projects=PROJECTS, years=",".join(YEARS))
    async with database.transaction() as session:
        await (await bare(session)).execute(commands)
        # As autovacuum would: what was filled at once is otherwise planned for as if it were small.
        await (await bare(session)).execute("analyze")
    async with database.reading() as connection:
        projects = [row["id"] for row in await connection.fetch("select id from projects order by id")]
    for project in projects:
        async with database.reading() as connection:
            found = await connection.fetch("select id from participations where project_id = $1", project)
        async with database.transaction() as session:
            await recompute(session, [project], [row["id"] for row in found])
    async with database.transaction() as session:
        await (await bare(session)).execute("analyze")
    async with database.reading() as connection:
        return [row["id"] for row in await connection.fetch("select id from participations order by urn limit 1")]
