"""The table of what schools have beside PINS."""

from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.commissioning_api.tables import Base, OfASchool
from shared.kit.columns import Versioned, primary_key


class ExistingSupport(OfASchool, Versioned, Base):
    """All that one school has beside PINS: the services it has, the other programmes it takes part in."""

    __tablename__ = "existing_support"
    __table_args__ = (UniqueConstraint("participation_id"),)

    id: Mapped[UUID] = primary_key()
    support: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
