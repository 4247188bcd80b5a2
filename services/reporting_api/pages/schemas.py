"""What may be chosen on a page."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.reporting.measures import SeriesMeasure
from shared.contracts.types import ProgrammeYear


class Measure(StrEnum):
    """What the map of boards is coloured by."""

    SCHOOLS = "schools"
    ASSESSED = "assessed"
    SUPPORTED = "supported"
    DELIVERED = "delivered"
    PRIORITIES = "priorities"
    FOLLOWED_UP = "followed_up"
    SPENT = "spent"


class YearQuery(BaseModel):
    """A programme year; the newest when none is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    programme_year: ProgrammeYear | None = None


class SeriesQuery(BaseModel):
    """Which measure is shown month by month."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    series: SeriesMeasure = SeriesMeasure.HOURS_HELD


class BoardQuery(YearQuery, SeriesQuery):
    """A programme year, and which measure is shown month by month."""


class MapQuery(YearQuery):
    """A programme year, and what its boards are compared by."""

    measure: Annotated[Measure, Field(description="What the tiles show.")] = Measure.SCHOOLS
