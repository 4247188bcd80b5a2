"""What callers send about packages."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Input
from shared.contracts.commissioning.menus import Strand
from shared.contracts.commissioning.packages import LineStatus
from shared.contracts.page import ListQuery, Many
from shared.contracts.types import Day, FreeSentence, LaCode, OdsCode, Pence, Slug, Urn

Hours = Annotated[float, Field(gt=0, le=200, multiple_of=0.25, description="In quarters of an hour.", examples=[1.5])]
Reason = Annotated[FreeSentence, Field(description="Why this, for this school (R30). Never about a pupil (R37).")]
Adds = Annotated[FreeSentence, Field(description="What it adds where a service exists locally already (R31).")]


class PackageLineQuery(ListQuery):
    """Filters of the list of package lines."""

    participation_id: Many[UUID] | None = None
    project_id: Many[UUID] | None = None
    icb_code: Many[OdsCode] | None = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    status: Many[LineStatus] | None = None
    strand: Many[Strand] | None = None
    menu_item_code: Many[Slug] | None = None
    sort: Literal["id", "-id", "starts_on", "-starts_on", "updated_at", "-updated_at"] | None = None


class NewPackageLine(Input):
    """An item of the menu to propose to a school."""

    menu_item_code: Slug
    domain: Slug
    hours: Hours
    starts_on: Day
    ends_on: Day
    cost_pence: Pence
    reason: Reason
    adds: Adds | None = None


class PackageLineChange(Input):
    """What is to change of a proposed line; what is left out stays. Another item is another line."""

    domain: Slug | None = None
    hours: Hours | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    cost_pence: Pence | None = None
    reason: Reason | None = None
    adds: Annotated[Adds | None, Field(description="Null takes back what was said.")] = None


class Cancellation(Input):
    """Why a line is taken off."""

    reason: FreeSentence
