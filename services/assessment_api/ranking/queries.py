"""How weights are read, and whose school a ranking is of. Weights are public: every caller sees every edition."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, false, literal_column, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.assessment_api.findings.models import Finding
from services.assessment_api.participations.models import Participation
from services.assessment_api.participations.queries import seen_by_partners
from services.assessment_api.tables import PLACE
from services.assessment_api.voice.models import VoiceActivity
from shared.contracts.assessment import priorities as contract
from shared.contracts.assessment.voice import VoiceStatus
from shared.contracts.roles import Kind
from shared.kit.auth import Actor
from shared.kit.reads import View, caller_values

from .models import RankingRule

RANKING_RULES = View(RankingRule, contract.RankingRule, {kind: true() for kind in Kind}, sorts=("id", "updated_at"))

_KNOWN: tuple[Any, ...] = (Participation, Finding)


async def place_of(session: AsyncSession, participation_id: UUID, actor: Actor) -> Row[Any] | None:
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
