"""Readiness: how a project stands against what the guidance asks of it, check by check, as of a day."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.contracts.reporting.measures import Measured, RuleNumber
from shared.contracts.types import Count, Day, Moment, Name, OdsCode, ProgrammeYear, Sentence


class Check(StrEnum):
    """What is looked at."""

    NEW_SCHOOLS = "new_schools"
    PARTNERSHIP = "partnership"
    QUARTERLY_REPORTS = "quarterly_reports"
    UPDATES = "updates"
    DELIVERY_PLAN = "delivery_plan"
    MEMORANDUM = "memorandum"
    RELEASE = "release"
    ALLOCATION = "allocation"
    BOTH_STRANDS = "both_strands"
    BASELINES = "baselines"
    EMBEDDING_REVIEWS = "embedding_reviews"
    PRIORITIES = "priorities"
    PARENT_CARER_GROUPS = "parent_carer_groups"
    MEETINGS = "meetings"
    PARENTAL_VIEWS = "parental_views"
    FOLLOW_UPS = "follow_ups"
    ENGAGEMENT = "engagement"


class CheckState(StrEnum):
    """How a check stands: overdue is what is missing after the day by which it was due."""

    MET = "met"
    NOT_YET = "not_yet"
    OVERDUE = "overdue"
    NOT_APPLICABLE = "not_applicable"


class ReadinessCheck(Measured):
    """One thing that the guidance asks of a project, and how far it is there."""

    check: Check
    rule: RuleNumber
    sentence: Annotated[Sentence, Field(description="What is so when the check is met.")]
    state: CheckState
    due_on: Annotated[
        Day | None,
        Field(description="The last day for it by the project's programme year. Null: no day is named anywhere."),
    ]
    expected: Annotated[Count, Field(description="How many there should be: schools, partners, papers. 0: of none.")]
    missing: Annotated[Count, Field(description="How many of them are not there.")]


class DashboardReadiness(ReadinessCheck):
    """One check of one project, flat, as of a day."""

    project_id: UUID
    project_name: Name
    programme_year: ProgrammeYear
    icb_code: OdsCode
    lead_icb_code: Annotated[OdsCode, Field(description="The board that answers for the project now.")]
    on: Annotated[Day, Field(description="The day it is told as of.")]
    updated_at: Annotated[Moment, Field(description="When the project's row last changed here.")]


class ReadinessCounts(Measured):
    """The checks of several projects, counted, as of a day."""

    checks_met: Count
    checks_not_yet: Count
    checks_overdue: Count
    checks_not_applicable: Count
