"""As many schools as the programme may have: three years of 3,000, in 42 projects a year, made by PostgreSQL."""

from uuid import UUID

from services.assessment_api.summaries.service import summarise
from shared.kit.db import Connection, Database

YEARS = ("2023-24", "2024-25", "2025-26")
SCHOOLS = 3_000
PROJECTS = 42

_FILL = """
create temporary table schools as
select year, number,
       md5(year || 'school' || number)::uuid as participation_id,
       md5(year || 'project' || number % $3)::uuid as project_id,
       'Q' || lpad((number % $3)::text, 2, '0') as icb_code,
       (201 + ((number % $3) * 3 + (number / $3) % 4) % (3 * $3))::text as la_code,
       (100000 + number)::text as urn,
       case when number % 3 = 0 then 'existing' else 'new' end as cohort
from unnest($1::text[]) as year, generate_series(0, $2::int - 1) as number
"""
_COPIES = """
insert into participations (participation_id, project_id, icb_code, la_code, urn, current_urn, school_name,
                            programme_year, cohort, offer, status, source_version, followed_at)
select participation_id, project_id, icb_code, la_code, urn, urn, 'School ' || number, year, cohort, 'full',
       'confirmed', 1, now()
from schools;
insert into projects (project_id, lead_icb_code, source_version)
select distinct project_id, icb_code, 1 from schools;
insert into analysed_assessments (id, participation_id, version, point, status)
select md5(participation_id || point)::uuid, participation_id, 1, point,
       case when number % 10 = 0 then 'in_progress' else 'submitted' end
from schools, unnest(case cohort when 'new' then array['baseline', 'follow_up'] else array['embedding_review'] end)
     as point
where number % 17 > 0;
insert into school_domain_scores (id, self_assessment_id, participation_id, project_id, icb_code, la_code, urn,
                                  programme_year, point, domain, score, answered, not_applicable, missing, submitted_at)
select a.id || ':' || domain, a.id, s.participation_id, project_id, icb_code, la_code, urn, year, a.point, domain,
       (hashtext(a.id || domain) & 1000) / 10.0, 5, 0, 0, now()
from schools s join analysed_assessments a using (participation_id),
     unnest(array['communication', 'environment', 'leadership', 'mental_health', 'readiness', 'teaching']) as domain
where a.status = 'submitted';
insert into analysed_surveys (id, participation_id, version, domains)
select md5(participation_id || term)::uuid, participation_id, 1, (
         select jsonb_agg(jsonb_build_object('domain', domain, 'published', number % 5 > 0,
                                             'answers', 20 * (number % 2), 'favourable', 10 * (number % 2)))
         from unnest(array['communication', 'environment', 'leadership', 'mental_health', 'readiness', 'teaching'])
              as domain)
from schools, unnest(array['autumn', 'spring']) as term;
insert into analysed_themes (id, participation_id, version, domain, kind, statement, normalised, active)
select md5(participation_id || 'theme' || place)::uuid, participation_id, 1, 'communication', 'concern',
       'Theme ' || said, 'theme ' || said, true
from schools, generate_series(1, 5) as place, lateral (select (number * place) % 2000 as said) as t;
analyze;
"""


async def fill(connection: Connection, schools: int = SCHOOLS) -> list[UUID]:
    """The copies of a whole programme; the projects there are."""
    await connection.execute(_FILL.replace("$3", str(PROJECTS)).replace("$2", str(schools)).replace("$1", _array()))
    await connection.execute(_COPIES)
    return [row[0] for row in await connection.fetch("select project_id from projects")]


def _array() -> str:
    return f"'{{{','.join(YEARS)}}}'"


async def sum_up(database: Database, projects: list[UUID]) -> None:
    """Every sum of these projects, as the followers would compute them."""
    async with database.transaction() as session:
        await summarise(session, projects)
