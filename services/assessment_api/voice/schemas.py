"""What callers send about children's voice."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from shared.contracts.assessment.voice import VoiceStatus, YearGroup
from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.types import Day, FreeSentence, LaCode, OdsCode, ProgrammeYear, Slug, Urn


def _each_once_in_order(groups: list[YearGroup]) -> list[YearGroup]:
    return [group for group in YearGroup if group in groups]


Participants = Annotated[int, Field(ge=1, le=10_000, description="How many children took part. Never who.")]
YearGroups = Annotated[
    list[YearGroup],
    Field(min_length=1, max_length=8, examples=[["year_3", "year_4"]]),
    AfterValidator(_each_once_in_order),
]
Method = Annotated[Slug, Field(description="One of the methods of the year's guide to children's voice.")]


class VoiceActivityQuery(ListQuery):
    """Filters of the list of activities."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    participation_id: Many[UUID] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    status: Many[VoiceStatus] | None = None
    method: Many[Slug] | None = None
    year_groups: Annotated[Many[YearGroup] | None, Field(description="At least one of these took part.")] = None
    sort: Literal["id", "-id", "held_on", "-held_on", "updated_at", "-updated_at"] | None = None


class NewVoiceActivity(Input):
    """An activity that was held."""

    held_on: Annotated[Day, Field(description="From the start of the programme year to the end of its evaluation.")]
    method: Method
    participants: Participants
    year_groups: YearGroups


class VoiceActivityChange(Input):
    """What is to be put right; what is left out stays."""

    held_on: Day | None = None
    method: Method | None = None
    participants: Participants | None = None
    year_groups: YearGroups | None = None


class Withdrawal(Input):
    """Why an activity does not count."""

    reason: FreeSentence
