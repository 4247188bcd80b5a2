"""What callers send about programme years."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from shared.contracts.base import Input
from shared.contracts.page import ListQuery, Many
from shared.contracts.partnership import programmes as contract
from shared.contracts.types import Count, Day, Name, Pence, ProgrammeYear as Code, Slug, Text


class NewDomain(contract.Domain):
    """A domain as the national team states it."""

    model_config = ConfigDict(extra="forbid")


class NewQuarter(contract.Quarter):
    """A quarter as the national team states it."""

    model_config = ConfigDict(extra="forbid")


class YearContent(Input):
    """Everything an edition says of a programme year."""

    title: Name
    starts_on: Day
    ends_on: Annotated[Day, Field(description="Last day of delivery (R5).")]
    evaluation_ends_on: Day
    target_schools_new: Count
    target_schools_continuing: Count | None
    minimum_funding_pence: Pence | None
    commitments_up_to: contract.CommitmentsRule = contract.CommitmentsUpTo.RELEASED
    required_partner_kinds: Annotated[list[Slug], Field(max_length=20)]
    domains: Annotated[list[NewDomain], Field(max_length=50)]
    quarters: Annotated[list[NewQuarter], Field(max_length=4)]
    sources: Annotated[list[Text], Field(max_length=20)]
    notes: Annotated[list[Text], Field(max_length=50)]


class ProgrammeYearQuery(ListQuery):
    """Filters of the list of programme years."""

    code: Many[Code] | None = None
    sort: Literal["code", "-code", "updated_at", "-updated_at"] | None = None


class EditionQuery(ListQuery):
    """The newest edition comes first."""

    sort: Literal["version", "-version"] | None = None
