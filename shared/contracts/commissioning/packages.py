"""Package lines: what one school is given from the menu."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.commissioning.menus import Strand
from shared.contracts.event import Event
from shared.contracts.types import (
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


class _PackageLineEvent(Event):
    data: PackageLine


class PackageLineProposed(_PackageLineEvent):
    """Support from the menu was proposed to a school."""

    type: ClassVar[str] = "commissioning.package-line.proposed"


class PackageLineAgreed(_PackageLineEvent):
    """Local partners agreed a line in discussion with the school (R27)."""

    type: ClassVar[str] = "commissioning.package-line.agreed"


class PackageLineCancelled(_PackageLineEvent):
    """A line was taken off, with a reason."""

    type: ClassVar[str] = "commissioning.package-line.cancelled"
