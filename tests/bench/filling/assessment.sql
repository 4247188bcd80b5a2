-- Three surveys a participation, of 37 questions each: a million answered questions for 9,000 participations.
create temporary table places as
select md5(year || 'school' || n)::uuid as participation_id, md5(year || 'project' || n % 42)::uuid as project_id,
       (:boards)[n % 42 + 1] as icb_code, (201 + n % 150)::text as la_code,
       (100000 + n)::text as urn, year as programme_year, n
from unnest(array['2023-24', '2024-25', '2025-26']) as year, generate_series(0, :schools - 1) as n;
insert into participations (participation_id, project_id, icb_code, la_code, urn, current_urn, school_name,
                            programme_year, cohort, offer, status, source_version, followed_at)
select participation_id, project_id, icb_code, la_code, urn, urn, 'School ' || md5(n::text), programme_year,
       case when n % 3 = 0 then 'existing' else 'new' end, 'full', 'confirmed', 1, now()
from places;
insert into projects (project_id, lead_icb_code, source_version) select distinct project_id, icb_code, 1 from places;
create temporary table answered as
select jsonb_agg(jsonb_build_object('question', 'question-' || q, 'answered', 20, 'favourable', 12, 'not_applicable', 1,
                                    'domain', 'communication', 'counts', '[]'::jsonb)) as questions
from generate_series(1, 37) as q;
insert into surveys (id, term, instrument_id, respondents, respondents_send, questions, exact_respondents,
                     exact_respondents_send, exact_questions, suppression_threshold, suppressed, participation_id,
                     project_id, icb_code, la_code, urn, programme_year, version, created_at, updated_at)
select md5(participation_id || term)::uuid, term,
       (select id from instruments where kind = 'parent_carer_survey' limit 1), 21, 10, questions, 21, 10, questions, 5,
       false, participation_id, project_id, icb_code, la_code, urn, programme_year, 1, now(),
       now() - n * interval '1 second'
from places, unnest(array['autumn', 'spring', 'summer']) as term, answered;
insert into themes (id, domain, kind, statement, gist, prevalence, source, source_id, status, participation_id,
                    project_id, icb_code, la_code, urn, programme_year, version, created_at, updated_at)
select md5(participation_id || 'theme' || t)::uuid, 'communication', 'concern',
       'Children wait too long before somebody hears them: ' || t, md5(t::text), 'some', 'survey',
       md5(participation_id || 'autumn')::uuid, 'active', participation_id, project_id, icb_code, la_code, urn,
       programme_year, 1, now(), now() - n * interval '1 second'
from places, generate_series(1, 4) as t;
insert into analysed_assessments (id, participation_id, version, point, status)
select md5(participation_id || point)::uuid, participation_id, 1, point, 'submitted'
from places, unnest(array['baseline', 'follow_up']) as point;
insert into school_domain_scores (id, self_assessment_id, participation_id, project_id, icb_code, la_code, urn,
                                  programme_year, point, domain, score, answered, not_applicable, missing, submitted_at)
select a.id || ':' || domain, a.id, participation_id, project_id, icb_code, la_code, urn, programme_year, a.point,
       domain, (hashtext(a.id || domain) & 1000) / 10.0, 5, 0, 0, now()
from places join analysed_assessments a using (participation_id),
     unnest(array['communication', 'environment', 'leadership', 'mental_health', 'readiness', 'teaching']) as domain;
