"""Memoranda of understanding between the board, DfE and NHSE (R16)."""

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
    Slug,
    Text,
    Version,
    VersionNumber,
)


class MemorandumStatus(StrEnum):
    """Drafted, agreed by all three, or replaced by an amendment."""

    DRAFT = "draft"
    AGREED = "agreed"
    SUPERSEDED = "superseded"


class Clause(Output):
    """One clause of the specification."""

    code: Slug
    title: Name
    text: Text


class Specification(Output):
    """What is attached to the memorandum; the clause on the evaluator is always part of it (R35)."""

    title: Name
    illustrative: Annotated[bool, Field(description="True: made up by us, because the real one is not published.")]
    clauses: Annotated[list[Clause], Field(max_length=100)]


class PartySignature(Output):
    """One party, and when it signed."""

    party: OrganisationRef
    signed_at: Moment | None


class Memorandum(Output):
    """One numbered version of a project's memorandum, for the approved version of its plan."""

    id: UUID
    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    delivery_plan_id: UUID
    version_number: VersionNumber
    status: MemorandumStatus
    specification: Specification
    signatures: Annotated[list[PartySignature], Field(max_length=3, description="The parties: board, DfE and NHSE.")]
    agreed_at: Moment | None
    superseded_at: Moment | None
    version: Version
    created_at: Moment
    updated_at: Moment


class _MemorandumEvent(Event):
    data: Memorandum


class MemorandumDrafted(_MemorandumEvent):
    """A memorandum, or an amendment of one, was drafted."""

    type: ClassVar[str] = "partnership.memorandum.drafted"


class MemorandumSigned(_MemorandumEvent):
    """One of the parties signed."""

    type: ClassVar[str] = "partnership.memorandum.signed"


class MemorandumAgreed(_MemorandumEvent):
    """All three parties have signed."""

    type: ClassVar[str] = "partnership.memorandum.agreed"


class MemorandumSuperseded(_MemorandumEvent):
    """An amendment took the memorandum's place."""

    type: ClassVar[str] = "partnership.memorandum.superseded"
