"""What callers send about instruments."""

from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.types import Label, Name, ProgrammeYear, Sentence, Slug, Text


class InstrumentQuery(ListQuery):
    """Filters of the list of instruments."""

    code: Many[Slug] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    is_current: Annotated[bool | None, Field(description="True: the edition that is used now, one a year.")] = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


class NewRating(Input):
    """One step of the scale."""

    value: Annotated[int, Field(ge=0, le=100)]
    label: Label


class NewQuestion(Input):
    """One statement a school rates itself against."""

    code: Slug
    domain: Slug
    text: Sentence
    guidance: Text | None = None
    required: bool = True


class NewInstrument(Input):
    """A new edition of the instrument with this code."""

    code: Slug
    title: Name
    illustrative: Annotated[bool, Field(description="True: made up, because the real one is not published.")]
    programme_year: ProgrammeYear
    domains: Annotated[list[Slug], Field(min_length=1, max_length=50)]
    scale: Annotated[list[NewRating], Field(min_length=2, max_length=20)]
    questions: Annotated[list[NewQuestion], Field(min_length=1, max_length=500)]
