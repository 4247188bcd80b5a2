"""What callers ask of measures."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from shared.contracts.page import ListQuery, Many
from shared.contracts.reporting.measures import (
    Interval,
    MeasureLevel,
    MeasureSource,
    MeasureUnit,
    RuleNumber,
    SeriesLevel,
    SeriesMeasure,
)
from shared.contracts.types import Day, LaCode, OdsCode, ProgrammeYear, Slug


class MeasureQuery(ListQuery):
    """Filters of the catalogue."""

    code: Many[Slug] | None = None
    unit: Many[MeasureUnit] | None = None
    source: Many[MeasureSource] | None = None
    level: Many[MeasureLevel] | None = None
    rule: Many[RuleNumber] | None = None
    time_series: bool | None = None
    additive: bool | None = None


_OF_LEVELS = {
    "project_id": (SeriesLevel.PROJECT,),
    "icb_code": (SeriesLevel.PROJECT, SeriesLevel.ICB),
    "la_code": (SeriesLevel.LA,),
}


class MeasureSeriesQuery(ListQuery):
    """Filters of time series."""

    level: Annotated[SeriesLevel, Field(description="What the rows are of.")] = SeriesLevel.PROJECT
    interval: Annotated[Interval, Field(description="Whether a row is a month or a quarter.")] = Interval.MONTH
    measure: Many[SeriesMeasure] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    project_id: Annotated[Many[UUID] | None, Field(description="Of the level `project`.")] = None
    icb_code: Annotated[
        Many[OdsCode] | None,
        Field(description="Of the level `icb` the board; of `project` the board that started it."),
    ] = None
    la_code: Annotated[Many[LaCode] | None, Field(description="Of the level `la`.")] = None
    from_on: Annotated[Day | None, Field(description="Only periods that begin on this day or later.")] = None
    to_on: Annotated[Day | None, Field(description="Only periods that begin on this day or earlier.")] = None

    @field_validator(*_OF_LEVELS)
    @classmethod
    def _is_of_the_level(cls, asked: Any, info: ValidationInfo) -> Any:
        levels = _OF_LEVELS[str(info.field_name)]
        if asked is not None and info.data.get("level") not in levels:
            raise ValueError(f"this filter is of the level {' or '.join(levels)}")
        return asked
