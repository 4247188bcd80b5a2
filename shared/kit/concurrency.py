"""ETag and If-Match: nobody's change is overwritten unseen."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.kit.auth import Actor
from shared.kit.errors import BadRequest, NotFound, PreconditionMissing, StaleVersion
from shared.kit.reads import View, caller_values


def etag(version: int) -> str:
    """The ETag of a row's version."""
    return f'"{version}"'


def _version_named(if_match: str | None) -> int:
    if if_match is None:
        raise PreconditionMissing("Send If-Match with the ETag you read.")
    named = if_match.strip().removeprefix('"').removesuffix('"')
    # Versions begin at 1, and 0 is how a PUT says that there is nothing yet.
    if not (named.isascii() and named.isdigit() and len(named) < 10 and int(named)):
        raise BadRequest("If-Match must be the ETag as it was read, in its quotation marks.")
    return int(named)


_IF_MATCH = Header(
    alias="If-Match",
    max_length=40,
    description="The ETag that was read. Missing: 428. No longer current: 412.",
)


async def _read_if_match(if_match: Annotated[str | None, _IF_MATCH] = None) -> int:
    return _version_named(if_match)


IfMatch = Annotated[int, Depends(_read_if_match)]
"""The version a caller says it is changing; refused with 428 when it says none."""


async def _read_upsert(
    if_match: Annotated[str | None, _IF_MATCH] = None,
    if_none_match: Annotated[
        str | None,
        Header(alias="If-None-Match", max_length=40, description="`*` to create, and only create."),
    ] = None,
) -> int:
    return 0 if if_none_match == "*" and if_match is None else _version_named(if_match)


UpsertVersion = Annotated[int, Depends(_read_upsert)]
"""For PUT at a natural key: 0 means create (`If-None-Match: *`), else the version being replaced."""


async def locked(
    session: AsyncSession, view: View, key: str | UUID, actor: Actor, *, version: int | None, missing: type[NotFound]
) -> Any:
    """The row of a key, locked until the transaction ends, so that what is decided on it stays true.

    Raises `missing` when there is none that the caller may see, StaleVersion when its version is not the one named. A
    `version` of None takes whatever is there.
    """
    row = await _row(session, _of(view, key, actor).with_for_update(of=view.model), actor, missing)
    if version is not None and row.version != version:
        raise StaleVersion("This was changed after you read it. Read it again before you change it.")
    return row


async def found(session: AsyncSession, view: View, key: str | UUID, actor: Actor, *, missing: type[NotFound]) -> Any:
    """The row of a key as it is now, not locked. Raises `missing` when there is none that the caller may see."""
    return await _row(session, _of(view, key, actor), actor, missing)


def must_be_as_read(row: Any | None, version: int) -> None:
    """Refuse to put something at a natural key where it is not what the caller read; version 0: there was nothing.

    For who holds what nobody else can write there without, such as the row that it belongs to.
    """
    if version != (row.version if row else 0):
        raise StaleVersion("This was recorded or changed after you read it. Read it again before you change it.")


def _of(view: View, key: str | UUID, actor: Actor) -> Select[Any]:
    statement = select(view.model).where(view.column(view.key) == key, view.seen_by(actor.kind))
    return statement.execution_options(populate_existing=True)


async def _row(session: AsyncSession, statement: Select[Any], actor: Actor, missing: type[NotFound]) -> Any:
    row = (await session.execute(statement, caller_values(actor))).scalar_one_or_none()
    if row is None:
        raise missing
    return row
