"""Schools, as partnership_api shows and announces them: facts of the public register GIAS."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import Day, Label, LaCode, Moment, Name, Sentence, Urn, Version

GiasCode = Annotated[int, Field(ge=0, le=999, description="A code of GIAS, without its leading zeros.")]
Age = Annotated[int, Field(ge=0, le=999_999)]
Pupils = Annotated[int, Field(ge=0, le=999_999)]
Line = Annotated[str, Field(max_length=400)]


class Eligibility(StrEnum):
    """Whether a school may take part (R4); a doubtful one needs an override with a reason."""

    ELIGIBLE = "eligible"
    NEEDS_OVERRIDE = "needs_override"
    INELIGIBLE = "ineligible"


class EligibilityReason(Output):
    """Why a school may not take part, or only with an override."""

    code: Label
    sentence: Sentence


class School(Output):
    """A school as GIAS described it at the last import. Null where GIAS says nothing."""

    urn: Urn
    la_code: LaCode
    la_name: Name | None
    establishment_number: Annotated[str, Field(pattern=r"^[0-9]{4}$", max_length=4)] | None
    laestab: Annotated[str, Field(pattern=r"^[0-9]{7}$", max_length=7, examples=["2022775"])] | None
    name: Name
    type_code: GiasCode
    type_name: Name | None
    status_code: Annotated[GiasCode, Field(description="1 open, 2 closed, 3 proposed to close, 4 proposed to open.")]
    status_name: Name | None
    phase_code: GiasCode
    phase_name: Name | None
    statutory_low_age: Age | None
    statutory_high_age: Age | None
    opened_on: Day | None
    closed_on: Day | None
    street: Name | None
    locality: Name | None
    address3: Name | None
    town: Name | None
    county: Name | None
    postcode: Annotated[str, Field(max_length=10)] | None
    website: Line | None
    trust_uid: Annotated[str, Field(max_length=8)] | None
    trust_name: Line | None
    ukprn: Annotated[str, Field(pattern=r"^[0-9]{8}$", max_length=8)] | None
    number_of_pupils: Pupils | None
    school_capacity: Pupils | None
    percentage_fsm: Annotated[float, Field(ge=0, le=100, description="Pupils eligible for free school meals.")] | None
    resourced_provision: Name | None
    region_code: Annotated[str, Field(max_length=2)] | None
    region_name: Name | None
    eligibility: Eligibility
    eligibility_reasons: Annotated[list[EligibilityReason], Field(max_length=20)]
    version: Version
    created_at: Moment
    updated_at: Moment


class LinkKind(StrEnum):
    """Whether the other school came before this one or after it."""

    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"


class SchoolLink(Output):
    """One school that followed another: a conversion to an academy closes one URN and opens another."""

    id: UUID
    urn: Urn
    link_urn: Annotated[Urn, Field(description="The predecessor, or the successor, of `urn`.")]
    kind: LinkKind
    link_type: Annotated[Name, Field(examples=["Successor - merged"])]
    established_on: Day | None
    updated_at: Moment


class _SchoolEvent(Event):
    public: ClassVar[bool] = True
    data: School

    @property
    def subject(self) -> str:
        return self.data.urn


class SchoolAdded(_SchoolEvent):
    """A school is new in the register."""

    type: ClassVar[str] = "partnership.school.added"


class SchoolChanged(_SchoolEvent):
    """What the register says of a school changed."""

    type: ClassVar[str] = "partnership.school.changed"


class SchoolClosed(_SchoolEvent):
    """A school that was not closed now is."""

    type: ClassVar[str] = "partnership.school.closed"
