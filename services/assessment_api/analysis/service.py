"""An analysis: the sums as they were read, and of them what the caller may see."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from services.assessment_api.summaries.facts import COMPLETION, DOMAINS, PROGRESS, SURVEYS, THEMES, Figure
from shared.contracts.assessment import analysis as contract
from shared.contracts.assessment.analysis import AnalysisScope
from shared.contracts.assessment.self_assessments import Point
from shared.contracts.roles import Kind
from shared.kit.auth import Actor
from shared.kit.db import Connection
from shared.kit.reads import caller_values

from . import errors, rules
from .queries import Code, analysis_of

_OWN_CODE = {AnalysisScope.LOCAL_AUTHORITY: Kind.LA, AnalysisScope.ICB: Kind.ICB}
_POINTS = {point.value: place for place, point in enumerate(Point)}


class Asked(NamedTuple):
    """Whose schools, in which years, seen by whom, and which counts are small."""

    scope: AnalysisScope
    code: Code
    years: Sequence[str] | None
    actor: Actor
    threshold: int


async def analysed(connection: Connection, asked: Asked) -> contract.Analysis:
    """What the schools of a scope said, from one statement."""
    actor = asked.actor
    if actor.kind is _OWN_CODE.get(asked.scope) and actor.code != asked.code:
        raise errors.AnalysisNotFound
    statement = analysis_of(asked.scope, actor.kind, some_years=asked.years is not None)
    values = {"code": asked.code, "years": asked.years, **caller_values(actor)}
    found = await connection.fetchrow(statement.sql, *statement.values(values))
    if found is None or not found["visible"]:
        raise errors.AnalysisNotFound
    exact = rules.sees_all_rows(asked.scope, actor.kind)
    threshold = rules.EXACT if exact else asked.threshold
    return contract.Analysis(
        scope=asked.scope,
        code=str(asked.code),
        completion=list(_completion(_read(found, COMPLETION), threshold)),
        domains=list(_domains(_read(found, DOMAINS), threshold)),
        progress=list(_progress(_read(found, PROGRESS), threshold)),
        surveys=list(_surveys(_read(found, SURVEYS))),
        themes=list(_themes(_read(found, THEMES), threshold)),
        suppressed=not exact,
        as_of=contract.AsOf(partnership=found["partnership"], assessment=found["assessment"]),
    )


def _read(found: Any, figure: Figure) -> rules.Rows:
    # Sums of scores as they are written: a float would round them once more.
    return rules.read(json.loads(found[figure.name], parse_float=Decimal), len(figure.keys))


def _submitted_first(row: Sequence[Any]) -> list[int]:
    _, not_started, in_progress, submitted = row
    return [submitted, not_started, in_progress]


def _completion(rows: rules.Rows, threshold: int) -> Iterator[contract.Completion]:
    for year, point in sorted(rows.whole, key=lambda key: (key[0], _POINTS[key[1]])):
        row, within = rules.known(rows, (year, point), _submitted_first)
        schools = rows.whole[(year, point)][0]
        submitted, not_started, in_progress = rules.shown(row, within, threshold)
        yield contract.Completion(
            programme_year=year,
            point=Point(point),
            schools=schools,
            not_started=not_started,
            in_progress=in_progress,
            submitted=submitted,
            completion_rate=rules.share(submitted, schools),
        )


def _without_total(row: Sequence[Any]) -> list[int]:
    schools, _, *cells = row
    return [schools, *cells]


def _domains(rows: rules.Rows, threshold: int) -> Iterator[contract.DomainDistribution]:
    for key in sorted(rows.whole, key=lambda key: (key[0], _POINTS[key[1]], key[2])):
        year, point, domain = key
        row, within = rules.known(rows, key, _without_total)
        schools, *bands = rules.shown(row, within, threshold)
        yield contract.DomainDistribution(
            programme_year=year,
            point=Point(point),
            domain=domain,
            schools=schools,
            mean_score=rules.mean(Decimal(rows.whole[key][1]), schools),
            bands=bands,
        )


def _progress(rows: rules.Rows, threshold: int) -> Iterator[contract.DomainProgress]:
    for key in sorted(rows.whole):
        year, domain = key
        row, within = rules.known(rows, key, _without_total)
        schools, improved, unchanged, declined = rules.shown(row, within, threshold)
        yield contract.DomainProgress(
            programme_year=year,
            domain=domain,
            schools=schools,
            mean_change=rules.mean(Decimal(rows.whole[key][1]), schools),
            improved=improved,
            unchanged=unchanged,
            declined=declined,
        )


def _surveys(rows: rules.Rows) -> Iterator[contract.SurveyDomain]:
    for (year, domain), (schools, hidden, answers, favourable) in sorted(rows.whole.items()):
        yield contract.SurveyDomain(
            programme_year=year,
            domain=domain,
            schools=schools,
            schools_hidden=hidden,
            answers=answers,
            favourable=favourable,
            favourable_share=rules.share(favourable, answers),
        )


def _schools(row: Sequence[Any]) -> list[int]:
    return [row[-1]]


def _themes(rows: rules.Rows, threshold: int) -> Iterator[contract.CommonTheme]:
    for key in sorted(rows.whole, key=lambda key: (key[0], -rows.whole[key][-1], *key[1:])):
        year, domain, kind, _ = key
        row, within = rules.known(rows, key, _schools)
        [schools] = rules.shown(row, within, threshold)
        if schools is not None and schools >= threshold:
            yield contract.CommonTheme(
                programme_year=year, domain=domain, kind=kind, statement=rows.whole[key][0], schools=schools
            )
