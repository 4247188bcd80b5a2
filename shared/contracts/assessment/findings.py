"""Findings: what an assessment, a survey or a theme says of one domain of one school. Packages cite them (R30)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.assessment.self_assessments import Point
from shared.contracts.assessment.surveys import Term
from shared.contracts.assessment.themes import ThemeSource
from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import Label, LaCode, Moment, OdsCode, ProgrammeYear, Sentence, Slug, Urn, Version

Need = Annotated[float, Field(ge=0, le=100, description="From 0, no need, to 100, the greatest.")]
FindingSource = ThemeSource
AT_POINT: Mapping[Point, str] = {
    Point.BASELINE: "Baseline",
    Point.EMBEDDING_REVIEW: "Embedding review",
    Point.FOLLOW_UP: "Follow-up",
}
"""The occasion of what a self-assessment says, from the earliest to the latest."""

IN_TERM: Mapping[Term, str] = {term: f"{term.capitalize()} term" for term in Term}
"""The occasion of what a survey says, from the earliest to the latest."""


class FindingScope(StrEnum):
    """What it is about: a whole domain, one statement of the tool, or a theme."""

    DOMAIN = "domain"
    QUESTION = "question"
    THEME = "theme"


class FindingStatus(StrEnum):
    """Said by what is there now, or by what was there before it changed."""

    CURRENT = "current"
    SUPERSEDED = "superseded"


class Finding(Output):
    """One finding. It is never rewritten: what was cited stays readable, and says what took its place."""

    id: UUID
    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    source: FindingSource
    source_id: Annotated[UUID, Field(description="The self-assessment, survey, activity or theme that says it.")]
    occasion: Annotated[Label, Field(description="When it was said: the point, the term or the day.")]
    scope: FindingScope
    domain: Slug
    question: Annotated[Slug | None, Field(description="The statement it is about, if it is about one alone.")]
    statement: Sentence
    need: Need
    status: FindingStatus
    superseded_at: Moment | None
    superseded_by: Annotated[
        UUID | None, Field(description="The finding that took its place; null when nothing is said on it any more.")
    ]
    version: Version
    created_at: Moment
    updated_at: Moment


class _FindingEvent(Event):
    data: Finding


class FindingMade(_FindingEvent):
    """Something was found that support can answer."""

    type: ClassVar[str] = "assessment.finding.made"


class FindingSuperseded(_FindingEvent):
    """What it rests on changed, so it is cited no more by anything new."""

    type: ClassVar[str] = "assessment.finding.superseded"
