"""Analysis: what the schools of a project, an authority, a board or the nation said, from summaries."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.contracts.assessment.self_assessments import Point
from shared.contracts.assessment.themes import ThemeKind
from shared.contracts.base import Output
from shared.contracts.types import Count, LaCode, Moment, Name, OdsCode, ProgrammeYear, Sentence, Slug, Urn

Score = Annotated[float, Field(ge=0, le=100)]
Hidden = Annotated[Count | None, Field(description="Null: hidden, because it or what it would give away is small.")]
BANDS = ("0-20", "20-40", "40-60", "60-80", "80-100")


class AnalysisScope(StrEnum):
    """Whose schools."""

    PROJECT = "project"
    LOCAL_AUTHORITY = "local_authority"
    ICB = "icb"
    NATION = "nation"


class Completion(Output):
    """How far the confirmed schools of a year are with one point. How many there are is public."""

    programme_year: ProgrammeYear
    point: Point
    schools: Annotated[Count, Field(description="Confirmed schools that assess themselves at this point.")]
    not_started: Hidden
    in_progress: Hidden
    submitted: Hidden
    completion_rate: Annotated[float, Field(ge=0, le=1, description="Submitted, of all.")] | None


class DomainDistribution(Output):
    """The scores of one domain over the submitted self-assessments of one year and point."""

    programme_year: ProgrammeYear
    point: Point
    domain: Slug
    schools: Annotated[Hidden, Field(description="Schools with a score in this domain.")]
    mean_score: Score | None
    bands: Annotated[
        list[Hidden],
        Field(min_length=5, max_length=5, description="Schools from 0 up to 20, 40, 60, 80, and from 80 to 100."),
    ]


class DomainProgress(Output):
    """How one domain changed, over the schools that have both a baseline and a follow-up."""

    programme_year: ProgrammeYear
    domain: Slug
    schools: Hidden
    mean_change: Annotated[float, Field(ge=-100, le=100)] | None
    improved: Hidden
    unchanged: Hidden
    declined: Hidden


class SurveyDomain(Output):
    """What parent carers said on one domain: sums of what is published of each school, so that nothing hidden is in it.

    Schools whose counts are hidden are left out, and counted.
    """

    programme_year: ProgrammeYear
    domain: Slug
    schools: Annotated[Count, Field(description="Schools with something published on this domain.")]
    schools_hidden: Annotated[Count, Field(description="Schools with a survey, and nothing of this domain published.")]
    answers: Annotated[
        Count, Field(description="Respondents, once for each published question; who gave no answer is among them.")
    ]
    favourable: Count
    favourable_share: Annotated[float, Field(ge=0, le=1)] | None


class CommonTheme(Output):
    """A statement that several schools have in common, whatever its case and spaces; in the words of one of them."""

    programme_year: ProgrammeYear
    domain: Slug
    kind: ThemeKind
    statement: Sentence
    schools: Count


class AsOf(Output):
    """How far each source had been read into these figures. Null: not at all yet."""

    partnership: Moment | None
    assessment: Moment | None


class Analysis(Output):
    """One scope, flat tables. Counts below the threshold are hidden from those who may not see the schools' rows."""

    scope: AnalysisScope
    code: Annotated[str, Field(max_length=40, description="Id of the project, code of authority or board, England.")]
    completion: Annotated[list[Completion], Field(max_length=200)]
    domains: Annotated[list[DomainDistribution], Field(max_length=3000)]
    progress: Annotated[list[DomainProgress], Field(max_length=1000)]
    surveys: Annotated[list[SurveyDomain], Field(max_length=1000)]
    themes: Annotated[list[CommonTheme], Field(max_length=1000, description="The most common ones of each year.")]
    suppressed: Annotated[bool, Field(description="Whether small counts are hidden from you here.")]
    as_of: AsOf


class SchoolDomainScore(Output):
    """One cell of the heat map: a school, a point, a domain."""

    id: Annotated[str, Field(max_length=120, description="The self-assessment's id, a colon, the domain.")]
    self_assessment_id: UUID
    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    school_name: Name | None
    point: Point
    domain: Slug
    score: Score | None
    answered: Count
    not_applicable: Count
    missing: Count
    submitted_at: Moment
    updated_at: Moment
