"""What callers send about sessions."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.commissioning.delivery import DeliveryState, Mode, SessionStatus
from shared.contracts.commissioning.menus import Strand
from shared.contracts.page import ListQuery, Many
from shared.contracts.types import Day, FreeLabel, FreeSentence, LaCode, OdsCode, ProgrammeYear, Slug, Urn, Version

Hours = Annotated[float, Field(gt=0, le=24, multiple_of=0.25, description="In quarters of an hour.", examples=[1.5])]
Profession = Annotated[FreeLabel, Field(description="One of the menu item's, where it names any; never a name.")]


class _OfSchools(ListQuery):
    participation_id: Many[UUID] | None = None
    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    programme_year: Many[ProgrammeYear] | None = None
    package_line_id: Many[UUID] | None = None
    provider_id: Many[UUID] | None = None


class SessionQuery(_OfSchools):
    """Filters of the list of sessions."""

    status: Many[SessionStatus] | None = None
    mode: Many[Mode] | None = None
    sort: Literal["id", "-id", "held_on", "-held_on", "updated_at", "-updated_at"] | None = None


class NewSession(Input):
    """A session to arrange."""

    held_on: Annotated[Day, Field(description="The day it is to be held on, one of the line's.")]
    hours: Hours
    profession: Profession
    mode: Mode


class SessionChange(Input):
    """What is to change of a session that is planned; what is left out stays."""

    held_on: Day | None = None
    hours: Hours | None = None
    profession: Profession | None = None
    mode: Mode | None = None


class StaffCounted(Input):
    """How many of one role of the school's staff were reached; never who (R37)."""

    role: Annotated[FreeLabel, Field(description="A role, never a name.", examples=["teaching assistant"])]
    count: Annotated[int, Field(strict=True, ge=0, le=1000)]


class Holding(Input):
    """That a session was held, and whom it reached."""

    hours: Annotated[Hours | None, Field(description="Left out: as many as were planned.")] = None
    staff_reached: Annotated[list[StaffCounted], Field(max_length=30, description="Each role once; empty: nobody.")]


class SessionRow(NewSession):
    """A session to arrange of a line and, where it says whom it reached, that it was held."""

    package_line_id: UUID
    staff_reached: Annotated[
        list[StaffCounted] | None,
        Field(max_length=30, description="Given: the session was held, and this is whom it reached; each role once."),
    ] = None


class HoldingRow(Holding):
    """That a planned session was held, and whom it reached."""

    session_id: UUID
    version: Annotated[
        Version | None, Field(description="The version that was read. Left out: whichever it has by now.")
    ] = None


class SessionCancellation(Input):
    """Why a session is not going to be held."""

    reason: FreeSentence


class LineDeliveryQuery(_OfSchools):
    """Filters of the list of lines. `on` says as of which day they are judged."""

    on: Annotated[Day, Field(description="Judges the lines as of this day; left out: today.")] | None = None
    state: Many[DeliveryState] | None = None
    strand: Many[Strand] | None = None
    menu_item_code: Many[Slug] | None = None
    sort: Literal["package_line_id", "-package_line_id", "ends_on", "-ends_on", "updated_at", "-updated_at"] | None = (
        None
    )
