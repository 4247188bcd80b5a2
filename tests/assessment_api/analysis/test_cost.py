"""What an analysis costs: one statement, over the sums alone, however many schools there are."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from services.assessment_api.analysis.queries import analysis_of
from services.assessment_api.main import SERVICE
from shared.contracts.assessment.analysis import AnalysisScope
from shared.contracts.roles import Kind
from shared.kit.db import Connection
from tests.assessment_api.analysis.england import PROJECTS, SCHOOLS, YEARS, fill, sum_up
from tests.support.databases import Databases, statements_counted
from tests.support.serving import Served, served

SUMS = {f"{name}_summaries" for name in ("completion", "domain", "progress", "survey", "theme")}
# Who the caller is, and how far the feeds are read: found by index, a handful of rows.
BESIDE = {"consumer_cursors", "participations", "projects", "project_members"}


@pytest.fixture
async def england(databases: Databases) -> AsyncIterator[Served]:
    """The whole programme, for this test alone: 3,000 schools in each of three years."""
    async with databases.copy(SERVICE) as url, served(SERVICE, url) as running:
        async with running.database.reading() as connection:
            projects = await fill(connection)
        await sum_up(running.database, projects)
        async with running.database.reading() as connection:
            await connection.execute("analyze")
        yield running


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from _nodes(below)


async def _plan(connection: Connection, scope: AnalysisScope, kind: Kind, **values: Any) -> list[dict[str, Any]]:
    statement = analysis_of(scope, kind, some_years=False)
    given = {"years": None, "caller_code": "x", "caller_organisation": "x", **values}
    explained = await connection.fetchval(f"explain (analyze, format json) {statement.sql}", *statement.values(given))
    return list(_nodes(explained[0]["Plan"]))


async def test_the_analysis_of_england_is_one_statement_over_the_sums_alone(england: Served):
    async with england.database.reading() as connection:
        for kind in (Kind.NATIONAL, Kind.PROVIDER, Kind.ICB, Kind.PCG, Kind.LA):
            nodes = await _plan(connection, AnalysisScope.NATION, kind, code="England", caller_code="203")
            read = {node["Relation Name"] for node in nodes if "Relation Name" in node}
            assert read >= SUMS, kind
            assert read <= SUMS | (BESIDE if kind in (Kind.ICB, Kind.PCG, Kind.LA) else {"consumer_cursors"}), kind
        nodes = await _plan(connection, AnalysisScope.NATION, Kind.SCHOOL, code="England", caller_code="100001")
        # A school's own rows are its own part of the sums; they are found, not looked for.
        scanned = {node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"}
        assert scanned <= SUMS | {"consumer_cursors"}, scanned

    for caller in ("national:dfe", "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11", "la:203", "icb:Q01"):
        with statements_counted(england.database) as statements:
            answer = await england.as_(caller).get("/v1/analysis/nation")
            await asyncio.sleep(0)  # the driver says afterwards what it did
        assert answer.status_code == 200
        assert len(statements) == 1, caller


async def test_the_analysis_of_england_counts_all_of_its_schools(england: Served):
    found = (await england.as_("national:dfe").get("/v1/analysis/nation")).json()
    for year in YEARS:
        of_year = [row["schools"] for row in found["completion"] if row["programme_year"] == year]
        assert of_year == [SCHOOLS * 2 / 3, SCHOOLS * 2 / 3, SCHOOLS / 3]
    assert len(found["domains"]) == 3 * 3 * 6
    assert len(found["themes"]) == 3 * 20
    assert sum(row["schools"] + row["schools_hidden"] for row in found["surveys"]) == 3 * 6 * SCHOOLS

    in_part = (await england.as_("la:203").get("/v1/analysis/nation")).json()
    shown = [row["mean_score"] for row in in_part["domains"]]
    assert shown == [row["mean_score"] for row in found["domains"]], "So many schools hide nobody."


async def test_one_board_of_42_reads_its_own_part_of_the_sums(england: Served):
    async with england.database.reading() as connection:
        whole = sum([await connection.fetchval(f"select count(*) from {name}") for name in SUMS])
        nodes = await _plan(connection, AnalysisScope.ICB, Kind.ICB, code="Q01", caller_code="Q01")
    read = sum(node["Actual Rows"] for node in nodes if node.get("Relation Name") in SUMS)
    assert 0 < read <= 2 * whole / PROJECTS
