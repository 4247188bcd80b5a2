"""Loading the local authorities that come with the service."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from sqlalchemy import CursorResult, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from .models import LocalAuthority


async def load(session: AsyncSession, shipped: Iterable[Mapping[str, Any]]) -> int:
    """Put each in place of what is there under its code; how many are new or different."""
    new = insert(LocalAuthority).values(list(shipped))
    names = [column.name for column in LocalAuthority.__table__.columns if not column.primary_key]
    statement = new.on_conflict_do_update(
        index_elements=[LocalAuthority.la_code],
        set_={name: new.excluded[name] for name in names},
        where=func.row(*(getattr(LocalAuthority, name) for name in names)).is_distinct_from(
            func.row(*(new.excluded[name] for name in names))
        ),
    )
    return cast("CursorResult[Any]", await session.execute(statement)).rowcount
