"""Themes say where they were heard. What they were heard in counts them, so that it is not withdrawn before them."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shared.kit.errors import Conflict


class ThemesRestOnIt(Conflict):
    """A theme says where it was heard, so the themes heard in something are withdrawn before it is."""

    title = "Themes were heard in it"


class ThemesHeard:
    """What can be withdrawn, and in which themes are heard. `themes` counts those that are active."""

    themes: Mapped[int] = mapped_column(default=0, server_default=text("0"))

    def must_have_no_themes(self) -> None:
        """Refuse to withdraw it while themes rest on it."""
        if self.themes:
            one = self.themes == 1
            raise ThemesRestOnIt(
                f"{self.themes} {'theme was' if one else 'themes were'} heard in it."
                f" Withdraw {'it' if one else 'them'} first, or put right what was recorded instead."
            )


async def to_hear_in(session: AsyncSession, model: Any, participation_id: UUID, key: UUID) -> Any:
    """A row of a school, locked until the transaction ends, so that what is heard in it is recorded one by one; None
    when the school has none of this key.
    """
    return await session.scalar(
        select(model)
        .where(model.id == key, model.participation_id == participation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def count_themes(session: AsyncSession, model: Any, key: UUID, more: int) -> None:
    """Note that more themes, or fewer, were heard in a row. It is no change of what is shown of it."""
    await session.execute(
        update(model)
        .where(model.id == key)
        .values(themes=model.themes + more, updated_at=model.updated_at)
        .execution_options(synchronize_session=False)
    )
