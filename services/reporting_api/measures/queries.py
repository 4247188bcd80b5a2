"""How measures are read: the catalogue as it is shipped, series from the summaries of projects."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Numeric,
    Subquery,
    Text,
    and_,
    bindparam,
    case,
    cast,
    column,
    func,
    join,
    literal,
    select,
    text,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.reporting_api.seen import projects_seen
from services.reporting_api.summaries.models import ProjectSummary, SeriesSummary
from shared.contracts.reporting import measures as contract
from shared.contracts.reporting.measures import Interval, SeriesLevel
from shared.contracts.roles import Kind
from shared.kit.reads import View, caller_code

from .catalogue import CATALOGUE

_NOT_TEXT: dict[str, Any] = {
    **dict.fromkeys(("sources", "levels", "rules"), ARRAY(Text())),
    **dict.fromkeys(("time_series", "additive"), Boolean()),
    "updated_at": DateTime(timezone=True),
}
_listed: Any = (
    func.jsonb_to_recordset(cast(literal(CATALOGUE, Text()), JSONB))
    .table_valued(*(column(name, _NOT_TEXT.get(name, Text())) for name in contract.Measure.model_fields))
    .render_derived(name="measure", with_types=True)
)
# It is the same for as long as the service runs, so it is no table, and nothing has to be loaded.
MEASURES = View(
    _listed,
    contract.Measure,
    dict.fromkeys(Kind, true()),
    key="code",
    sorts=("code",),
    columns={**dict(_listed.c), "level": _listed.c.levels, "source": _listed.c.sources, "rule": _listed.c.rules},
    source=_listed,
)

_row, _project = SeriesSummary, ProjectSummary
_WHOLE = _row.la_code == ""
_ALL: Mapping[Kind, ColumnElement[bool]] = {Kind.NATIONAL: true(), Kind.SERVICE: true()}


def _period(of: Any) -> ColumnElement[Any]:
    """`2025-11`, or the quarter of the financial year, which begins in April."""
    before, after = of.starts_on - text("interval '3 months'"), of.starts_on + text("interval '9 months'")
    quarter = func.concat(func.to_char(before, "YYYY-"), func.to_char(after, "YY"), func.to_char(before, '" Q"Q'))
    month = func.to_char(of.starts_on, "YYYY-MM")
    return type_coerce(case((of.interval == Interval.MONTH.value, month), else_=quarter), Text())


def _view(
    level: SeriesLevel, of: Any, source: FromClause, visible: Mapping[Kind, Any], **own: ColumnElement[Any]
) -> View:
    from_on, to_on = (bindparam(f"f_{name}", type_=Date()) for name in ("from_on", "to_on"))
    columns = {
        "level": cast(literal(level.value), Text()),
        **{name: getattr(of, name) for name in ("measure", "interval", "starts_on", "updated_at")},
        **own,
        "period": _period(of),
        "value": func.trim_scale(of.value, type_=Numeric()),
        "cumulative_value": func.trim_scale(of.cumulative_value, type_=Numeric()),
        # A filter is an equation: these hold of rows that begin on or after, and on or before, the day asked for.
        "from_on": case((of.starts_on >= from_on, from_on)),
        "to_on": case((of.starts_on <= to_on, to_on)),
    }
    parts = (columns[name] for name in ("measure", "area_code", "programme_year", "interval", "starts_on"))
    columns["id"] = type_coerce(func.concat_ws(" ", *parts), Text())
    return View(SeriesSummary, contract.SeriesValue, visible, columns=columns, source=source)


def _added_up(name: str, of: FromClause, which: ColumnElement[bool], **area: Any) -> Subquery:
    """The rows of several projects, by area and programme year."""
    keys = [*(each.label(key) for key, each in area.items()), _project.programme_year, _row.measure, _row.interval]
    plain = [*area.values(), _project.programme_year, _row.measure, _row.interval]
    value = func.sum(_row.value)
    return (
        select(
            *keys,
            _row.starts_on,
            value.label("value"),
            func.sum(value).over(partition_by=plain, order_by=_row.starts_on).label("cumulative_value"),
            func.max(_row.updated_at).label("updated_at"),
        )
        .select_from(of)
        .where(which)
        .group_by(*plain, _row.starts_on)
        .subquery(name)
    )


_rows = join(SeriesSummary, ProjectSummary, _row.project_id == _project.project_id)
_boards = union_all(
    select(_project.project_id, _project.icb_code),
    select(_project.project_id, _project.lead_icb_code).where(_project.lead_icb_code != _project.icb_code),
).subquery("board")
_of_boards = _added_up(
    "boards", _rows.join(_boards, _boards.c.project_id == _row.project_id), _WHOLE, icb_code=_boards.c.icb_code
)
_of_authorities = _added_up("authorities", _rows, ~_WHOLE, la_code=_row.la_code)
_of_nation = _added_up("nation", _rows, _WHOLE)


def _of_areas(level: SeriesLevel, of: Subquery, visible: Mapping[Kind, Any], area: Any, **own: Any) -> View:
    return _view(level, of.c, of, {**_ALL, **visible}, area_code=area, programme_year=of.c.programme_year, **own)


_projects_seen = projects_seen(_project.icb_code, _project.project_id)
SERIES: Mapping[SeriesLevel, View] = {
    SeriesLevel.PROJECT: _view(
        SeriesLevel.PROJECT,
        _row,
        _rows,
        {kind: and_(_WHOLE, seen) for kind, seen in _projects_seen.items()},
        area_code=cast(_row.project_id, Text()),
        programme_year=_project.programme_year.expression,
        icb_code=_project.icb_code.expression,
    ),
    SeriesLevel.LA: _of_areas(
        SeriesLevel.LA,
        _of_authorities,
        {Kind.LA: _of_authorities.c.la_code == caller_code()},
        _of_authorities.c.la_code,
        la_code=_of_authorities.c.la_code,
    ),
    SeriesLevel.ICB: _of_areas(
        SeriesLevel.ICB,
        _of_boards,
        {Kind.ICB: _of_boards.c.icb_code == caller_code()},
        _of_boards.c.icb_code,
        icb_code=_of_boards.c.icb_code,
    ),
    SeriesLevel.NATION: _of_areas(SeriesLevel.NATION, _of_nation, {}, cast(literal("england"), Text())),
}
"""A view for each level: the rows of a project as they stand, those of areas added up over projects."""
