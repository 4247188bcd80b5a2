"""How activities are read: small numbers of children are hidden from all but the school and its parent carers."""

from sqlalchemy import Boolean, literal_column

from services.assessment_api.participations.queries import seen_by_partners
from shared.contracts.assessment import voice as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View

from .models import VoiceActivity

_TOLD_EXACTLY = frozenset({Kind.SCHOOL, Kind.PCG})
_SORTS = ("id", "held_on", "updated_at")

PUBLISHED = View(
    VoiceActivity,
    contract.VoiceActivity,
    seen_by_partners(VoiceActivity),
    sorts=_SORTS,
    columns={"suppressed": VoiceActivity.participants.is_(None)},
)
EXACT = View(
    VoiceActivity,
    contract.VoiceActivity,
    {kind: rows for kind, rows in PUBLISHED.visible.items() if kind in _TOLD_EXACTLY},
    sorts=_SORTS,
    columns={
        "participants": VoiceActivity.__table__.c.exact_participants,
        "suppressed": literal_column("false", Boolean()),
    },
)


def activities_for(kind: Kind) -> View:
    """The activities as one kind of caller sees them."""
    return EXACT if kind in _TOLD_EXACTLY else PUBLISHED


def shown_to(kind: Kind, activity: VoiceActivity) -> contract.VoiceActivity:
    """One activity, as `activities_for` shows it. A board is told what is published even of what it recorded itself."""
    shown = contract.VoiceActivity.model_validate(activity)
    if kind not in _TOLD_EXACTLY:
        return shown
    return shown.model_copy(update={"participants": activity.exact_participants, "suppressed": False})
