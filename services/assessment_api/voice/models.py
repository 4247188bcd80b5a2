"""The table of activities of children's voice."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.assessment_api.heard import ThemesHeard
from services.assessment_api.tables import Base, OfASchool, by_place
from shared.contracts.assessment.voice import VoiceStatus
from shared.kit.columns import Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors


class VoiceActivity(ThemesHeard, OfASchool, Versioned, Base):
    """One activity. `participants` is what everybody may know, so that no answer or event shows more by mistake;
    `exact_participants` is for the school and its parent carer group.
    """

    __tablename__ = "voice_activities"
    __table_args__ = (
        *by_place("voice_activities"),
        Index("ix_voice_activities_participation_id", "participation_id", "id"),
        Index("ix_voice_activities_held_on", "held_on", "id"),
    )

    id: Mapped[UUID] = primary_key()
    instrument_id: Mapped[UUID] = mapped_column(ForeignKey("instruments.id"), index=True)
    held_on: Mapped[date]
    method: Mapped[str] = mapped_column(String(80))
    exact_participants: Mapped[int]
    participants: Mapped[int | None]
    year_groups: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    status: Mapped[VoiceStatus] = mapped_column(words(VoiceStatus), default=VoiceStatus.RECORDED)
    withdrawn_reason: Mapped[str | None]

    @property
    def suppressed(self) -> bool:
        """Whether the number of participants is hidden from those who are not told it exactly."""
        return self.participants is None

    def must_stand(self) -> None:
        """Refuse a change of what was withdrawn."""
        if self.status is VoiceStatus.WITHDRAWN:
            raise errors.VoiceActivityWithdrawn("It was withdrawn, so it stays as it is. Record the activity anew.")

    @moves(VoiceStatus.RECORDED, to=VoiceStatus.WITHDRAWN, by="withdraw_voice_activity")
    def withdraw(self, reason: str) -> None:
        """Say that it does not count."""
        self.must_stand()
        self.must_have_no_themes()
        self.status, self.withdrawn_reason = VoiceStatus.WITHDRAWN, reason
