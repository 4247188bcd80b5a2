"""What a theme was heard in. It is locked while its themes change, so that they change one by one."""

from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.assessment_api.heard import count_themes, to_hear_in
from services.assessment_api.self_assessments.models import SelfAssessment
from services.assessment_api.surveys.models import Survey
from services.assessment_api.voice.models import VoiceActivity
from shared.contracts.assessment.findings import AT_POINT, IN_TERM
from shared.contracts.assessment.themes import ThemeSource
from shared.contracts.assessment.voice import VoiceStatus

_MODELS = MappingProxyType(
    {
        ThemeSource.SELF_ASSESSMENT: SelfAssessment,
        ThemeSource.SURVEY: Survey,
        ThemeSource.VOICE: VoiceActivity,
    }
)


class Heard(NamedTuple):
    """When it was heard, and whether what it was heard in still stands."""

    occasion: str
    stands: bool


async def locked(session: AsyncSession, participation_id: UUID, source: ThemeSource, source_id: UUID) -> Heard | None:
    """A source of a school, locked until the transaction ends; None when the school has none with this id."""
    found = await to_hear_in(session, _MODELS[source], participation_id, source_id)
    match found:
        case VoiceActivity():
            return Heard(found.held_on.isoformat(), found.status is VoiceStatus.RECORDED)
        case Survey():
            return Heard(IN_TERM[found.term], stands=True)
        case SelfAssessment():
            return Heard(AT_POINT[found.point], stands=True)
    return None


async def count(session: AsyncSession, source: ThemeSource, source_id: UUID, more: int) -> None:
    """Tell the source that more themes, or fewer, were heard in it. A self-assessment is never withdrawn."""
    if source is not ThemeSource.SELF_ASSESSMENT:
        await count_themes(session, _MODELS[source], source_id, more)
