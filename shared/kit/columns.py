"""Columns and bases that every service's tables are made of."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from sqlalchemy import DateTime, Enum, MetaData, String, Text, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from uuid_utils.compat import uuid7

from shared.kit.clock import utc_now

NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

Words = TypeVar("Words", bound=StrEnum)


def new_id() -> UUID:
    """A version 7 UUID: made here and not by the database, so that PostgreSQL 16 serves; ordered by time."""
    return uuid7()


def new_metadata() -> MetaData:
    """One per service: in a test all four live in one process, and their tables must not mix."""
    return MetaData(naming_convention=NAMING)


class TableBase(DeclarativeBase):
    """Each service derives its own `Base` from this, with its own metadata."""

    __abstract__ = True
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        UUID: Uuid(),
        str: Text(),
    }


def primary_key() -> Any:
    """A version 7 UUID, generated in Python."""
    return mapped_column(Uuid(), primary_key=True, default=new_id)


def words(kind: type[Words], length: int = 40, name: str = "") -> Enum:
    """A column of one of the words of `kind`, kept as text with a check, so that a new word is a small migration.

    `name` is the check's, where it is not that of `kind`.
    """
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=length,
        values_callable=lambda members: [str(member.value) for member in members],
        name=name or kind.__name__.lower(),
    )


class Versioned:
    """A row that callers may change: its version is its ETag, and rises with each change."""

    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=utc_now, onupdate=utc_now, index=True)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 (SQLAlchemy calls it with the class)
        return {"version_id_col": cls.version}


ORGANISATION = String(60)
