"""The figures of quarterly reports: what was taken down, from where, and how it is different now (R11)."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.partnership.delivery_plans import PlanStatus
from shared.contracts.reporting.measures import Measured
from shared.contracts.types import Moment, Slug, Version, VersionNumber

MOST_FIGURES = 200


class FigureUnit(StrEnum):
    """What a figure counts."""

    SCHOOLS = "schools"
    LINES = "lines"
    HOURS = "hours"
    PENCE = "pence"
    SCORE = "score"


FigureValue = Annotated[float | None, Field(ge=-(10**13), le=10**13, description="Null: not known.")]


class Figure(Output):
    """One number of a report, by the measure it is of."""

    measure: Slug
    domain: Annotated[Slug | None, Field(description="Null: not by domain.")]
    label: Annotated[str, Field(min_length=1, max_length=200)]
    unit: FigureUnit
    value: FigureValue


class FeedPosition(Measured):
    """How far one service had been followed when figures were taken."""

    source: Slug
    cursor: Annotated[str | None, Field(max_length=200, description="As the service's feed gave it.")]
    applied: Annotated[int, Field(ge=0, le=2**53)]
    as_of: Annotated[Moment | None, Field(description="Everything the service had said by then is counted.")]


class PlanVersion(Output):
    """The delivery plan that was in force when figures were taken."""

    delivery_plan_id: UUID
    version_number: VersionNumber
    version: Version
    status: PlanStatus


class ReportFigures(Output):
    """The numbers of a project, and what they rest on."""

    taken_at: Moment
    figures: Annotated[list[Figure], Field(max_length=MOST_FIGURES)]
    positions: Annotated[list[FeedPosition], Field(max_length=10)]
    plan: Annotated[PlanVersion | None, Field(description="Null: no delivery plan has been announced.")]


class FigureDifference(Output):
    """One figure that is not what it was."""

    measure: Slug
    domain: Slug | None
    label: Annotated[str, Field(min_length=1, max_length=200)]
    unit: FigureUnit
    pinned: FigureValue
    now: FigureValue


class ReportDifferences(Output):
    """What a report would say now, where that is not what it says. The report itself stays as it is."""

    quarterly_report_id: UUID
    pinned_at: Moment
    now: Moment
    figures: Annotated[list[FigureDifference], Field(max_length=2 * MOST_FIGURES)]
    plan_pinned: PlanVersion | None
    plan_now: PlanVersion | None
    positions_pinned: Annotated[list[FeedPosition], Field(max_length=10)]
    positions_now: Annotated[list[FeedPosition], Field(max_length=10)]
