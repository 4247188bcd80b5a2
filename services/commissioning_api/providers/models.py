"""The table of providers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.commissioning_api.tables import Base
from shared.contracts.commissioning.providers import ProviderKind, ProviderStatus
from shared.kit.columns import ORGANISATION, Versioned, primary_key, words
from shared.kit.lives import moves

from . import errors

ONE_NAME = "uq_providers_name"


class Provider(Versioned, Base):
    """Who gives support. A board has one active provider of a name, whatever its capitals."""

    __tablename__ = "providers"
    __table_args__ = (
        Index(ONE_NAME, "icb_code", text("lower(name)"), unique=True, postgresql_where=text("status = 'active'")),
        Index("ix_providers_la_codes", "la_codes", postgresql_using="gin"),
    )

    id: Mapped[UUID] = primary_key()
    icb_code: Mapped[str] = mapped_column(String(5), index=True)
    name: Mapped[str]
    kind: Mapped[ProviderKind] = mapped_column(words(ProviderKind))
    organisation: Mapped[str | None] = mapped_column(ORGANISATION)
    professions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    la_codes: Mapped[list[str]] = mapped_column(ARRAY(String(3)))
    status: Mapped[ProviderStatus] = mapped_column(words(ProviderStatus), default=ProviderStatus.ACTIVE)
    closed_reason: Mapped[str | None]

    def must_be_active(self) -> None:
        """Refuse to do anything with a provider that is closed."""
        if self.status is ProviderStatus.CLOSED:
            raise errors.ProviderIsClosed

    def change(self, values: Mapping[str, Any]) -> None:
        """Say something else of an active provider."""
        self.must_be_active()
        for name, value in values.items():
            setattr(self, name, value)

    @moves(ProviderStatus.ACTIVE, to=ProviderStatus.CLOSED, by="close_provider")
    def close(self, reason: str) -> None:
        """It gives support no longer."""
        self.must_be_active()
        self.status, self.closed_reason = ProviderStatus.CLOSED, reason
