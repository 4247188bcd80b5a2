-- :schools a year in three years. Boards and projects stay as many as England has: what grows is what hangs on schools.
-- Boards that have merged since make place for as many as there were: 42.
insert into icbs
select (jsonb_populate_record(null::icbs, to_jsonb(i)
        || jsonb_build_object('ods_code', 'QX' || n, 'ons_code', 'E5400090' || n))).*
from (select * from icbs where valid_to is null order by ods_code limit 1) i,
     generate_series(1, 42 - (select count(*)::int from icbs where valid_to is null)) as n;
create temporary table boards as
select row_number() over (order by ods_code) - 1 as place, ods_code as code from icbs where valid_to is null;
create temporary table years as
select row_number() over (order by code desc, n) - 1 as place, id, code
from (select id, code, 1 as n from programme_years where is_current) known;
insert into programme_years
select (jsonb_populate_record(null::programme_years, to_jsonb(p)
        || jsonb_build_object('id', md5('2023-24')::uuid, 'code', '2023-24'))).*
from (select * from programme_years where is_current order by code limit 1) p;
insert into years select max(place) + 1, md5('2023-24')::uuid, '2023-24' from years;
insert into schools (urn, la_code, name, type_code, status_code, phase_code, la_name, type_name, status_name,
                     phase_name, statutory_low_age, statutory_high_age, town, postcode, number_of_pupils, eligibility,
                     eligibility_reasons, version, created_at, updated_at)
select (100000 + n)::text, (201 + n % 150)::text, 'School ' || md5(n::text), 1, 1, 2, 'Camden', 'Community school',
       'Open', 'Primary', 3, 11, 'Town ' || n % 700, 'NW' || n % 20 || ' ' || n % 9 || 'JB', n % 900, 'eligible', '[]',
       1, now(), now() - n * interval '1 second'
from generate_series(0, :schools - 1) as n;
insert into projects (id, icb_code, lead_icb_code, programme_year, programme_year_id, kind, name, status,
                      target_schools, version, created_at, updated_at)
select md5(y.code || 'project' || n)::uuid, b.code, b.code, y.code, y.id, 'new', 'Project ' || n || ' of ' || y.code,
       'delivering', 71, 1, now(), now()
from years y, generate_series(0, 41) as n join boards b on b.place = n;
insert into participations (id, project_id, icb_code, programme_year, urn, la_code, school_name, cohort, offer, status,
                            rationale, confirmed_at, confirmed_by, current_urn, took_part_before, version, created_at,
                            updated_at)
select md5(y.code || 'school' || n)::uuid, md5(y.code || 'project' || n % 42)::uuid, b.code, y.code,
       (100000 + n)::text, (201 + n % 150)::text, 'School ' || md5(n::text),
       case when n % 3 = 0 then 'existing' else 'new' end, 'full', 'confirmed',
       'Chosen for what the board knows of its area.', now(), 'school:' || 100000 + n, (100000 + n)::text, n % 3 = 0,
       1, now(), now() - n * interval '1 second'
from years y, generate_series(0, :schools - 1) as n
join boards b on b.place = n % 42;
insert into events (id, type, subject, occurred_at, actor, resource_version, is_public, project_id, icb_code, la_code,
                    urn, organisations, data)
select gen_random_uuid(), 'partnership.participation.confirmed', 'participations/' || p.id, now(), 'icb:' || icb_code,
       1, false, project_id, icb_code, la_code, urn, array['school:' || current_urn],
       to_jsonb(p)
from participations p;
