"""Delivery plans: what the partners promise, as partnership_api shows and announces it (R13)."""

from enum import StrEnum
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Output
from shared.contracts.event import Event
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.types import Moment, OdsCode, Pence, ProgrammeYear, Sentence, Slug, Text, Version, VersionNumber


class PlanStatus(StrEnum):
    """Written, handed to the partners, signed by all, sent back or approved by the national team, replaced."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SIGNED_OFF = "signed_off"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


class Approach(StrEnum):
    """How support is bought."""

    DIRECT_AWARD = "direct_award"
    VARIATION = "variation"
    GRANT = "grant"
    IN_HOUSE = "in_house"


class Level(StrEnum):
    """How likely a risk is, or how much it would matter."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class SupportSection(Output):
    """Support that may be commissioned."""

    kind: Slug
    domains: Annotated[list[Slug], Field(max_length=50)]
    reach: Sentence


class CommissioningSection(Output):
    """How one thing is commissioned, and why so."""

    what: Sentence
    approach: Approach
    reason: Sentence


class FundingSection(Output):
    """How much goes to one purpose of one strand."""

    strand: FundingStrand
    description: Sentence
    amount_pence: Pence


class RiskSection(Output):
    """What may go wrong, and what is done about it."""

    risk: Sentence
    likelihood: Level
    impact: Level
    mitigation: Sentence


class DeliveryPlan(Output):
    """One numbered version of a project's plan. `version` is the row's, for If-Match; `version_number` the plan's."""

    id: UUID
    project_id: UUID
    icb_code: OdsCode
    programme_year: ProgrammeYear
    version_number: VersionNumber
    status: PlanStatus
    support: Annotated[list[SupportSection], Field(max_length=100)]
    commissioning: Annotated[list[CommissioningSection], Field(max_length=100)]
    funding: Annotated[list[FundingSection], Field(max_length=100)]
    partner_arrangements: Text | None
    selection_process: Text | None
    engagement: Text | None
    risks: Annotated[list[RiskSection], Field(max_length=100)]
    submitted_at: Moment | None
    signed_off_at: Moment | None
    reviewed_at: Moment | None
    superseded_at: Moment | None
    version: Version
    created_at: Moment
    updated_at: Moment


class ChangeKind(StrEnum):
    """What became of a place."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class PlanChange(Output):
    """One place in which two versions differ; null where a version has nothing there.

    The pointer is the place in this version; of what was removed, the place in the other.
    """

    kind: ChangeKind
    pointer: Annotated[str, Field(max_length=200, examples=["/funding/0/amount_pence"])]
    before: Any
    after: Any


class PlanChanges(Output):
    """How one version of a plan differs from another."""

    delivery_plan_id: UUID
    version_number: VersionNumber
    against_version_number: VersionNumber
    changes: Annotated[list[PlanChange], Field(max_length=5000)]


class _PlanEvent(Event):
    data: DeliveryPlan


class DeliveryPlanStarted(_PlanEvent):
    """A version of a plan was begun: the first, or one that revises another."""

    type: ClassVar[str] = "partnership.delivery-plan.started"


class DeliveryPlanChanged(_PlanEvent):
    """A draft was changed."""

    type: ClassVar[str] = "partnership.delivery-plan.changed"


class DeliveryPlanSubmitted(_PlanEvent):
    """A plan was handed to the partners for sign-off."""

    type: ClassVar[str] = "partnership.delivery-plan.submitted"


class DeliveryPlanSignedOff(_PlanEvent):
    """Every partner that has to has signed the plan (R14)."""

    type: ClassVar[str] = "partnership.delivery-plan.signed-off"


class DeliveryPlanSentBack(_PlanEvent):
    """The national team asked for changes (R15)."""

    type: ClassVar[str] = "partnership.delivery-plan.changes-requested"


class DeliveryPlanApproved(_PlanEvent):
    """The national team approved the plan (R15)."""

    type: ClassVar[str] = "partnership.delivery-plan.approved"


class DeliveryPlanSuperseded(_PlanEvent):
    """A newer version took the plan's place."""

    type: ClassVar[str] = "partnership.delivery-plan.superseded"


DELIVERY_PLAN_EVENTS: tuple[type[_PlanEvent], ...] = (
    DeliveryPlanStarted,
    DeliveryPlanChanged,
    DeliveryPlanSubmitted,
    DeliveryPlanSignedOff,
    DeliveryPlanSentBack,
    DeliveryPlanApproved,
    DeliveryPlanSuperseded,
)
"""Whatever happens to a version of a plan, for those who keep a copy of it."""
