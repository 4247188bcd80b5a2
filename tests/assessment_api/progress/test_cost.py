"""What a page of progress costs: one statement, and the rows of its schools, however many others there are."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from services.assessment_api.main import SERVICE
from services.assessment_api.progress.queries import PROGRESS
from shared.contracts.roles import Kind
from shared.kit.reads import Selection, page_of
from tests.support.databases import Databases, rolled_back, statements_counted
from tests.support.serving import Served

SCHOOLS = 6000
PCG = "pcg:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"
ASKED = {
    "the first page": Selection(sort="participation_id"),
    "the page after": Selection(sort="participation_id", after=True),
    "who has not started": Selection(sort="participation_id", among=("state",)),
    "who has no survey": Selection(sort="participation_id", equal=("has_survey",)),
}
CALLERS = {
    Kind.NATIONAL: "national:dfe",
    Kind.ICB: "icb:Q01",
    Kind.LA: "la:101",
    Kind.SCHOOL: "school:100001",
    Kind.PCG: PCG,
}
# Forty boards with a project each, four authorities to a board; every second school has one of everything.
FILL = f"""
create temporary table made as
select n, gen_random_uuid() as id, ('00000000-0000-0000-0000-' || lpad((n % 40)::text, 12, '0'))::uuid as project_id,
       'Q' || lpad((n % 40)::text, 2, '0') as icb_code, (100 + n % 160)::text as la_code, (100000 + n)::text as urn,
       (select id from instruments limit 1) as instrument_id, now() as at
from generate_series(1, {SCHOOLS}) as n;
insert into participations (participation_id, project_id, icb_code, la_code, urn, current_urn, school_name,
    programme_year, cohort, offer, status, followed_at, source_version)
select id, project_id, icb_code, la_code, urn, urn, 'School', '2025-26', 'new', 'full', 'confirmed', at, 1 from made;
insert into projects select distinct project_id, icb_code, 1 from made;
insert into project_members (member_id, project_id, organisation, left_on, source_version)
select gen_random_uuid(), project_id, 'pcg:' || id, null::date, 1 from made
union all select gen_random_uuid(), '00000000-0000-0000-0000-000000000001', '{PCG}', null, 1;
"""
PLACED = "participation_id, project_id, icb_code, la_code, urn, programme_year, id, version, created_at, updated_at"
HALF = "select id, project_id, icb_code, la_code, urn, '2025-26', gen_random_uuid(), 1, at, at"
ROWS = {
    "self_assessments (%s, point, instrument_id, status, contributors, helped_by, answers, domain_scores)":
        "'baseline', instrument_id, 'in_progress', '{}', '{}', '[]', '[]'",
    "surveys (%s, term, instrument_id, questions, exact_respondents, exact_questions, suppression_threshold,"
    " suppressed)":
        "'autumn', instrument_id, '[]', 30, '[]', 5, false",
    "themes (%s, domain, kind, statement, gist, prevalence, source, source_id, status)":
        "'environment', 'concern', 'Loud.', '', 'few', 'voice', gen_random_uuid(), 'active'",
    "voice_activities (%s, instrument_id, held_on, method, exact_participants, year_groups, status, themes)":
        "instrument_id, current_date, 'walk', 4, '{}', 'recorded', 0",
    "priority_sets (%s, number, status, priorities, ranked, missing, ranking_rule_id, proposed_by)":
        "1, 'proposed', '[]', '[]', '[]', (select id from ranking_rules limit 1), 'icb:QWO'",
}  # fmt: skip
TABLES = ("participations", "projects", "project_members", *(head.partition(" ")[0] for head in ROWS))


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


async def test_a_page_reads_no_table_from_end_to_end(databases: Databases):
    url = databases.url(await databases.template(SERVICE))
    async with rolled_back(url) as database, database.reading() as connection:
        await connection.execute(FILL)
        for head, values in ROWS.items():
            await connection.execute(f"insert into {head % PLACED} {HALF}, {values} from made where n % 2 = 0")
        await connection.execute("analyze " + ", ".join(TABLES))
        # Years of which there is nothing yet: to look at nothing costs nothing.
        empty = await connection.fetchval(
            "select array_agg(relname) from pg_class where relispartition and reltuples <= 0"
        )
        for kind, caller in CALLERS.items():
            for asked, selection in ASKED.items():
                statement = page_of(PROGRESS, kind, selection)
                values = statement.values(
                    {
                        "caller_code": caller.partition(":")[2], "caller_organisation": caller, "row_limit": 51,
                        "f_state": ["not_started"], "f_has_survey": False,
                        "after_0": "00000000-0000-0000-0000-000000000000",
                    }
                )  # fmt: skip
                found = await connection.fetchval(f"explain (format json) {statement.sql}", *values)
                whole = {node["Relation Name"] for node in nodes(found[0]["Plan"]) if node["Node Type"] == "Seq Scan"}
                whole -= set(empty)
                # There is a row for each of forty projects: reading them all is what an index would do too. Of what
                # is filtered by how far a school is, who takes part may be read whole, and nothing that is looked up.
                allowed = {"projects", "participations"} if selection.among or selection.equal else {"projects"}
                assert whole <= allowed, (kind, asked)
                assert await connection.fetch(statement.sql, *values), (kind, asked)


@pytest.mark.parametrize("organisation", list(CALLERS.values()))
async def test_a_page_is_one_statement(assessment: Served, followed, organisation: str):
    await followed()
    client = assessment.as_(organisation)
    with statements_counted(assessment.database) as statements:
        answer = await client.get("/v1/progress?state=not_started")
        await asyncio.sleep(0)  # the driver tells of a statement at the loop's next turn
    assert answer.status_code == 200, answer.text
    assert len(statements) == 1
