"""What a theme was heard in. It is locked while its themes change, so that they change one by one."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.assessment_api.self_assessments.models import SelfAssessment
from services.assessment_api.self_assessments.said import OCCASIONS
from services.assessment_api.voice import service as voice
from shared.contracts.assessment.themes import ThemeSource
from shared.contracts.assessment.voice import VoiceStatus


class Heard(NamedTuple):
    """When it was heard, and whether what it was heard in still stands."""

    occasion: str
    stands: bool


async def locked(session: AsyncSession, participation_id: UUID, source: ThemeSource, source_id: UUID) -> Heard | None:
    """A source of a school, locked until the transaction ends; None when the school has none with this id."""
    if source is ThemeSource.VOICE:
        return await _activity(session, participation_id, source_id)
    return await _self_assessment(session, participation_id, source_id)


async def _activity(session: AsyncSession, participation_id: UUID, activity_id: UUID) -> Heard | None:
    activity = await voice.to_hear_in(session, participation_id, activity_id)
    if activity is None:
        return None
    return Heard(activity.held_on.isoformat(), activity.status is VoiceStatus.RECORDED)


async def _self_assessment(session: AsyncSession, participation_id: UUID, assessment_id: UUID) -> Heard | None:
    point = await session.scalar(
        select(SelfAssessment.point)
        .where(SelfAssessment.id == assessment_id, SelfAssessment.participation_id == participation_id)
        .with_for_update()
    )
    return None if point is None else Heard(OCCASIONS[point], stands=True)


async def count(session: AsyncSession, source: ThemeSource, source_id: UUID, more: int) -> None:
    """Tell the source that more themes, or fewer, were heard in it, where that decides whether it can be withdrawn."""
    if source is ThemeSource.VOICE:
        await voice.count_themes(session, source_id, more)
