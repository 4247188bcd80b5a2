"""The metadata of this service's own tables, and what a row of a school has in all of them."""

from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shared.kit.columns import TableBase, new_metadata


class Base(TableBase):
    """What every table of commissioning_api derives from."""

    __abstract__ = True
    metadata = new_metadata()


class OfASchool:
    """Whose a row is: taken from its participation when it is made."""

    participation_id: Mapped[UUID]
    project_id: Mapped[UUID]
    icb_code: Mapped[str] = mapped_column(String(5))
    la_code: Mapped[str] = mapped_column(String(3))
    urn: Mapped[str] = mapped_column(String(6))
    programme_year: Mapped[str] = mapped_column(String(7))


PLACE = ("participation_id", "project_id", "icb_code", "la_code", "urn", "programme_year")
"""The columns of `OfASchool`."""


def by_place(table: str) -> tuple[Index, ...]:
    """The indexes that each kind of caller's list of such a table is read from."""
    return tuple(Index(f"ix_{table}_{name}", name, "id") for name in ("project_id", "icb_code", "la_code", "urn"))
