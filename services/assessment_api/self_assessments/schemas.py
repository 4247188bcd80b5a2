"""What callers send about self-assessments."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from services.assessment_api.schemas import SchoolRowsQuery
from shared.contracts.assessment.self_assessments import AssessmentStatus, Confidence, Contributor, Point
from shared.contracts.base import Input
from shared.contracts.page import Many
from shared.contracts.types import FreeLabel, FreeSentence, Slug, Version


class SelfAssessmentQuery(SchoolRowsQuery):
    """Filters of the list of self-assessments."""

    point: Many[Point] | None = None
    status: Many[AssessmentStatus] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


def _each_once(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


_EACH_ONCE = AfterValidator(_each_once)
_GROUPS = Field(max_length=20, description="Groups of people, never names.", examples=[["staff", "governors"]])
_HELPERS = Field(
    max_length=20,
    description="Roles of the delivery team that helped, never names (R25).",
    examples=[["Educational psychologist"]],
)


class NewSelfAssessment(Input):
    """A self-assessment to open."""

    point: Point
    contributors: Annotated[list[Contributor], _EACH_ONCE, _GROUPS, Field(default_factory=list)]
    helped_by: Annotated[list[FreeLabel], _EACH_ONCE, _HELPERS, Field(default_factory=list)]


class SelfAssessmentChange(Input):
    """Who contributed and who helped, put right. What is left out stays as it is."""

    contributors: Annotated[list[Contributor], _EACH_ONCE, _GROUPS] | None = None
    helped_by: Annotated[list[FreeLabel], _EACH_ONCE, _HELPERS] | None = None


class GivenAnswer(Input):
    """An answer to one question. A rating of null says that the statement does not apply to this school."""

    question: Slug
    rating: Annotated[int, Field(ge=0, le=100)] | None
    evidence: Annotated[FreeSentence | None, Field(description="What shows it. Never anything about a person.")] = None
    confidence: Annotated[Confidence | None, Field(description="How sure the school is of the rating.")] = None


class AnswersToSave(Input):
    """Answers to keep. Each replaces what was said before on its question; the others stay as they are."""

    answers: Annotated[list[GivenAnswer], Field(min_length=1, max_length=500)]


class AnswerRow(GivenAnswer):
    """An answer to one question of one self-assessment."""

    self_assessment_id: UUID
    version: Annotated[
        Version | None,
        Field(description="The version that was read, once for each self-assessment. Left out: whichever it has."),
    ] = None


class Reopening(Input):
    """Why a submitted self-assessment is opened again."""

    reason: FreeSentence
