"""How weights are read, whose school a ranking is of, and what there is of it beside its findings.

Weights are public: every caller sees every edition.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Text, cast, exists, false, literal_column, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.assessment_api.findings.models import Finding
from services.assessment_api.participations.models import Participation
from services.assessment_api.participations.queries import seen_by_partners
from services.assessment_api.self_assessments.models import SelfAssessment
from services.assessment_api.surveys.models import Survey
from services.assessment_api.tables import PLACE
from services.assessment_api.voice.models import VoiceActivity
from shared.contracts.assessment import priorities as contract
from shared.contracts.assessment.findings import AT_POINT, IN_TERM, FindingSource
from shared.contracts.assessment.self_assessments import AssessmentStatus, Point
from shared.contracts.assessment.surveys import Term
from shared.contracts.assessment.voice import VoiceStatus
from shared.contracts.roles import Kind
from shared.kit.auth import Actor
from shared.kit.reads import View, caller_values

from .models import RankingRule
from .rules import Occasion

RANKING_RULES = View(RankingRule, contract.RankingRule, {kind: true() for kind in Kind}, sorts=("id", "updated_at"))

_KNOWN: tuple[Any, ...] = (Participation, Finding)

# From the earliest to the latest; a school has either a review or the other two.
_POINTS, _TERMS = tuple(AT_POINT), tuple(IN_TERM)


async def place_seen(session: AsyncSession, participation_id: UUID, actor: Actor) -> Row[Any] | None:
    """Whose school a participation is, as the feed or else its findings say; None where the caller may not see it."""
    known = [
        select(*(getattr(of, name) for name in PLACE), literal_column(str(order)).label("order")).where(
            of.participation_id == participation_id, seen_by_partners(of).get(actor.kind, false())
        )
        for order, of in enumerate(_KNOWN)
    ]
    either = union_all(*known).subquery()
    statement = select(*(either.c[name] for name in PLACE)).order_by(either.c.order).limit(1)
    return (await session.execute(statement, caller_values(actor))).one_or_none()


async def voice_was_heard(session: AsyncSession, participation_id: UUID) -> bool:
    """Whether an activity of children's voice is recorded for a school, whatever was said in it."""
    recorded = (VoiceActivity.participation_id == participation_id, VoiceActivity.status == VoiceStatus.RECORDED)
    return bool(await session.scalar(select(exists().where(*recorded))))


async def occasions(session: AsyncSession, participation_id: UUID) -> list[Occasion]:
    """The self-assessments and surveys of a school, of each kind at most one at a point or in a term."""
    assessments = select(
        SelfAssessment.id,
        cast(SelfAssessment.point, Text).label("time"),
        (SelfAssessment.status == AssessmentStatus.SUBMITTED).label("whole"),
    ).where(SelfAssessment.participation_id == participation_id)
    surveys = select(Survey.id, cast(Survey.term, Text), true()).where(Survey.participation_id == participation_id)
    found = await session.execute(union_all(assessments, surveys))
    return [_occasion(source_id, time, whole) for source_id, time, whole in found]


def _occasion(source_id: UUID, time: str, whole: bool) -> Occasion:
    if time in _TERMS:
        return Occasion(FindingSource.SURVEY, source_id, _TERMS.index(Term(time)), whole)
    return Occasion(FindingSource.SELF_ASSESSMENT, source_id, _POINTS.index(Point(time)), whole)
