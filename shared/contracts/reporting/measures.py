"""Measures: what every figure of reporting_api is, and how measures went from month to month.

A figure names its measure: in the OpenAPI document each number of a class that derives from `Measured` has `x-measure`.
Mostly the field's name is the code of its measure.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from shared.contracts.base import Output
from shared.contracts.types import Day, Label, Moment, ProgrammeYear, Sentence, Slug

MEASURES_NOTHING = frozenset(
    {
        *("number", "plan_version_number", "position", "quarter", "threshold", "version", "version_number"),
        *("attempts", "consecutive_failures", "duration_ms", "redelivered", "resource_version", "resourceversion"),
        *("status_code", "most_rows_directly", "rows_in_all", "rows_written", "size_bytes"),
    }
)
"""Numbers that name, order or bound something, and those of a file or a message and not of the programme."""


_NAMED_OTHERWISE = {
    "applied": "events_applied",
    "hours_bought": "hours",
    "rows": "extract_rows",
    "schools": "extract_schools",
    "smallest_cell_before": "smallest_cell",
    "submissions": "report_submissions",
}
"""Fields whose name is not the code of their measure."""


def is_number(schema: Mapping[str, Any]) -> bool:
    """Whether a property of a JSON schema is a number, or a number or null."""
    return any(each.get("type") in ("integer", "number") for each in (schema, *schema.get("anyOf", ())))


def _name_measures(schema: JsonDict, of: type["Measured"]) -> None:
    properties: Any = schema.get("properties", {})
    for name, each in properties.items():
        if name not in MEASURES_NOTHING and is_number(each):
            each["x-measure"] = of.measured_as.get(name) or _NAMED_OTHERWISE.get(name, name)


class Measured(Output):
    """A resource whose numbers are measures of the catalogue; `measured_as` says what else a field of it is here."""

    model_config = ConfigDict(json_schema_extra=_name_measures)
    measured_as: ClassVar[Mapping[str, str]] = {}


def named(**measures: str) -> Mapping[str, str]:
    """Which measures fields are, for `measured_as`."""
    return measures


class MeasureUnit(StrEnum):
    """What a measure counts."""

    SCHOOLS = "schools"
    PROJECTS = "projects"
    LINES = "lines"
    PRIORITIES = "priorities"
    SESSIONS = "sessions"
    HOURS = "hours"
    PENCE = "pence"
    SCORE = "score"
    ENGAGEMENT = "engagement"
    SURVEYS = "surveys"
    REPORTS = "reports"
    REQUESTS = "requests"
    DAYS = "days"
    ROWS = "rows"
    EVENTS = "events"
    SECONDS = "seconds"
    ITEMS = "items"


class MeasureSource(StrEnum):
    """The service whose facts a measure is made of."""

    PARTNERSHIP = "partnership"
    ASSESSMENT = "assessment"
    COMMISSIONING = "commissioning"
    REPORTING = "reporting"


class MeasureLevel(StrEnum):
    """What a measure is shown of."""

    SCHOOL = "school"
    PROJECT = "project"
    STRAND = "strand"
    DOMAIN = "domain"
    LA = "la"
    ICB = "icb"
    REGION = "region"
    NATION = "nation"
    REPORT = "report"
    REQUEST = "request"
    EXTRACT = "extract"
    FEED = "feed"


RuleNumber = Annotated[
    str,
    StringConstraints(pattern=r"^R[1-9][0-9]?$", max_length=3),
    Field(description="A rule of the guidance, by its number in docs/guidance.md.", examples=["R23"]),
]


class Measure(Output):
    """What a figure is: what it counts, of what, from whose facts, and what is kept back of it."""

    code: Annotated[Slug, Field(description="What figures name it by: `x-measure`, `measure`.")]
    label: Label
    definition: Sentence
    unit: MeasureUnit
    sources: Annotated[list[MeasureSource], Field(min_length=1, max_length=4)]
    facts: Annotated[Sentence, Field(description="Which facts of these services it is made of.")]
    numerator: Annotated[Sentence | None, Field(description="Of a mean: what is added up. Null: a count or a sum.")]
    denominator: Annotated[Sentence | None, Field(description="Of a mean: what it is divided by.")]
    suppression: Annotated[Sentence | None, Field(description="What is kept back, and when. Null: nothing.")]
    levels: Annotated[list[MeasureLevel], Field(min_length=1, max_length=20)]
    rules: Annotated[list[RuleNumber], Field(max_length=10)]
    time_series: Annotated[bool, Field(description="Whether `/v1/measure-series` has it by month and quarter.")]
    additive: Annotated[
        bool, Field(description="Whether those of the parts add up to that of the whole. Boards overlap all the same.")
    ]
    updated_at: Annotated[Moment, Field(description="When what it says last changed.")]


class SeriesMeasure(StrEnum):
    """The measures that have a time series: whatever they count has a day."""

    NEW_SELECTED = "new_selected"
    NEW_CONFIRMED = "new_confirmed"
    NEW_WITHDRAWN = "new_withdrawn"
    EXISTING_SELECTED = "existing_selected"
    EXISTING_CONFIRMED = "existing_confirmed"
    EXISTING_WITHDRAWN = "existing_withdrawn"
    BASELINES_SUBMITTED = "baselines_submitted"
    FOLLOW_UPS_SUBMITTED = "follow_ups_submitted"
    EMBEDDING_REVIEWS_SUBMITTED = "embedding_reviews_submitted"
    PRIORITIES_AGREED = "priorities_agreed"
    LINES_AGREED = "lines_agreed"
    HOURS = "hours"
    COST_PENCE = "cost_pence"
    TAILORED_SUPPORT_HOURS = "tailored_support_hours"
    TAILORED_SUPPORT_COST_PENCE = "tailored_support_cost_pence"
    PARENT_CARER_ENGAGEMENT_HOURS = "parent_carer_engagement_hours"
    PARENT_CARER_ENGAGEMENT_COST_PENCE = "parent_carer_engagement_cost_pence"
    SESSIONS_HELD = "sessions_held"
    HOURS_HELD = "hours_held"
    MEETINGS = "meetings"
    ACTIVITIES = "activities"
    CHANGES = "changes"
    SURVEYS_RECORDED = "surveys_recorded"
    LEDGER_ALLOCATED_PENCE = "ledger_allocated_pence"
    LEDGER_RELEASED_PENCE = "ledger_released_pence"
    FREE_PENCE = "free_pence"
    COMMITTED_PENCE = "committed_pence"
    ACCRUED_PENCE = "accrued_pence"
    INVOICED_PENCE = "invoiced_pence"
    SPENT_PENCE = "spent_pence"


class SeriesLevel(StrEnum):
    """What a time series is of."""

    PROJECT = "project"
    LA = "la"
    ICB = "icb"
    NATION = "nation"


class Interval(StrEnum):
    """A calendar month, or a quarter of the financial year: the first is April to June."""

    MONTH = "month"
    QUARTER = "quarter"


_Amount = Annotated[float, Field(ge=-(10**14), le=10**14)]


class SeriesValue(Output):
    """One measure of one area in one month or quarter, flat. A period in which nothing happened has no row."""

    measure: SeriesMeasure
    level: SeriesLevel
    area_code: Annotated[
        str, Field(max_length=40, description="Of a project its id, of an authority or a board its code; `england`.")
    ]
    programme_year: Annotated[ProgrammeYear, Field(description="That of the projects, whenever it happened.")]
    interval: Interval
    period: Annotated[
        str,
        Field(
            pattern=r"^[0-9]{4}-([0-9]{2}|[0-9]{2} Q[1-4])$",
            max_length=10,
            examples=["2025-11"],
            description="`2025-11`, or `2025-26 Q3` for October to December of the financial year 2025-26.",
        ),
    ]
    starts_on: Annotated[Day, Field(description="The first day of the period.")]
    value: Annotated[_Amount, Field(description="What happened in the period.")]
    cumulative_value: Annotated[_Amount, Field(description="From the beginning to the end of the period.")]
    updated_at: Moment
