"""How activities are read: small numbers of children are hidden from all but the school and its parent carers.

There are two views, each of which the other's callers see nothing in: a read that took the wrong one would find nothing
rather than give a small number away.
"""

from sqlalchemy import false

from services.assessment_api.participations.queries import seen_by_partners
from shared.contracts.assessment import voice as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View

from .models import VoiceActivity

_TOLD_EXACTLY = frozenset({Kind.SCHOOL, Kind.PCG})
_SEEN = seen_by_partners(VoiceActivity)
_STORED = VoiceActivity.__table__.c
_SORTS = ("id", "held_on", "updated_at")

EXACT = View(
    VoiceActivity,
    contract.VoiceActivity,
    {kind: seen for kind, seen in _SEEN.items() if kind in _TOLD_EXACTLY},
    sorts=_SORTS,
    columns={"participants": _STORED.exact_participants, "suppressed": false()},
)
PUBLISHED = View(
    VoiceActivity,
    contract.VoiceActivity,
    {kind: seen for kind, seen in _SEEN.items() if kind not in _TOLD_EXACTLY},
    sorts=_SORTS,
    columns={"suppressed": _STORED.participants.is_(None)},
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
