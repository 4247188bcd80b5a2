-- The copies that the followers would have made; the summaries are then computed by the service's own statements.
create temporary table places as
select md5(year || 'school' || n)::uuid as id, md5(year || 'project' || n % 42)::uuid as project_id,
       (:boards)[n % 42 + 1] as icb_code, (201 + n % 150)::text as la_code,
       (100000 + n)::text as urn, year as programme_year, n, n % 42 as place
from unnest(array['2023-24', '2024-25', '2025-26']) as year, generate_series(0, :schools - 1) as n;
insert into programme_years (code, title, starts_on, ends_on, evaluation_ends_on, domains, quarters, id, version)
select year, year, (left(year, 4) || '-04-01')::date, (left(year, 4)::int + 1 || '-03-31')::date,
       (left(year, 4)::int + 1 || '-09-30')::date, '[]', '[]', md5(year)::uuid, 1
from unnest(array['2023-24', '2024-25', '2025-26']) as year;
insert into projects (id, icb_code, lead_icb_code, programme_year, programme_year_id, kind, name, status,
                      target_schools, version)
select distinct project_id, icb_code, icb_code, programme_year, md5(programme_year)::uuid, 'new', 'Project ' || place,
       'delivering', 71, 1
from places;
insert into participations (id, project_id, programme_year, icb_code, la_code, urn, current_urn, school_name, cohort,
                            offer, status, created_at, confirmed_at, version)
select id, project_id, programme_year, icb_code, la_code, urn, urn, 'School ' || md5(n::text),
       case when n % 3 = 0 then 'existing' else 'new' end, 'full', 'confirmed', now(), now(), 1
from places;
insert into package_lines (id, participation_id, project_id, strand, domain, hours, cost_pence, funding_strand,
                           finding_ids, status, created_at, agreed_at, version)
select md5(id || 'line' || l)::uuid, id, project_id, 'tailored_support', 'communication', 3, 24000, 'tailored_support',
       array[md5(l::text)::uuid], 'agreed', now(), now(), 1
from places, generate_series(1, 12) as l;
