"""What is in an extract: the rows of its tables, made from the copies and named by pseudonyms."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting_api.dashboards.parts import SOURCES
from shared.contracts.reporting.extracts import ExtractForm, ExtractTable
from shared.kit.exports import BOM

from . import queries
from .dictionary import columns_of, regions
from .pseudonyms import pseudonym
from .rules import ANY, Part, Told, in_order

Row = dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """What the copies hold of the years of an evaluation."""

    participations: Sequence[Any]
    assessments: Sequence[Any]
    lines: Sequence[Any]
    as_of: Mapping[str, datetime | None]
    """Until when each source is counted; None where it was not read to its end, as while copies are made anew."""


async def facts_of(session: AsyncSession, years: Sequence[str]) -> Facts:
    """The facts as they are now. Whoever follows the feeds waits, so that they are all of one moment."""
    await session.execute(text("lock table consumer_cursors in share mode"))
    read_until = {source: as_of for source, as_of in await session.execute(queries.READ_UNTIL)}  # noqa: C416
    return Facts(
        (await session.execute(queries.participations(years))).all(),
        (await session.execute(queries.assessments(years))).all(),
        (await session.execute(queries.lines(years))).all(),
        {source: read_until.get(source) for source in SOURCES},
    )


@dataclass(frozen=True)
class Named:
    """The facts with pseudonyms for schools: numbers, names and codes go no further than here."""

    facts: Facts
    schools: Mapping[str, Told]
    places: Mapping[UUID, tuple[str, str]]
    """The school and the year of each participation."""


def named(facts: Facts, key: bytes) -> Named:
    """Give every school its pseudonym."""
    parts: dict[str, list[Part]] = defaultdict(list)
    where: dict[str, str] = {}
    places: dict[UUID, tuple[str, str]] = {}
    for each in facts.participations:
        school = pseudonym(key, each.first_urn)
        parts[school].append(Part(each.programme_year, each.cohort, each.offer, each.status))
        where[school] = regions().get(each.la_code, ANY)
        places[each.id] = (school, each.programme_year)
    schools = {school: Told(where[school], in_order(of_school)) for school, of_school in parts.items()}
    return Named(facts, schools, places)


def rows_of(table: ExtractTable, of: Named, told: Mapping[str, Told]) -> list[Row]:
    """The rows of a table, of the schools that stay, in an order that tells nothing."""
    rows = _MADE[table](of, told)
    columns = columns_of(table)
    return sorted(rows, key=lambda row: tuple(str(row[column]) for column in columns))


def _schools(_: Named, told: Mapping[str, Told]) -> Iterable[Row]:
    for school, what in told.items():
        years = len({part.programme_year for part in what.parts})
        yield {"school": school, "region": what.region, "years": years}


def _participations(_: Named, told: Mapping[str, Told]) -> Iterable[Row]:
    for school, what in told.items():
        yield from ({"school": school, **part._asdict()} for part in what.parts)


def _domain_scores(of: Named, told: Mapping[str, Told]) -> Iterable[Row]:
    for assessment in of.facts.assessments:
        school, year = of.places.get(assessment.participation_id, ("", ""))
        for each in assessment.domain_scores if school in told else ():
            if each["score"] is not None:
                score = {"point": assessment.point, "domain": each["domain"], "score": round(each["score"])}
                yield {"school": school, "programme_year": year, **score}


def _package_lines(of: Named, told: Mapping[str, Told]) -> Iterable[Row]:
    for line in of.facts.lines:
        school, year = of.places.get(line.participation_id, ("", ""))
        if school in told:
            kind = {"strand": line.strand, "domain": line.domain, "status": line.status}
            sums = {"lines": line.lines, "hours": line.hours, "cost_pence": line.cost_pence}
            yield {"school": school, "programme_year": year, **kind, **sums}


_MADE: Mapping[ExtractTable, Callable[[Named, Mapping[str, Told]], Iterable[Row]]] = {
    ExtractTable.SCHOOLS: _schools,
    ExtractTable.PARTICIPATIONS: _participations,
    ExtractTable.DOMAIN_SCORES: _domain_scores,
    ExtractTable.PACKAGE_LINES: _package_lines,
}


def as_text(told: Told) -> str:
    """What is told of a school, to compare with what another extract tells of it."""
    return json.dumps(told, separators=(",", ":"))


def as_bytes(table: ExtractTable, form: ExtractForm, rows: Sequence[Row]) -> bytes:
    """A table as it is downloaded."""
    columns = columns_of(table)
    in_columns = [{column: row[column] for column in columns} for row in rows]
    if form is ExtractForm.NDJSON:
        return "".join(f"{json.dumps(row, separators=(',', ':'))}\n" for row in in_columns).encode()
    if form is ExtractForm.PARQUET:
        from .parquet import as_parquet  # noqa: PLC0415 - its library holds 34 MiB

        return as_parquet(table, rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(in_columns)
    return BOM + text.getvalue().encode()
