"""Deadlines: the days of a programme year by which something is due, of projects and of what several come to."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.contracts.reporting.dashboards import Deadline
from shared.contracts.types import Count, Day, Moment, Name, OdsCode, ProgrammeYear

DaysLeft = Annotated[
    int, Field(ge=-(10**6), le=10**6, description="Days from the day told of until then; negative when it has passed.")
]
MOST_NEXT_DEADLINES = 12


class DashboardDeadline(Deadline):
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


class NextDeadline(Deadline):
    """One day to come by which something is due of these projects."""

    programme_year: ProgrammeYear
    projects: Annotated[Count, Field(description="Projects of which it is due.")]
    days_left: DaysLeft
