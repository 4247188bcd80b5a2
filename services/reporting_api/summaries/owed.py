"""What projects owe: reports and updates, as those who keep them tell it, for the dashboards below them."""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from .models import OwedSummary

_COLUMNS = ("id", "project_id", "check", "due_on", "done_on", "withdrawn")


async def keep(session: AsyncSession, rows: Select[Any]) -> None:
    """Put these rows (id, project, check, due, done, withdrawn) in place of those of the same ids."""
    new = insert(OwedSummary).from_select(_COLUMNS, rows)
    changed = {name: new.excluded[name] for name in _COLUMNS if name != "id"}
    await session.execute(new.on_conflict_do_update(index_elements=[OwedSummary.id], set_=changed))
