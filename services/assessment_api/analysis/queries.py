"""How analyses are read: one statement, over the sums alone and, for a school, its own few rows."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    ScalarSelect,
    Select,
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    exists,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    tuple_,
    union_all,
)

from services.assessment_api.participations.models import Participation, Project
from services.assessment_api.participations.queries import (
    projects_led,
    projects_of_caller,
    seen_by_partners,
    urns_of_school,
)
from services.assessment_api.summaries.facts import FIGURES, SURVEYS, THEMES, Figure
from services.assessment_api.summaries.models import ENGLAND, SchoolDomainScore
from services.assessment_api.summaries.queries import most_common, summed
from shared.contracts.assessment import analysis as contract
from shared.contracts.assessment.analysis import AnalysisScope
from shared.contracts.roles import Kind
from shared.kit.reads import Statement, View, caller_code, compiled
from shared.kit.tables import consumer_cursors

from . import rules

_KEY_OF_PROJECT = bindparam("code", type_=Uuid())
_KEY = bindparam("code", type_=Text())
_scored = SchoolDomainScore.__table__
DOMAIN_SCORES = View(
    SchoolDomainScore,
    contract.SchoolDomainScore,
    seen_by_partners(SchoolDomainScore),
    sorts=("id", "urn", "domain", "updated_at"),
    columns={"school_name": Participation.__table__.c.school_name},
    source=_scored.outerjoin(
        Participation.__table__, Participation.participation_id == SchoolDomainScore.participation_id
    ),
)


def analysis_of(scope: AnalysisScope, kind: Kind, *, some_years: bool) -> Statement:
    """The rows of every figure as JSON, `visible`, and until when each source is counted.

    Binds: `code`, `years` where only some are asked for, and what a caller's own rows are found by.
    """
    return compiled((analysis_of, scope, kind, some_years), lambda: _statement(scope, kind, some_years=some_years))


def _statement(scope: AnalysisScope, kind: Kind, *, some_years: bool) -> Select[Any]:
    as_of = [
        select(consumer_cursors.c.as_of).where(consumer_cursors.c.source == source).scalar_subquery().label(source)
        for source in contract.AsOf.model_fields
    ]
    figures = [_rows(figure, scope, kind, some_years=some_years).label(figure.name) for figure in FIGURES]
    return select(_visible(scope, kind).label("visible"), *figures, *as_of)


def _rows(figure: Figure, scope: AnalysisScope, kind: Kind, *, some_years: bool) -> ScalarSelect[Any]:
    model = figure.model
    years = [model.programme_year == any_(bindparam("years", type_=ARRAY(Text())))] if some_years else []
    whole = _summed(figure, "whole", cast(null(), Uuid())).where(_within(model, scope), *years)
    if figure is THEMES:
        whole = most_common(whole)
    parts = [whole]
    # What is published of a survey is so for everybody: no sum of it gives anything away.
    if figure is not SURVEYS and not rules.sees_all_rows(scope, kind):
        parts += [_only_of(part, whole, figure) for part in _known(figure, scope, kind, years)]
    rows = union_all(*parts).subquery("rows")
    gathered = func.json_agg(func.json_build_array(*rows.c))
    return select(func.coalesce(cast(gathered, Text), "[]")).scalar_subquery()


def _only_of(part: Select[Any], whole: Select[Any], figure: Figure) -> Select[Any]:
    """Of themes only those that are shown matter: a school has said many, and most of them alone."""
    if figure is not THEMES:
        return part
    names = ("programme_year", *figure.keys)
    common, mine = whole.subquery("common"), part.subquery("mine")
    return select(mine).where(
        tuple_(*(mine.c[name] for name in names)).in_(select(*(common.c[name] for name in names)))
    )


def _summed(figure: Figure, part: str, project: ColumnElement[Any], rows: Any = None) -> Select[Any]:
    table = figure.model.__table__.c if rows is None else rows
    of = [table.programme_year, *(table[name] for name in figure.keys)]
    label = literal_column(f"'{part}'", Text()).label("part")
    return select(label, project.label("project_id"), *of, *summed(figure, table)).group_by(*of)


def _within(model: Any, scope: AnalysisScope) -> ColumnElement[bool]:
    if scope is AnalysisScope.NATION:
        return model.scope == ENGLAND  # type: ignore[no-any-return]
    if scope is AnalysisScope.PROJECT:
        return model.project_id == _KEY_OF_PROJECT  # type: ignore[no-any-return]
    if scope is AnalysisScope.LOCAL_AUTHORITY:
        return model.la_code == _KEY  # type: ignore[no-any-return]
    return or_(model.icb_code == _KEY, model.project_id == projects_led(_KEY))


def _known(figure: Figure, scope: AnalysisScope, kind: Kind, years: list[Any]) -> list[Select[Any]]:
    """By project, the caller's own schools and, within England, the projects it sees in part."""
    table = figure.model.__table__.c
    in_project = [table.project_id == _KEY_OF_PROJECT] if scope is AnalysisScope.PROJECT else []
    own = {
        Kind.ICB: or_(table.icb_code == caller_code(), table.project_id == projects_led()),
        Kind.PCG: table.project_id.in_(projects_of_caller()),
        Kind.LA: table.la_code == caller_code(),
    }
    found = []
    if kind in own:
        found.append(_by_project(figure, "own").where(own[kind], *in_project, *years))
    if kind is Kind.SCHOOL:
        found.append(_own_of_school(figure, scope))
    if scope is AnalysisScope.NATION and kind in (Kind.LA, Kind.SCHOOL):
        found.append(_by_project(figure, "seen").where(table.project_id.in_(_projects_in_part(kind)), *years))
    return found


def _by_project(figure: Figure, part: str) -> Select[Any]:
    table = figure.model.__table__.c
    return _summed(figure, part, table.project_id).group_by(table.project_id).where(table.project_id.is_not(None))


def _own_of_school(figure: Figure, scope: AnalysisScope) -> Select[Any]:
    # Whichever years are asked for, all its rows are read: they are few, and the others are not looked at.
    own = Participation.urn == urns_of_school()
    rows = figure.of_schools().where(own).subquery("schools").c
    found = _summed(figure, "own", rows.project_id, rows).group_by(rows.project_id)
    return found.where(rows.project_id == _KEY_OF_PROJECT) if scope is AnalysisScope.PROJECT else found


def _projects_in_part(kind: Kind) -> Any:
    """The projects whose sums an authority or a school is shown, without seeing all their schools."""
    has_schools = select(Participation.project_id).where(seen_by_partners(Participation)[kind])
    return has_schools.union(projects_of_caller()) if kind is Kind.LA else has_schools


def _visible(scope: AnalysisScope, kind: Kind) -> ColumnElement[bool]:
    if scope is not AnalysisScope.PROJECT:
        return literal_column("true")
    announced = exists().where(Project.project_id == _KEY_OF_PROJECT)
    has_schools = exists().where(
        Participation.project_id == _KEY_OF_PROJECT, seen_by_partners(Participation).get(kind, false())
    )
    partner = _KEY_OF_PROJECT.in_(projects_of_caller())
    leads = exists().where(Project.project_id == _KEY_OF_PROJECT, Project.lead_icb_code == caller_code())
    return {
        Kind.NATIONAL: or_(announced, has_schools),
        Kind.SERVICE: or_(announced, has_schools),
        Kind.ICB: or_(leads, has_schools),
        Kind.PCG: partner,
        Kind.LA: or_(partner, has_schools),
        Kind.SCHOOL: has_schools,
    }.get(kind, literal_column("false"))


Code = UUID | str
"""What a scope is found by: the id of a project, the code of an authority or a board."""
