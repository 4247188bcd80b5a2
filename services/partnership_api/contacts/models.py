"""The table of contacts. Who read them is in the audit."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.partnership_api.tables import Base
from shared.kit.columns import ORGANISATION, Versioned, primary_key


class Contact(Versioned, Base):
    """Whom to ask in an organisation. Its row is all that is kept of a person: it is deleted, never hidden."""

    __tablename__ = "contacts"

    id: Mapped[UUID] = primary_key()
    organisation: Mapped[str] = mapped_column(ORGANISATION, index=True)
    role: Mapped[str]
    name: Mapped[str]
    email: Mapped[str]
