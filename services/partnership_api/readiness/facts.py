"""What is known of a project when its readiness is judged: plain values, gathered once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from shared.contracts.partnership.projects import ProjectKind, ProjectStatus


class PlanStage(IntEnum):
    """How far the newest version of the delivery plan has come; a later stage includes the ones before."""

    NONE = 0
    DRAFT = 1
    SUBMITTED = 2
    SIGNED_OFF = 3
    CHANGES_REQUESTED = 4
    APPROVED = 5


@dataclass(frozen=True)
class Facts:
    """A project on a day."""

    today: date
    icb_code: str
    programme_year: str
    starts_on: date
    ends_on: date
    kind: ProjectKind
    status: ProjectStatus
    target_schools: int | None = None

    confirmed_new: int = 0
    confirmed_existing: int = 0
    taking_part: int = 0
    la_codes: Sequence[str] = ()
    ineligible_now: Sequence[str] = ()
    not_consulted: Sequence[str] = ()
    without_evidence: Sequence[str] = ()

    missing_partners: Sequence[str] = ()
    has_group: bool = False
    uses_existing_group: str | None = None
    group_gaps: Sequence[str] = ()
    decisions: int = 0

    plan: PlanStage = PlanStage.NONE
    plan_in_force: bool = False
    awaited: Sequence[str] = ()
    declined: Sequence[str] = ()
    memorandum_agreed: bool = False
    memorandum_awaits: Sequence[str] = field(default_factory=tuple)

    allocated_pence: int | None = None
    planned_in_plan_pence: int = 0
    released_pence: int = 0
