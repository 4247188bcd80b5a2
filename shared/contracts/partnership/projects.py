"""Projects and their members, as partnership_api shows and announces them."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import Count, Day, Moment, Name, OdsCode, OrganisationRef, ProgrammeYear, Slug, Version


class ProjectKind(StrEnum):
    """Whether the board, or one it succeeded, had a project the year before (R2)."""

    NEW = "new"
    CONTINUING = "continuing"


class ProjectStatus(StrEnum):
    """Where a project stands in its life."""

    SET_UP = "set_up"
    PLAN_APPROVED = "plan_approved"
    MOU_AGREED = "mou_agreed"
    DELIVERING = "delivering"
    CLOSING = "closing"
    CLOSED = "closed"


class Project(Output):
    """One board's local arrangement in one programme year (R1)."""

    id: UUID
    icb_code: Annotated[OdsCode, Field(description="The board that started it.")]
    lead_icb_code: Annotated[
        OdsCode, Field(description="The board that answers for it now: another once it was handed over to a successor.")
    ]
    programme_year: ProgrammeYear
    programme_year_id: Annotated[UUID, Field(description="The edition of the year's rules it started under.")]
    kind: ProjectKind
    name: Name
    status: ProjectStatus
    target_schools: Annotated[Count | None, Field(description="Expected, not exact (R3).")]
    version: Version
    created_at: Moment
    updated_at: Moment


class _ProjectEvent(Event):
    data: Project

    @property
    def project_id(self) -> UUID | None:
        return self.data.id


class ProjectStarted(_ProjectEvent):
    """A board started its project of a year."""

    type: ClassVar[str] = "partnership.project.started"


class ProjectChanged(_ProjectEvent):
    """What is said of a project changed."""

    type: ClassVar[str] = "partnership.project.changed"


class ProjectPlanApproved(_ProjectEvent):
    """The national team approved the project's delivery plan (R15)."""

    type: ClassVar[str] = "partnership.project.plan-approved"


class ProjectMemorandumAgreed(_ProjectEvent):
    """Board, DfE and NHSE agreed the memorandum of understanding (R16)."""

    type: ClassVar[str] = "partnership.project.memorandum-agreed"


class ProjectDelivering(_ProjectEvent):
    """Support to schools began."""

    type: ClassVar[str] = "partnership.project.delivering"


class ProjectClosing(_ProjectEvent):
    """Delivery came to its end."""

    type: ClassVar[str] = "partnership.project.closing"


class ProjectHasClosed(_ProjectEvent):
    """The project is closed: nothing in it changes any more."""

    type: ClassVar[str] = "partnership.project.closed"


class ProjectHandedOver(_ProjectEvent):
    """A successor of the project's board answers for it from now on (R2)."""

    type: ClassVar[str] = "partnership.project.handed-over"


PROJECT_EVENTS: tuple[type[_ProjectEvent], ...] = (
    ProjectStarted,
    ProjectChanged,
    ProjectPlanApproved,
    ProjectMemorandumAgreed,
    ProjectDelivering,
    ProjectClosing,
    ProjectHasClosed,
    ProjectHandedOver,
)
"""Whatever happens to a project, for those who keep a copy of it."""


class Member(Output):
    """An organisation that is, or was, a partner in a project (R7)."""

    id: UUID
    project_id: UUID
    icb_code: OdsCode
    organisation: OrganisationRef
    organisation_name: Name
    kind: Annotated[Slug, Field(description="A kind of partner, as the programme year names them.")]
    role: Name
    joined_on: Day
    left_on: Day | None
    version: Version
    created_at: Moment
    updated_at: Moment


class _MemberEvent(Event):
    data: Member

    @property
    def organisations(self) -> list[str]:
        # The member itself sees that it joined and that it left, whatever else it may see of the project.
        return [self.data.organisation]


class MemberJoined(_MemberEvent):
    """An organisation became a partner in a project."""

    type: ClassVar[str] = "partnership.member.joined"


class MemberLeft(_MemberEvent):
    """An organisation is no longer a partner: from here on it no longer sees the project."""

    type: ClassVar[str] = "partnership.member.left"
