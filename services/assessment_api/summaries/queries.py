"""Summing up: each row computed anew from those below it, so that it is the same whatever order events came in."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Delete,
    Select,
    String,
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    delete,
    func,
    literal,
    literal_column,
    null,
    select,
)
from sqlalchemy.dialects.postgresql import Insert, insert

from services.assessment_api.participations.models import Participation

from .facts import THEMES, Figure, first
from .models import ENGLAND

MOST_THEMES = 20
_PROJECTS = any_(bindparam("projects", type_=ARRAY(Uuid())))
_YEARS = any_(bindparam("years", type_=ARRAY(Text())))


def years_of_projects() -> Select[Any]:
    """The programme years that the schools of these projects take part in."""
    return select(Participation.programme_year).distinct().where(Participation.project_id == _PROJECTS)


def summed(figure: Figure, rows: Any) -> list[ColumnElement[Any]]:
    """The words and numbers of a figure over rows that are grouped by its keys."""
    return [
        *(first(rows[name]).label(name) for name in figure.words),
        *(func.sum(rows[name]).label(name) for name in figure.numbers),
    ]


def forget_places(figure: Figure) -> Delete:
    """Nothing is known of these projects."""
    return delete(figure.model).where(figure.model.project_id == _PROJECTS)


def sum_places(figure: Figure) -> Insert:
    """The rows of these projects, by authority, from the rows of their schools."""
    schools = figure.of_schools().where(Participation.project_id == _PROJECTS).subquery("schools").c
    scope = cast(schools.project_id, String) + ":" + schools.la_code
    of = [schools.programme_year, *(schools[name] for name in figure.keys)]
    # A project has one board; should two ever be told of, one row is still the truth that can be kept.
    board = func.min(schools.icb_code)
    rows = select(scope, schools.project_id, board, schools.la_code, *of, *summed(figure, schools))
    return _into(figure, rows.group_by(schools.project_id, schools.la_code, *of))


def forget_england(figure: Figure) -> Delete:
    """Nothing is known of England in these years."""
    return delete(figure.model).where(figure.model.scope == ENGLAND, figure.model.programme_year == _YEARS)


def sum_england(figure: Figure) -> Insert:
    """The rows of England in these years, from those of all projects."""
    table = figure.model.__table__.c
    of = [table.programme_year, *(table[name] for name in figure.keys)]
    nowhere = [cast(null(), kind) for kind in (Uuid(), String(), String())]
    columns: list[Any] = [literal(ENGLAND, String()), *nowhere, *of, *summed(figure, table)]
    rows = select(*columns).where(table.project_id.is_not(None), table.programme_year == _YEARS).group_by(*of)
    return _into(figure, most_common(rows) if figure is THEMES else rows)


def most_common(themes: Select[Any]) -> Select[Any]:
    """Of summed themes, those of more than one school: at most twenty of each year, the most common first."""
    several = themes.having(literal_column("sum(schools)") > 1).subquery("several")
    order = [several.c.schools.desc(), *(several.c[name].collate("C") for name in THEMES.keys)]
    place = func.row_number().over(partition_by=several.c.programme_year, order_by=order).label("place")
    ranked = select(several, place).subquery("ranked")
    return select(*(each for each in ranked.c if each.name != "place")).where(ranked.c.place <= MOST_THEMES)


def _into(figure: Figure, rows: Select[Any]) -> Insert:
    scope = ("scope", "project_id", "icb_code", "la_code", "programme_year")
    return insert(figure.model).from_select([*scope, *figure.keys, *figure.words, *figure.numbers], rows)
