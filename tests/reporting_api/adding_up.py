"""That time series add up: months to what the dashboards say, quarters to their months."""

import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from shared.contracts.reporting.measures import SeriesMeasure
from tests.reporting_api.tables import Tables

_OF_THE_LEDGER = {
    "ledger_allocated_pence": "allocated_pence",
    "ledger_released_pence": "released_pence",
    "free_pence": "free_pence",
}
_OF_PROJECTS_ONLY = {*_OF_THE_LEDGER, "committed_pence", "accrued_pence", "invoiced_pence", "spent_pence"}


def _rows(told: Tables, table: str) -> list[dict[str, Any]]:
    return [json.loads(row, parse_float=Decimal) for row in told[table]]


def _totals(told: Tables) -> dict[tuple[str, str, str], Decimal]:
    """What the summaries come to, by project, authority (empty: all of it) and measure."""
    found: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    projects = {row["project_id"] for row in _rows(told, "project_summaries")}
    for measure in SeriesMeasure:
        if measure in _OF_THE_LEDGER:
            table, field = "strand_summaries", _OF_THE_LEDGER[measure]
        else:
            table, field = "school_summaries" if measure == "surveys_recorded" else "project_summaries", str(measure)
        for row in _rows(told, table):
            found[row["project_id"], "", measure] += row[field]
    for row in _rows(told, "authority_summaries"):
        for measure in set(SeriesMeasure) - _OF_PROJECTS_ONLY - {"surveys_recorded"}:
            found[row["project_id"], row["la_code"], measure] += row[measure]
    return {key: total for key, total in found.items() if total and key[0] in projects}


def _in_time(told: Tables, interval: str) -> Iterator[dict[str, Any]]:
    rows = (row for row in _rows(told, "series_summaries") if row["interval"] == interval)
    return iter(sorted(rows, key=lambda row: row["starts_on"]))


def _key(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["project_id"], row["la_code"], row["measure"]


def _quarter(starts_on: str) -> str:
    first = (int(starts_on[5:7]) - 1) // 3 * 3 + 1
    return f"{starts_on[:4]}-{first:02}-01"


def assert_series_add_up(told: Tables) -> None:
    """The sum over months is the total, the cumulative value the sum so far, a quarter the sum of its months."""
    so_far: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    quarters: dict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
    stands: dict[tuple[Any, ...], Decimal] = {}
    for row in _in_time(told, "month"):
        assert row["value"] != 0
        so_far[_key(row)] += row["value"]
        assert row["cumulative_value"] == so_far[_key(row)]
        quarters[*_key(row), _quarter(row["starts_on"])] += row["value"]
        stands[*_key(row), _quarter(row["starts_on"])] = row["cumulative_value"]
    counted = {key: total for key, total in so_far.items() if total and (key[1] == "" or key[2] != "surveys_recorded")}
    assert counted == _totals(told)
    found = {(*_key(row), row["starts_on"]): row for row in _in_time(told, "quarter")}
    assert {key: row["value"] for key, row in found.items()} == {key: sum_ for key, sum_ in quarters.items() if sum_}
    for key, row in found.items():
        assert row["cumulative_value"] == stands[key]
