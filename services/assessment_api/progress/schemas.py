"""What callers ask of progress."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.assessment.progress import ProgressState
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership.participations import Cohort, ParticipationStatus
from shared.contracts.types import LaCode, OdsCode, ProgrammeYear, Urn


class ProgressQuery(ListQuery):
    """Filters of the list of how far schools are."""

    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    participation_id: Many[UUID] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    cohort: Many[Cohort] | None = None
    participation_status: Many[ParticipationStatus] | None = None
    state: Annotated[
        Many[ProgressState] | None,
        Field(description="`not_started` or `in_progress`: whom to ask for the first self-assessment."),
    ] = None
    has_survey: Annotated[bool | None, Field(description="False: no parent carer survey is there yet.")] = None
    has_voice: Annotated[bool | None, Field(description="False: no activity of children's voice is there yet.")] = None
    sort: Literal["participation_id", "-participation_id", "updated_at", "-updated_at"] | None = None
