"""How far each school is: one row for each participation, put together when it is asked for.

Everything is looked up by the participation, so a page costs what its schools cost, however many there are.
"""

from typing import Any

from sqlalchemy import ColumnElement, DateTime, FromClause, Text, and_, case, func, literal_column, select, true
from sqlalchemy.orm import aliased

from services.assessment_api.participations.models import Participation
from services.assessment_api.participations.queries import seen_by_partners
from services.assessment_api.priorities.models import PrioritySet
from services.assessment_api.self_assessments.models import SelfAssessment
from services.assessment_api.surveys.models import Survey
from services.assessment_api.themes.models import Theme
from services.assessment_api.voice.models import VoiceActivity
from shared.contracts.assessment import progress as contract
from shared.contracts.assessment.priorities import PriorityStatus
from shared.contracts.assessment.progress import ProgressState
from shared.contracts.assessment.self_assessments import AssessmentStatus, Point
from shared.contracts.assessment.themes import ThemeStatus
from shared.contracts.assessment.voice import VoiceStatus
from shared.contracts.partnership.participations import Cohort, ParticipationStatus
from shared.kit.reads import View

_First = aliased(SelfAssessment)
_FollowUp = aliased(SelfAssessment)


def _word(word: str) -> ColumnElement[Any]:
    return literal_column(f"'{word}'", Text())


def _of_the_school(model: Any, **columns: ColumnElement[Any]) -> FromClause:
    """What there is of a kind at one school, in one row even where there is nothing."""
    shown = [column.label(name) for name, column in columns.items()]
    mine = select(*shown).where(model.participation_id == Participation.participation_id)
    return mine.correlate(Participation).lateral()


_FIRST_POINT = case(
    (Participation.cohort == Cohort.EXISTING, _word(Point.EMBEDDING_REVIEW)), else_=_word(Point.BASELINE)
)
_STATE = case(
    (_First.status == AssessmentStatus.SUBMITTED, _word(ProgressState.SUBMITTED)),
    (_First.id.is_not(None), _word(ProgressState.IN_PROGRESS)),
    (Participation.status == ParticipationStatus.CONFIRMED, _word(ProgressState.NOT_STARTED)),
    else_=_word(ProgressState.NOT_CONFIRMED),
)

_surveys = _of_the_school(Survey, changed_at=func.max(Survey.updated_at))
_voice = _of_the_school(
    VoiceActivity,
    recorded_at=func.max(VoiceActivity.created_at).filter(VoiceActivity.status == VoiceStatus.RECORDED),
    changed_at=func.max(VoiceActivity.updated_at),
)
_themes = _of_the_school(
    Theme,
    number=func.count().filter(Theme.status == ThemeStatus.ACTIVE),
    changed_at=func.max(Theme.updated_at),
)
_priorities = _of_the_school(
    PrioritySet,
    agreed_at=func.max(PrioritySet.agreed_at).filter(PrioritySet.status == PriorityStatus.AGREED),
    changed_at=func.max(PrioritySet.updated_at),
)

_UPDATED_AT: ColumnElement[Any] = func.greatest(
    Participation.followed_at,
    _First.updated_at,
    _FollowUp.updated_at,
    *(each.c.changed_at for each in (_surveys, _voice, _themes, _priorities)),
    type_=DateTime(timezone=True),
)


def _at(assessment: Any, point: Any) -> ColumnElement[bool]:
    return and_(assessment.participation_id == Participation.participation_id, assessment.point == point)


PROGRESS = View(
    Participation,
    contract.SchoolProgress,
    seen_by_partners(Participation),
    key="participation_id",
    sorts=("participation_id", "updated_at"),
    columns={
        "participation_status": Participation.__table__.c.status,
        "state": _STATE,
        "first_point": _FIRST_POINT,
        "first_status": _First.status.expression,
        "first_opened_at": _First.created_at.expression,
        "first_submitted_at": _First.submitted_at.expression,
        "follow_up_status": _FollowUp.status.expression,
        "follow_up_opened_at": _FollowUp.created_at.expression,
        "follow_up_submitted_at": _FollowUp.submitted_at.expression,
        "has_survey": _surveys.c.changed_at.is_not(None),
        "survey_recorded_at": _surveys.c.changed_at,
        "has_voice": _voice.c.recorded_at.is_not(None),
        "voice_held_at": _voice.c.recorded_at,
        "themes": _themes.c.number,
        "priorities_agreed_at": _priorities.c.agreed_at,
        "updated_at": _UPDATED_AT,
    },
    source=Participation.__table__.outerjoin(_First, _at(_First, _FIRST_POINT))
    .outerjoin(_FollowUp, _at(_FollowUp, Point.FOLLOW_UP))
    .join(_surveys, true())
    .join(_voice, true())
    .join(_themes, true())
    .join(_priorities, true()),
)
