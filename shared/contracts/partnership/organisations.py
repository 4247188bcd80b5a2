"""Organisations of every kind but schools and providers, as partnership_api shows and announces them."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.types import Day, LaCode, Moment, Name, OdsCode, Slug, Version

OnsCode = Annotated[str, Field(pattern=r"^[EW][0-9]{8}$", max_length=9)]


class SuccessionKind(StrEnum):
    """How a board passed its area on: whole, or in parts to several."""

    MERGER = "merger"
    SPLIT = "split"


class Icb(Output):
    """An integrated care board. Its key is the ODS code; ONS codes change with each vintage."""

    ods_code: OdsCode
    name: Name
    ons_code: OnsCode
    nhs_region: Name
    valid_from: Day
    valid_to: Day | None
    version: Version
    updated_at: Moment


class IcbSuccession(Output):
    """One board that passed its area, or a part of it, to another on a date."""

    id: UUID
    predecessor_code: OdsCode
    successor_code: OdsCode
    effective_on: Day
    kind: SuccessionKind
    updated_at: Moment


class LocalAuthority(Output):
    """An English local authority. Its key is the DfE code; GSS codes change with boundaries."""

    la_code: LaCode
    name: Name
    gss_code: OnsCode
    region_code: Annotated[str, Field(max_length=1)]
    region_name: Name
    icb_codes: Annotated[
        list[OdsCode], Field(max_length=10, description="Boards of 2025 to 2026 whose area it lies in.")
    ]
    version: Version
    updated_at: Moment


class GroupKind(StrEnum):
    """A parent carer forum, or another parent-carer-led group."""

    FORUM = "forum"
    OTHER = "other"


class ParentCarerGroup(Output):
    """A parent carer group and the authorities it serves. It has no public identifier: ours is its key."""

    id: UUID
    name: Name
    kind: GroupKind
    la_codes: Annotated[list[LaCode], Field(max_length=20)]
    version: Version
    created_at: Moment
    updated_at: Moment


class NationalBody(Output):
    """A body of the national team."""

    code: Annotated[Slug, Field(examples=["dfe"])]
    name: Name
    version: Version
    updated_at: Moment


EvaluatorCode = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", min_length=1, max_length=40),
    Field(description="What follows `evaluator:` in its tokens.", examples=["ace"]),
]


class Evaluator(Output):
    """An organisation that evaluates the programme, and the time of its contract."""

    code: EvaluatorCode
    name: Name
    valid_from: Day
    valid_to: Day | None
    version: Version
    created_at: Moment
    updated_at: Moment


class _EvaluatorEvent(Event):
    public: ClassVar[bool] = True
    data: Evaluator

    @property
    def subject(self) -> str:
        return self.data.code


class EvaluatorRegistered(_EvaluatorEvent):
    """The programme has an evaluator."""

    type: ClassVar[str] = "partnership.evaluator.registered"


class EvaluatorChanged(_EvaluatorEvent):
    """An evaluator's name or time changed."""

    type: ClassVar[str] = "partnership.evaluator.changed"


class _ParentCarerGroupEvent(Event):
    public: ClassVar[bool] = True
    data: ParentCarerGroup


class ParentCarerGroupRegistered(_ParentCarerGroupEvent):
    """A parent carer group can now be a partner."""

    type: ClassVar[str] = "partnership.parent-carer-group.registered"


class ParentCarerGroupChanged(_ParentCarerGroupEvent):
    """A group's name, kind or authorities changed."""

    type: ClassVar[str] = "partnership.parent-carer-group.changed"
