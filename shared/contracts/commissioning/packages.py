"""Package lines: what one school is given from the menu."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.commissioning.menus import Strand
from shared.contracts.event import Event
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.partnership.participations import Offer
from shared.contracts.types import (
    Count,
    Day,
    LaCode,
    Moment,
    Name,
    OdsCode,
    OrganisationRef,
    Pence,
    ProgrammeYear,
    Sentence,
    Slug,
    Urn,
    Version,
)

GREATEST_PACKAGE = 200
"""The most lines one school can have: several times what thirty hours of support can be cut into."""


class LineStatus(StrEnum):
    """Proposed to the school, agreed with it (R27), bought, being given, given whole, or taken off."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    COMMISSIONED = "commissioned"
    DELIVERING = "delivering"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class PackageLine(Output):
    """One item of the menu for one school (R29), with its hours, dates and cost."""

    id: UUID
    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    menu_id: Annotated[UUID, Field(description="The edition of the menu that it was chosen from.")]
    menu_item_code: Slug
    menu_item_title: Name
    strand: Strand
    domain: Annotated[Slug, Field(description="The domain of need it answers: one of the item's.")]
    finding_ids: Annotated[list[UUID], Field(max_length=50, description="The findings it answers (R30).")]
    local_offer_id: Annotated[UUID | None, Field(description="Null: proposed before offers were kept.")]
    provider_id: UUID | None
    provider_name: Name | None
    hours: Annotated[float, Field(gt=0, le=200)]
    starts_on: Annotated[Day, Field(description="Its first day.")]
    ends_on: Annotated[Day, Field(description="Its last day.")]
    units: Annotated[Count | None, Field(description="How many units of the offer the hours come to, rounded up.")]
    unit_cost_pence: Annotated[Pence | None, Field(description="The offer's price when the line was proposed.")]
    cost_pence: Annotated[Pence, Field(description="Units times price.")]
    funding_strand: Annotated[FundingStrand, Field(description="The budget line it is paid from: embedding its own.")]
    reason: Annotated[Sentence, Field(description="Why this, for this school (R30).")]
    adds: Annotated[Sentence | None, Field(description="What it adds where a service exists locally already (R31).")]
    status: LineStatus
    agreed_at: Moment | None
    agreed_by: Annotated[OrganisationRef | None, Field(description="The school, or its board recording it (R27).")]
    agreement: Annotated[Name | None, Field(description="Whose agreement the board recorded: a role, not a name.")]
    decision_id: Annotated[UUID | None, Field(description="The partnership's decision to commission it (R8, R27).")]
    commissioned_at: Moment | None
    completed_at: Moment | None
    variation_reason: Annotated[Sentence | None, Field(description="Why it was last varied after agreement.")]
    cancelled_at: Moment | None
    cancellation_reason: Sentence | None
    version: Version
    created_at: Moment
    updated_at: Moment


class ConsideredSource(StrEnum):
    """What is considered before support is agreed, where it exists (R26)."""

    SURVEY = "survey"
    VOICE = "voice"


class Consideration(Output):
    """Whether the survey or children's voice was there before a school's support was agreed, and what it led to."""

    id: UUID
    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    programme_year: ProgrammeYear
    source: ConsideredSource
    available: Annotated[bool, Field(description="Whether it was there at the time.")]
    what_it_led_to: Annotated[Sentence | None, Field(description="What was made of it; null when it was not there.")]
    version: Version
    created_at: Moment
    updated_at: Moment


class StrandTotal(Output):
    """What one strand of a package comes to, cancelled lines left out."""

    strand: Strand
    lines: Count
    hours: Annotated[float, Field(ge=0, le=200 * GREATEST_PACKAGE)]
    cost_pence: Pence


class SupportPackage(Output):
    """Everything one school is given: its lines that are not cancelled, and what they come to."""

    participation_id: UUID
    project_id: UUID
    icb_code: OdsCode
    la_code: LaCode
    urn: Urn
    school_name: Name
    programme_year: ProgrammeYear
    offer: Offer
    baseline_submitted_at: Annotated[
        Moment | None, Field(description="When the school handed in its first self-assessment; null: not so far (R28).")
    ]
    strands: Annotated[list[StrandTotal], Field(max_length=len(Strand))]
    strands_missing: Annotated[
        list[Strand],
        Field(max_length=len(Strand), description="Strands without a line so far; every school gets both (R22)."),
    ]
    considerations: Annotated[
        list[Consideration],
        Field(max_length=len(ConsideredSource), description="What was considered before support is agreed (R26)."),
    ]
    considerations_missing: Annotated[
        list[ConsideredSource],
        Field(max_length=len(ConsideredSource), description="Of what nobody said so far whether it was there (R26)."),
    ]
    lines: Annotated[list[PackageLine], Field(max_length=GREATEST_PACKAGE)]


class _PackageLineEvent(Event):
    data: PackageLine


class PackageLineProposed(_PackageLineEvent):
    """Support from the menu was proposed to a school."""

    type: ClassVar[str] = "commissioning.package-line.proposed"


class PackageLineChanged(_PackageLineEvent):
    """A line that is not agreed yet was changed."""

    type: ClassVar[str] = "commissioning.package-line.changed"


class PackageLineAgreed(_PackageLineEvent):
    """Local partners agreed a line in discussion with the school (R27)."""

    type: ClassVar[str] = "commissioning.package-line.agreed"


class PackageLineCommissioned(_PackageLineEvent):
    """A line was bought: its cost is committed (R18)."""

    type: ClassVar[str] = "commissioning.package-line.commissioned"


class PackageLineVaried(_PackageLineEvent):
    """An agreed line was varied, with a reason and the school's agreement."""

    type: ClassVar[str] = "commissioning.package-line.varied"


class PackageLineStarted(_PackageLineEvent):
    """The first session of a line was held."""

    type: ClassVar[str] = "commissioning.package-line.started"


class PackageLineCompleted(_PackageLineEvent):
    """A line was given whole."""

    type: ClassVar[str] = "commissioning.package-line.completed"


class PackageLineCancelled(_PackageLineEvent):
    """A line was taken off, with a reason."""

    type: ClassVar[str] = "commissioning.package-line.cancelled"


PACKAGE_LINE_EVENTS = (
    PackageLineProposed,
    PackageLineChanged,
    PackageLineAgreed,
    PackageLineCommissioned,
    PackageLineVaried,
    PackageLineStarted,
    PackageLineCompleted,
    PackageLineCancelled,
)
AGREED = (LineStatus.AGREED, LineStatus.COMMISSIONED, LineStatus.DELIVERING, LineStatus.COMPLETED)
"""What a line is once the school has agreed to it, for as long as it is not cancelled."""


class ConsiderationRecorded(Event):
    """The survey or children's voice was considered, or was not there to be."""

    type: ClassVar[str] = "commissioning.consideration.recorded"
    data: Consideration
