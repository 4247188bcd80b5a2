"""What callers send about themes."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.assessment.themes import Prevalence, ThemeKind, ThemeSource, ThemeStatus
from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.types import FreeSentence, LaCode, OdsCode, ProgrammeYear, Slug, Urn


class ThemeQuery(ListQuery):
    """Filters of the list of themes."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    participation_id: Many[UUID] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    domain: Many[Slug] | None = None
    kind: Many[ThemeKind] | None = None
    prevalence: Many[Prevalence] | None = None
    source: Many[ThemeSource] | None = None
    source_id: Many[UUID] | None = None
    status: Many[ThemeStatus] | None = None
    sort: Literal["id", "-id", "updated_at", "-updated_at"] | None = None


Statement = Annotated[
    FreeSentence,
    Field(
        description="What was said, in one sentence. Never anything that points to a person.",
        examples=["The dining hall is too loud to eat in."],
    ),
]
Domain = Annotated[Slug, Field(description="One of the domains of the programme year.")]


class NewTheme(Input):
    """A theme that was heard."""

    domain: Domain
    kind: ThemeKind
    statement: Statement
    prevalence: Prevalence
    source: ThemeSource
    source_id: Annotated[UUID, Field(description="A self-assessment, survey or activity of this school.")]


class ThemeChange(Input):
    """What is to be put into other words; what is left out stays. Where it was heard does not change."""

    domain: Domain | None = None
    kind: ThemeKind | None = None
    statement: Statement | None = None
    prevalence: Prevalence | None = None


class Withdrawal(Input):
    """Why a theme does not count."""

    reason: FreeSentence
