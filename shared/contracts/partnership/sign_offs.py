"""Sign-offs: who must sign a plan, who has, on which version, and what voided it (R14)."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import (
    Moment,
    Name,
    OdsCode,
    OrganisationRef,
    ProgrammeYear,
    Sentence,
    Slug,
    Version,
    VersionNumber,
)


class SignOffStatus(StrEnum):
    """Not given yet, given, refused with a reason, or void because the plan was changed after it."""

    AWAITED = "awaited"
    SIGNED = "signed"
    DECLINED = "declined"
    VOIDED = "voided"


class SignOff(Output):
    """One partner's signature under one version of a plan. Only that partner can give it."""

    id: UUID
    delivery_plan_id: UUID
    version_number: Annotated[VersionNumber, Field(description="The version of the plan it is for.")]
    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    organisation: OrganisationRef
    organisation_name: Name
    kind: Slug
    status: SignOffStatus
    signed_at: Moment | None
    declined_at: Moment | None
    declined_reason: Sentence | None
    voided_at: Moment | None
    voided_reason: Sentence | None
    voided_by_version_number: (
        Annotated[VersionNumber, Field(description="The version of the plan that took its place.")] | None
    )
    version: Version
    created_at: Moment
    updated_at: Moment


class _SignOffEvent(Event):
    data: SignOff

    @property
    def organisations(self) -> list[str]:
        return [self.data.organisation]


class SignOffAwaited(_SignOffEvent):
    """A partner was asked to sign a version of a plan."""

    type: ClassVar[str] = "partnership.sign-off.awaited"


class SignOffSigned(_SignOffEvent):
    """A partner signed."""

    type: ClassVar[str] = "partnership.sign-off.signed"


class SignOffDeclined(_SignOffEvent):
    """A partner declined to sign, with a reason."""

    type: ClassVar[str] = "partnership.sign-off.declined"


class SignOffVoided(_SignOffEvent):
    """A signature no longer counts: the next version of the plan was begun."""

    type: ClassVar[str] = "partnership.sign-off.voided"
