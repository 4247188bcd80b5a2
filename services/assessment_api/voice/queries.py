"""How activities are read: small numbers of children are hidden from all but the school and its parent carer group."""

from services.assessment_api.small_counts import TOLD_EXACTLY, two_views
from shared.contracts.assessment import voice as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View

from .models import VoiceActivity

_STORED = VoiceActivity.__table__.c

EXACT, PUBLISHED = two_views(
    VoiceActivity,
    contract.VoiceActivity,
    sorts=("id", "held_on", "updated_at"),
    exact={"participants": _STORED.exact_participants},
    published={"suppressed": _STORED.participants.is_(None)},
)


def activities_for(kind: Kind) -> View:
    """The activities as one kind of caller sees them."""
    return EXACT if kind in TOLD_EXACTLY else PUBLISHED


def shown_to(kind: Kind, activity: VoiceActivity) -> contract.VoiceActivity:
    """One activity, as `activities_for` shows it. A board is told what is published even of what it recorded itself."""
    shown = contract.VoiceActivity.model_validate(activity)
    if kind not in TOLD_EXACTLY:
        return shown
    return shown.model_copy(update={"participants": activity.exact_participants, "suppressed": False})
