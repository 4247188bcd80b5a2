"""How surveys are read: exactly by the school and its parent carer group, with small counts hidden by all others."""

from services.assessment_api.small_counts import TOLD_EXACTLY, two_views
from shared.contracts.assessment import surveys as contract
from shared.contracts.roles import Kind
from shared.kit.reads import View

from .models import Survey

_STORED = Survey.__table__.c

EXACT, PUBLISHED = two_views(
    Survey,
    contract.Survey,
    sorts=("id", "updated_at"),
    exact={
        "respondents": _STORED.exact_respondents,
        "respondents_send": _STORED.exact_respondents_send,
        "questions": _STORED.exact_questions,
    },
    published={},
)


def surveys_for(kind: Kind) -> View:
    """The surveys as one kind of caller sees them."""
    return EXACT if kind in TOLD_EXACTLY else PUBLISHED


def shown_to(kind: Kind, survey: Survey) -> contract.Survey:
    """A survey that was just written, as the view shows it."""
    published = contract.Survey.model_validate(survey)
    if kind not in TOLD_EXACTLY:
        return published
    exact = {"respondents": survey.exact_respondents, "respondents_send": survey.exact_respondents_send}
    questions = {"questions": survey.exact_questions, "suppressed": False}
    return contract.Survey.model_validate(published.model_dump() | exact | questions)
