"""What a dashboard costs: one statement over summaries, the same however many schools there are."""

from collections.abc import Iterator
from typing import Any

from services.reporting_api.dashboards.areas import AUTHORITIES, AUTHORITY, ENGLAND, ICB, ICBS, NATION
from services.reporting_api.dashboards.due import DEADLINES
from services.reporting_api.dashboards.queries import PROJECTS, SCHOOL, SCHOOLS, dashboard_for
from services.reporting_api.dashboards.readiness import READINESS
from services.reporting_api.dashboards.regions import REGION, REGIONS
from services.reporting_api.main import SERVICE
from services.reporting_api.measures.queries import SERIES
from shared.contracts.reporting.measures import SeriesLevel
from shared.contracts.roles import Kind
from shared.kit.db import Connection, Database
from shared.kit.reads import Selection, Statement, one_row, page_of
from tests.reporting_api.england import fill
from tests.support.databases import Databases
from tests.support.serving import served

LARGE = {"school_summaries", "school_domain_summaries", "participations", "series_summaries"}
COPIES_READ = {
    "local_authorities",
    "programme_years",
    "consumer_cursors",
    "projects",
    "project_members",
    "participations",
}
MANY = 3_000


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _hours_of(level: SeriesLevel) -> Selection:
    among = ("measure", "la_code") if level is SeriesLevel.LA else ("measure",)
    return Selection(equal=("interval",), among=among, sort="id")


def _asked(kind: Kind, school: Any, project: Any) -> dict[str, tuple[Statement, Any]]:
    lists = {"projects": PROJECTS, "schools": SCHOOLS, "authorities": AUTHORITIES, "boards": ICBS}
    lists |= {"regions": REGIONS, "readiness": READINESS, "deadlines": DEADLINES}
    first = {name: page_of(view, kind, Selection(sort=view.sorts[0])) for name, view in lists.items()}
    return {
        "nation": (one_row(NATION, kind), ENGLAND),
        "board": (one_row(ICB, kind), "Q01"),
        "region": (one_row(REGION, kind), "H"),
        "authority": (one_row(AUTHORITY, kind), "205"),
        "project": (one_row(dashboard_for(kind), kind), project),
        "school": (one_row(SCHOOL, kind), school),
        **{name: (statement, None) for name, statement in first.items()},
        **{f"series of {level}": (page_of(view, kind, _hours_of(level)), None) for level, view in SERIES.items()},
    }


CALLERS = {Kind.NATIONAL: "dfe", Kind.ICB: "Q01", Kind.LA: "205"}


async def _rows_touched(
    connection: Connection, school: Any, project: Any, *, large: bool
) -> dict[tuple[Kind, str], int]:
    """How many rows each answer reads from tables, by caller; none of them may be of the copies below.

    A small table PostgreSQL may well read whole: only a `large` one must be read by its indexes.
    """
    found = {}
    for kind, code in CALLERS.items():
        for name, (statement, key) in _asked(kind, school, project).items():
            given = {"key": key, "caller_code": code, "caller_organisation": f"{kind}:{code}", "row_limit": 51}
            given |= {"f_interval": "month", "f_measure": ["hours_held"], "f_la_code": ["205"]}
            explained = await connection.fetchval(
                f"explain (analyze, format json) {statement.sql}", *statement.values(given)
            )
            read = [node for node in _nodes(explained[0]["Plan"]) if "Relation Name" in node]
            tables = {node["Relation Name"] for node in read}
            assert all(table.endswith("_summaries") or table in COPIES_READ for table in tables), (kind, name, tables)
            whole = {node["Relation Name"] for node in read if node["Node Type"] == "Seq Scan"}
            must_not = LARGE if large else set()
            assert not whole & must_not, (kind, name, whole)
            rows = (
                node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) for node in read
            )
            found[kind, name] = int(sum(rows))
    return found


async def _measured(database: Database, school: Any, *, large: bool) -> dict[tuple[Kind, str], int]:
    async with database.reading() as connection:
        project = await connection.fetchval("select project_id from participations where id = $1", school)
        return await _rows_touched(connection, school, project, large=large)


async def test_ten_times_the_schools_cost_the_dashboards_of_areas_no_row_more(databases: Databases):
    async with databases.copy(SERVICE) as url, served(SERVICE, url) as running:
        (school,) = await fill(running.database, 0, MANY // 10)
        few = await _measured(running.database, school, large=False)
        await fill(running.database, MANY // 10, MANY)
        many = await _measured(running.database, school, large=True)
        for kind, own, level in (
            (Kind.NATIONAL, "nation", "nation"),
            (Kind.ICB, "board", "icb"),
            (Kind.LA, "authority", "la"),
        ):
            for name in (own, "school", f"series of {level}"):
                assert 0 <= many[kind, name] <= 1.1 * few[kind, name] + 10, (kind, name, few, many)
        for name in ("boards", "regions", "region", "readiness", "deadlines"):
            assert few[Kind.NATIONAL, name] == many[Kind.NATIONAL, name], name
        shown = (await running.as_("national:dfe").get("/v1/national-dashboard")).json()
    assert [each["new_confirmed"] + each["existing_confirmed"] for each in shown["years"]] == [MANY] * 3
