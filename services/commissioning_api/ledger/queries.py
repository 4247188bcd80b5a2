"""How the ledger is read: entry by entry, and as a position, which is nothing but the sum of entries."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Date, Select, Uuid, bindparam, cast, func, or_, select, true

from services.commissioning_api.ledger.models import LedgerEntry, ProjectBudget
from services.commissioning_api.participations.queries import projects_led
from shared.contracts.commissioning import ledger as contract
from shared.contracts.roles import Kind
from shared.kit.auth import Actor
from shared.kit.db import Connection
from shared.kit.reads import View, caller_code, caller_values, compiled
from shared.kit.tables import consumer_cursors


def seen_by_the_board(model: Any) -> Mapping[Kind, ColumnElement[bool]]:
    """A project's money is its boards' and the national team's."""
    return {
        Kind.ICB: or_(model.icb_code == caller_code(), model.project_id == projects_led()),
        Kind.NATIONAL: true(),
        Kind.SERVICE: true(),
    }


LEDGER_ENTRIES = View(
    LedgerEntry,
    contract.LedgerEntry,
    seen_by_the_board(LedgerEntry),
    sorts=("id", "booked_on", "updated_at"),
    columns={"updated_at": LedgerEntry.recorded_at.expression},
)

BUDGETS_SEEN = seen_by_the_board(ProjectBudget)


def _sums(kind: Kind) -> Select[Any]:
    entry = (
        select(LedgerEntry.strand, LedgerEntry.account, func.sum(LedgerEntry.amount_pence).label("pence"))
        .where(
            LedgerEntry.project_id == ProjectBudget.project_id,
            LedgerEntry.booked_on <= bindparam("on", type_=Date()),
        )
        .group_by(LedgerEntry.strand, LedgerEntry.account)
        .lateral()
    )
    as_of = select(consumer_cursors.c.as_of).where(consumer_cursors.c.source == "partnership").scalar_subquery()
    return (
        select(
            ProjectBudget.icb_code,
            ProjectBudget.programme_year,
            ProjectBudget.commitments_up_to,
            as_of.label("as_of"),
            entry.c.strand,
            entry.c.account,
            cast(entry.c.pence, BigInteger).label("pence"),
        )
        .select_from(ProjectBudget)
        .outerjoin(entry, true())
        .where(ProjectBudget.project_id == bindparam("key", type_=Uuid()), BUDGETS_SEEN[kind])
    )


async def sums_of(connection: Connection, actor: Actor, project_id: UUID, on: date) -> list[Mapping[str, Any]]:
    """What stands in each account of a project at the end of a day, if the caller may see it; one statement."""
    statement = compiled(("position", actor.kind), lambda: _sums(actor.kind))
    values = statement.values({"key": project_id, "on": on, **caller_values(actor)})
    rows: list[Mapping[str, Any]] = await connection.fetch(statement.sql, *values)
    return rows
