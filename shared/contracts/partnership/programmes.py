"""Programme years: the rules of one financial year of the programme, as data (R3, R5, R18, R24, R39)."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import Count, Day, Label, Moment, Name, Pence, ProgrammeYear as Code, Slug, Text, Version


class Domain(Output):
    """One high-level domain schools assess themselves against (R24)."""

    code: Slug
    label: Label


class Quarter(Output):
    """One quarter and the day its report is due (R11). An illustrative deadline was not announced by anybody."""

    number: Annotated[int, Field(ge=1, le=4)]
    starts_on: Day
    ends_on: Day
    report_due_on: Day
    illustrative: bool


class CommitmentsUpTo(StrEnum):
    """What bounds the commitments of a year (R18): what is released to a project, or all that is allocated to it."""

    RELEASED = "released"
    ALLOCATED = "allocated"


CommitmentsRule = Annotated[
    CommitmentsUpTo,
    Field(
        description="How far a project may commit money (R18). `released`: as much as is released to it, so nothing is"
        " bought before the first release. `allocated`: as much as it is allocated, before any of it is released."
    ),
]


class ProgrammeYear(Output):
    """One edition of a year's rules. Editions are never changed: a project keeps the one it started under."""

    id: UUID
    code: Code
    version: Annotated[Version, Field(description="The edition; rises by one with each that is published; the ETag.")]
    title: Name
    starts_on: Day
    ends_on: Annotated[Day, Field(description="Last day of delivery (R5).")]
    evaluation_ends_on: Day
    target_schools_new: Annotated[Count, Field(description="Additional schools expected of a new project (R3).")]
    target_schools_continuing: Count | None
    minimum_funding_pence: Pence | None
    commitments_up_to: CommitmentsRule
    required_partner_kinds: Annotated[list[Slug], Field(max_length=20)]
    domains: Annotated[list[Domain], Field(max_length=50)]
    quarters: Annotated[list[Quarter], Field(max_length=4)]
    sources: Annotated[list[Text], Field(max_length=20)]
    notes: Annotated[list[Text], Field(max_length=50)]
    updated_at: Moment


class ProgrammeYearPublished(Event):
    """The national team published a programme year, or a new edition of it."""

    type: ClassVar[str] = "partnership.programme-year.published"
    public: ClassVar[bool] = True
    data: ProgrammeYear

    @property
    def subject(self) -> str:
        return str(self.data.code)
