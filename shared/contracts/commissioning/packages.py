"""Package lines: what one school is given from the menu."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.commissioning.menus import Strand
from shared.contracts.event import Event
from shared.contracts.partnership.participations import Offer
from shared.contracts.types import (
    Count,
    Day,
    LaCode,
    Moment,
    Name,
    OdsCode,
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
    """Proposed to the school, agreed with it (R27), or taken off."""

    PROPOSED = "proposed"
    AGREED = "agreed"
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
    menu_id: UUID
    menu_item_code: Slug
    menu_item_title: Name
    strand: Strand
    domain: Annotated[Slug, Field(description="The domain of need it answers: one of the item's.")]
    hours: Annotated[float, Field(gt=0, le=200)]
    starts_on: Day
    ends_on: Day
    cost_pence: Pence
    reason: Annotated[Sentence, Field(description="Why this, for this school (R30).")]
    adds: Annotated[Sentence | None, Field(description="What it adds where a service exists locally already (R31).")]
    status: LineStatus
    agreed_at: Moment | None
    cancelled_at: Moment | None
    cancellation_reason: Sentence | None
    version: Version
    created_at: Moment
    updated_at: Moment


class StrandTotal(Output):
    """What one strand of a package comes to, cancelled lines left out."""

    strand: Strand
    lines: Count
    hours: Annotated[float, Field(ge=0, le=200 * GREATEST_PACKAGE)]
    cost_pence: Pence


class Package(Output):
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


class PackageLineCancelled(_PackageLineEvent):
    """A line was taken off, with a reason."""

    type: ClassVar[str] = "commissioning.package-line.cancelled"
