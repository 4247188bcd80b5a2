"""Deadlines: the days of a programme year by which something is due, of projects and of what several come to."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.reporting.measures import Measured, named
from shared.contracts.types import Count, Day, Moment, Name, OdsCode, ProgrammeYear

DaysLeft = Annotated[
    int, Field(ge=-(10**6), le=10**6, description="Days from the day told of until then; negative when it has passed.")
]
MOST_NEXT_DEADLINES = 12


class DeadlineKind(StrEnum):
    """What is due."""

    QUARTERLY_REPORT = "quarterly_report"
    END_OF_DELIVERY = "end_of_delivery"
    END_OF_EVALUATION = "end_of_evaluation"


class Deadline(Output):
    """One day of the project's programme year by which something is due."""

    kind: DeadlineKind
    quarter: Annotated[int | None, Field(ge=1, le=4)]
    due_on: Day
    illustrative: Annotated[bool, Field(description="True: made up by us, because none was announced.")]


class DashboardDeadline(Measured, Deadline):
    """One day of one project's programme year by which something is due, flat, as of a day."""

    project_id: UUID
    project_name: Name
    programme_year: ProgrammeYear
    icb_code: OdsCode
    lead_icb_code: Annotated[OdsCode, Field(description="The board that answers for the project now.")]
    days_left: DaysLeft
    passed: Annotated[bool, Field(description="Whether the day lies before the day told of.")]
    on: Annotated[Day, Field(description="The day it is told as of.")]
    updated_at: Annotated[Moment, Field(description="When the project's row last changed here.")]


class NextDeadline(Measured, Deadline):
    """One day to come by which something is due of these projects."""

    measured_as = named(projects="projects_due")

    programme_year: ProgrammeYear
    projects: Annotated[Count, Field(description="Projects of which it is due.")]
    days_left: DaysLeft
