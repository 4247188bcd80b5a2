"""The tables of contacts, and of who read them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.partnership_api.tables import Base
from shared.kit.clock import utc_now
from shared.kit.columns import ORGANISATION, Versioned, primary_key


class Contact(Versioned, Base):
    """Whom to ask in an organisation. Its row is all that is kept of a person: it is deleted, never hidden."""

    __tablename__ = "contacts"

    id: Mapped[UUID] = primary_key()
    organisation: Mapped[str] = mapped_column(ORGANISATION, index=True)
    role: Mapped[str]
    name: Mapped[str]
    email: Mapped[str]


class ContactRead(Base):
    """One reading of contacts. A trigger refuses to change or delete a row."""

    __tablename__ = "contact_reads"

    id: Mapped[UUID] = primary_key()
    read_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    read_by: Mapped[str] = mapped_column(ORGANISATION, index=True)
    # No foreign key: the log outlives the contact.
    contact_id: Mapped[UUID | None] = mapped_column(index=True)
    organisations: Mapped[list[str]] = mapped_column(ARRAY(ORGANISATION))
    filtered_by: Mapped[list[str]] = mapped_column(ARRAY(ORGANISATION))
    covers: Mapped[int]
