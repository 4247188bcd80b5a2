-- Twelve lines a participation: the export of 108,000 rows.
create temporary table places as
select md5(year || 'school' || n)::uuid as participation_id, md5(year || 'project' || n % 42)::uuid as project_id,
       (:boards)[n % 42 + 1] as icb_code, (201 + n % 150)::text as la_code,
       (100000 + n)::text as urn, year as programme_year, n
from unnest(array['2023-24', '2024-25', '2025-26']) as year, generate_series(0, :schools - 1) as n;
insert into participations (participation_id, project_id, icb_code, la_code, urn, current_urn, school_name,
                            programme_year, cohort, offer, status, source_version, kept_at)
select participation_id, project_id, icb_code, la_code, urn, urn, 'School ' || md5(n::text), programme_year, 'new',
       'full', 'confirmed', 1, now()
from places;
insert into projects (project_id, lead_icb_code, source_version) select distinct project_id, icb_code, 1 from places;
insert into package_lines (id, menu_id, menu_item_code, menu_item_title, strand, domain, finding_ids, hours, starts_on,
                           ends_on, cost_pence, funding_strand, reason, status, version, created_at, updated_at,
                           participation_id, project_id, icb_code, la_code, urn, programme_year)
select md5(participation_id || 'line' || l)::uuid, (select id from menus limit 1), 'item-' || l, 'Training ' || l,
       'tailored_support', 'communication', array[md5(l::text)::uuid], 3, current_date, current_date + 90, 24000,
       'tailored_support', 'What the school''s own assessment asks for most.', 'agreed', 1, now(),
       now() - n * interval '1 second', participation_id, project_id, icb_code, la_code, urn, programme_year
from places, generate_series(1, 12) as l;
