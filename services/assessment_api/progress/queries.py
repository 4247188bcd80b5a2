"""How far each school is: one row for each participation, put together when it is asked for.

Everything is looked up by the participation, so a page costs what its schools cost, however many there are.
"""

from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, DateTime, FromClause, Text, case, func, literal_column, select, true

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
_FIRST, _FOLLOW_UP = SelfAssessment.point == _FIRST_POINT, SelfAssessment.point == Point.FOLLOW_UP

# A school has at most one at each point, so the greatest of a point is the only one.
_assessments = _of_the_school(
    SelfAssessment,
    first_status=func.max(SelfAssessment.status).filter(_FIRST),
    first_opened_at=func.max(SelfAssessment.created_at).filter(_FIRST),
    first_submitted_at=func.max(SelfAssessment.submitted_at).filter(_FIRST),
    follow_up_status=func.max(SelfAssessment.status).filter(_FOLLOW_UP),
    follow_up_opened_at=func.max(SelfAssessment.created_at).filter(_FOLLOW_UP),
    follow_up_submitted_at=func.max(SelfAssessment.submitted_at).filter(_FOLLOW_UP),
    changed_at=func.max(SelfAssessment.updated_at),
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

_ALL = (_assessments, _surveys, _voice, _themes, _priorities)

_STATE = case(
    (_assessments.c.first_status == AssessmentStatus.SUBMITTED, _word(ProgressState.SUBMITTED)),
    (_assessments.c.first_status.is_not(None), _word(ProgressState.IN_PROGRESS)),
    (Participation.status == ParticipationStatus.CONFIRMED, _word(ProgressState.NOT_STARTED)),
    else_=_word(ProgressState.NOT_CONFIRMED),
)
_UPDATED_AT: ColumnElement[Any] = func.greatest(
    Participation.followed_at, *(each.c.changed_at for each in _ALL), type_=DateTime(timezone=True)
)


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
        **{column.name: column for column in _assessments.c if column.name != "changed_at"},
        "has_survey": _surveys.c.changed_at.is_not(None),
        "survey_recorded_at": _surveys.c.changed_at,
        "has_voice": _voice.c.recorded_at.is_not(None),
        "voice_held_at": _voice.c.recorded_at,
        "themes": _themes.c.number,
        "priorities_agreed_at": _priorities.c.agreed_at,
        "updated_at": _UPDATED_AT,
    },
    source=reduce(lambda source, each: source.join(each, true()), _ALL, Participation.__table__),
)
