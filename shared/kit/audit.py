"""`GET /v1/audit-entries`: who read what is protected and who changed what, for those whom it concerns.

Changes come into the audit with their events (`kit/outbox.py`), reads by `note_read`. The service's own role may add
to it and read it, and nothing else (`kit/grants.py`).
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    any_,
    case,
    cast,
    func,
    insert,
    literal_column,
    or_,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.visitors import replacement_traverse

from shared.contracts.audit import AuditEntry, AuditKind
from shared.contracts.page import ListQuery, Many, Page
from shared.contracts.roles import Kind
from shared.contracts.types import Label, LaCode, Moment, OrganisationRef, Urn
from shared.kit.auth import Actor
from shared.kit.clock import utc_now
from shared.kit.columns import ORGANISATION, new_id
from shared.kit.db import Connection
from shared.kit.errors import CursorRefused
from shared.kit.feed import EventType, Visibility
from shared.kit.logging import request_id
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.reads import View, caller_organisation
from shared.kit.routing import Route
from shared.kit.tables import audit_entries, events

A = audit_entries.c
TAG = "Audit"
_PRUNED_AT_ONCE = 10_000


class AuditQuery(ListQuery):
    """Filters of the audit. `updated_since` means done at or after this moment; the newest comes first."""

    until: Annotated[Moment, Field(description="Only what was done before this moment.")] | None = None
    kind: AuditKind | None = None
    actor: Many[OrganisationRef] | None = None
    type: Many[EventType] | None = None
    subject: Annotated[Many[Label] | None, Field(description="The resource's key in its URL.")] = None
    la_code: Many[LaCode] | None = None
    urn: Many[Urn] | None = None
    sort: Literal["at", "-at"] | None = None


def audit_view(visibility: Visibility) -> View:
    """The audit of a service. Each organisation sees what it did, and of what others did what its events show it."""
    did = caller_organisation() == A.actor
    named = caller_organisation() == any_(A.organisations)
    shown = {kind: _of_audit(predicate) for kind, predicate in visibility.items()}
    visible = {kind: or_(A.is_public, did, named, shown.get(kind, A.is_public)) for kind in Kind}
    # Which software another organisation uses, and its requests, are its own matter.
    for_whom = or_(did, func.starts_with(caller_organisation(), "national:"))
    nobody = cast(literal_column("'{}'"), ARRAY(ORGANISATION))
    columns: dict[str, ColumnElement[Any]] = {
        **{name: audit_entries.c[name] for name in AuditEntry.model_fields if name in audit_entries.c},
        "at": A.occurred_at,
        "updated_at": A.occurred_at,
        "client_id": case((for_whom, A.client_id), else_=None),
        "request_id": case((for_whom, A.request_id), else_=None),
        "organisations": case((A.kind == AuditKind.READ, A.organisations), else_=nobody),
    }
    return View(
        audit_entries,
        AuditEntry,
        {**visible, Kind.NATIONAL: true()},
        sorts=("-at", "at"),
        columns=columns,
        source=audit_entries,
    )


def _of_audit(predicate: ColumnElement[bool]) -> ColumnElement[bool]:
    """Who sees an event, as who sees the entry of it: the columns it is decided on have the same names."""

    def replaced(element: Any, **_: Any) -> ColumnElement[Any] | None:
        return audit_entries.c[element.name] if isinstance(element, Column) and element.table is events else None

    return replacement_traverse(predicate, {}, replaced)


def router(view: View) -> APIRouter:
    """The one operation, over the view of the audit."""
    audit = APIRouter(prefix="/v1/audit-entries", tags=[TAG], route_class=Route)

    @audit.get("", response_model=Page[AuditEntry], responses=problems(CursorRefused))
    async def list_audit_entries(query: Annotated[AuditQuery, Query()], read: Reading) -> Response:
        """List who changed what, and who read contacts and extracts, the newest first.

        You see what your organisation did, and what others did to what you may see; national bodies see everything.
        """
        return await read.page(view, query)

    return audit


async def note_read(
    session: AsyncSession,
    type_: str,
    actor: Actor,
    *,
    subject: str | None = None,
    organisations: Sequence[str],
    filtered_by: Sequence[str] = (),
    covers: int = 1,
) -> None:
    """Note that something protected is about to be read. Commit it before anything of it is answered."""
    await session.execute(
        insert(audit_entries).values(
            id=new_id(),
            kind=AuditKind.READ.value,
            occurred_at=utc_now(),
            actor=actor.organisation,
            client_id=actor.client_id,
            request_id=request_id.get(),
            type=type_,
            subject=subject,
            resource_version=0,
            covers=covers,
            is_public=False,
            organisations=list(organisations),
            filtered_by=list(filtered_by),
        )
    )


_AGAIN = """
insert into audit_entries (id, kind, occurred_at, actor, type, subject, resource_version, is_public, project_id,
    icb_code, la_code, urn, organisations)
select id, case when type = any($1) then 'read' else 'changed' end, occurred_at, actor, type, subject,
    resource_version, is_public, project_id, icb_code, la_code, urn, organisations
from events
"""


async def write_again(connection: Connection, readings: Sequence[str]) -> None:
    """The entries of the events there are: for a sandbox, whose data come from a file."""
    await connection.execute(_AGAIN, list(readings))


async def prune(connection: Connection, before: date) -> int:
    """Drop what is older, in pieces. Only the owner of the table may; how many entries that was."""
    gone = 0
    while True:
        async with connection.transaction():
            await connection.execute("set local pins.prunes_the_audit = 'yes'")
            dropped = await connection.execute(
                "delete from audit_entries where id in (select id from audit_entries"
                " where occurred_at < ($1::date at time zone 'Europe/London') order by occurred_at limit $2)",
                before,
                _PRUNED_AT_ONCE,
            )
        number = int(dropped.split()[-1])
        gone += number
        if number < _PRUNED_AT_ONCE:
            return gone
