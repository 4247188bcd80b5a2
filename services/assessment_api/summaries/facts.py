"""What is summed: for each figure one row for each confirmed school and for what the figure is of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    cast,
    column,
    func,
    literal_column,
    select,
    values,
)
from sqlalchemy.orm import aliased

from services.assessment_api.participations.models import Participation
from shared.contracts.assessment.self_assessments import AssessmentStatus, Point
from shared.contracts.partnership.participations import Cohort, ParticipationStatus

from .models import (
    AnalysedAssessment,
    AnalysedSurvey,
    AnalysedTheme,
    CompletionSummary,
    DomainSummary,
    ProgressSummary,
    SchoolDomainScore,
    Summary,
    SurveySummary,
    ThemeSummary,
)

PLACE = ("project_id", "icb_code", "la_code", "urn", "programme_year")
_ONE = literal_column("1", Integer())


@dataclass(frozen=True, eq=False)
class Figure:
    """A table of sums: what its rows are of, what is added up in them, and the rows of schools below."""

    name: str
    model: type[Summary]
    keys: tuple[str, ...]
    numbers: tuple[str, ...]
    of_schools: Callable[[], Select[Any]]
    words: tuple[str, ...] = ()


def _of_confirmed(*columns: Any) -> Select[Any]:
    place = [getattr(Participation, name) for name in PLACE]
    return select(*place, *columns).where(Participation.status == ParticipationStatus.CONFIRMED)


def _one_if(condition: ColumnElement[bool], label: str) -> ColumnElement[Any]:
    return cast(condition, Integer).label(label)


_POINTS_OF = values(column("cohort", Text()), column("point", Text()), name="points", literal_binds=True).data(
    [
        (Cohort.NEW.value, Point.BASELINE.value),
        (Cohort.NEW.value, Point.FOLLOW_UP.value),
        (Cohort.EXISTING.value, Point.EMBEDDING_REVIEW.value),
    ]
)


def _completion() -> Select[Any]:
    found, points = AnalysedAssessment, _POINTS_OF
    begun, submitted = found.id.is_not(None), func.coalesce(found.status == AssessmentStatus.SUBMITTED.value, False)
    its_own = and_(found.participation_id == Participation.participation_id, found.point == points.c.point)
    return (
        _of_confirmed(
            points.c.point,
            _ONE.label("schools"),
            _one_if(~begun, "not_started"),
            _one_if(begun & ~cast(submitted, Boolean), "in_progress"),
            _one_if(submitted, "submitted"),
        )
        .join(points, points.c.cohort == cast(Participation.cohort, Text))
        .outerjoin(found, its_own)
    )


_BANDS = ("from_0", "from_20", "from_40", "from_60", "from_80")


def _domains() -> Select[Any]:
    scored = SchoolDomainScore
    band = func.least(func.floor(scored.score / 20), 4)
    return _of_confirmed(
        scored.point,
        scored.domain,
        _ONE.label("schools"),
        scored.score.label("total_score"),
        *(_one_if(band == place, name) for place, name in enumerate(_BANDS)),
    ).join(scored, and_(scored.participation_id == Participation.participation_id, scored.score.is_not(None)))


def _progress() -> Select[Any]:
    start, end = aliased(SchoolDomainScore), aliased(SchoolDomainScore)
    change = end.score - start.score
    return (
        _of_confirmed(
            start.domain,
            _ONE.label("schools"),
            change.label("total_change"),
            _one_if(change > 0, "improved"),
            _one_if(change == 0, "unchanged"),
            _one_if(change < 0, "declined"),
        )
        .join(start, _scored(start, Point.BASELINE))
        .join(end, and_(_scored(end, Point.FOLLOW_UP), end.domain == start.domain))
    )


def _scored(row: Any, point: Point) -> ColumnElement[bool]:
    its_own = row.participation_id == Participation.participation_id
    return and_(its_own, row.point == point.value, row.score.is_not(None))


def _surveys() -> Select[Any]:
    said = (
        func.jsonb_to_recordset(AnalysedSurvey.domains)
        .table_valued(
            column("domain", Text()),
            column("published", Boolean()),
            column("answers", Integer()),
            column("favourable", Integer()),
        )
        .render_derived(name="said", with_types=True)
    )
    published = func.bool_or(said.c.published)
    return (
        _of_confirmed(
            said.c.domain,
            _one_if(published, "schools"),
            _one_if(~cast(published, Boolean), "schools_hidden"),
            func.sum(said.c.answers).label("answers"),
            func.sum(said.c.favourable).label("favourable"),
        )
        .join(AnalysedSurvey, AnalysedSurvey.participation_id == Participation.participation_id)
        .join(said, literal_column("true"))
        .group_by(Participation.participation_id, said.c.domain)
    )


def _themes() -> Select[Any]:
    theme = AnalysedTheme
    return (
        _of_confirmed(
            theme.domain,
            theme.kind,
            theme.normalised,
            _ONE.label("schools"),
            first(theme.statement).label("statement"),
        )
        .join(theme, and_(theme.participation_id == Participation.participation_id, theme.active))
        .group_by(Participation.participation_id, theme.domain, theme.kind, theme.normalised)
    )


def first(text: Any) -> ColumnElement[Any]:
    """The same one of several wordings, whatever order they came in and whatever the database's collation."""
    return func.min(text.collate("C"))


COMPLETION = Figure(
    "completion",
    CompletionSummary,
    ("point",),
    ("schools", "not_started", "in_progress", "submitted"),
    _completion,
)
DOMAINS = Figure("domains", DomainSummary, ("point", "domain"), ("schools", "total_score", *_BANDS), _domains)
PROGRESS = Figure(
    "progress",
    ProgressSummary,
    ("domain",),
    ("schools", "total_change", "improved", "unchanged", "declined"),
    _progress,
)
SURVEYS = Figure(
    "surveys", SurveySummary, ("domain",), ("schools", "schools_hidden", "answers", "favourable"), _surveys
)
THEMES = Figure("themes", ThemeSummary, ("domain", "kind", "normalised"), ("schools",), _themes, ("statement",))
FIGURES = (COMPLETION, DOMAINS, PROGRESS, SURVEYS, THEMES)
