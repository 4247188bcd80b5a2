"""How surveys are read: exactly by the school and its parent carer group, with small counts hidden by all others.

There are two views, each of which the other's callers see nothing in: a read that took the wrong one would find nothing
rather than give a small count away.
"""

from sqlalchemy import false

from services.assessment_api.participations.queries import seen_by_partners
from shared.contracts.assessment import surveys as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View

from .models import Survey

_EXACT_FOR = frozenset({Kind.SCHOOL, Kind.PCG})
_SEEN = seen_by_partners(Survey)
_STORED = Survey.__table__.c

EXACT = View(
    Survey,
    contract.Survey,
    {kind: seen for kind, seen in _SEEN.items() if kind in _EXACT_FOR},
    sorts=("id", "updated_at"),
    columns={
        "respondents": _STORED.exact_respondents,
        "respondents_send": _STORED.exact_respondents_send,
        "questions": _STORED.exact_questions,
        "suppressed": false(),
    },
)
PUBLISHED = View(
    Survey,
    contract.Survey,
    {kind: seen for kind, seen in _SEEN.items() if kind not in _EXACT_FOR},
    sorts=("id", "updated_at"),
)


def surveys_for(kind: Kind) -> View:
    """The surveys as one kind of caller sees them."""
    return EXACT if kind in _EXACT_FOR else PUBLISHED


def shown_to(kind: Kind, survey: Survey) -> contract.Survey:
    """A survey that was just written, as the view shows it."""
    view = surveys_for(kind)
    published = contract.Survey.model_validate(survey)
    if view is PUBLISHED:
        return published
    exact = {"respondents": survey.exact_respondents, "respondents_send": survey.exact_respondents_send}
    questions = {"questions": survey.exact_questions, "suppressed": False}
    return contract.Survey.model_validate(published.model_dump() | exact | questions)
