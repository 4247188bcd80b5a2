"""Contacts: kept for use at work, read under a log, and erased for good."""

from uuid import UUID

from sqlalchemy import Text, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partnership_api.identifiers.queries import known
from services.partnership_api.members.models import Member
from shared.contracts.partnership import contacts as contract
from shared.contracts.roles import Kind
from shared.kit import audit, idempotency, outbox
from shared.kit.auth import Actor
from shared.kit.concurrency import found, locked
from shared.kit.db import bare
from shared.kit.reads import caller_values

from . import errors, schemas
from .models import Contact
from .queries import CONTACTS, READ_LIST, READ_ONE, covered, kept_by

_MAY_KEEP = {kind: select(allowed) for kind, allowed in kept_by(bindparam("organisation", type_=Text())).items()}


async def add(session: AsyncSession, new: schemas.NewContact, actor: Actor) -> Contact:
    """Keep a contact of an organisation."""
    await _must_be_kept_by(session, new.organisation, actor)
    if actor.kind is Kind.NATIONAL and not await _is_known(session, new.organisation):
        raise errors.ContactOfNobody
    contact = Contact(**new.model_dump())
    session.add(contact)
    await outbox.announce(session, contract.ContactAdded, contact, actor)
    return contact


async def change(
    session: AsyncSession, contact_id: UUID, change: schemas.ContactChange, version: int, actor: Actor
) -> Contact:
    """Change a contact's role, name or address."""
    contact = await _to_keep(session, contact_id, version, actor)
    for name, value in change.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(contact, name, value)
    await outbox.announce(session, contract.ContactChanged, contact, actor)
    return contact


async def erase(session: AsyncSession, contact_id: UUID, version: int, actor: Actor) -> None:
    """Erase a contact, and the stored answer that still repeats it."""
    contact = await _to_keep(session, contact_id, version, actor)
    await outbox.announce(session, contract.ContactErased, contact, actor)
    await session.delete(contact)
    await idempotency.forget_answers(session, f"/v1/contacts/{contact_id}")


async def log_one(session: AsyncSession, contact_id: UUID, actor: Actor) -> None:
    """Say in the audit that one contact is about to be read."""
    contact: Contact = await found(session, CONTACTS, contact_id, actor, missing=errors.ContactNotFound)
    await audit.note_read(session, READ_ONE, actor, subject=str(contact_id), organisations=[contact.organisation])


async def log_list(session: AsyncSession, query: schemas.ContactQuery, actor: Actor) -> None:
    """Say in the audit that a list is about to be read."""
    statement = covered(query.organisation, query.updated_since, actor)
    counts = dict((await session.execute(statement, caller_values(actor))).all())
    await audit.note_read(
        session,
        READ_LIST,
        actor,
        organisations=list(counts),
        filtered_by=query.organisation or [],
        covers=sum(counts.values()),
    )


async def _to_keep(session: AsyncSession, contact_id: UUID, version: int, actor: Actor) -> Contact:
    contact: Contact = await locked(
        session, CONTACTS, contact_id, actor, version=version, missing=errors.ContactNotFound
    )
    await _must_be_kept_by(session, contact.organisation, actor)
    return contact


async def _must_be_kept_by(session: AsyncSession, organisation: str, actor: Actor) -> None:
    if not await session.scalar(_MAY_KEEP[actor.kind], {"organisation": organisation} | caller_values(actor)):
        raise errors.NotYoursToKeep


async def _is_known(session: AsyncSession, organisation: str) -> bool:
    kind, _, code = organisation.partition(":")
    connection = await bare(session)
    if await connection.fetchval(known().sql, *known().values({"kind": kind, "code": code})):
        return True
    # A provider is registered elsewhere: here it is known from the projects it has been a member of.
    return bool(await session.scalar(select(exists().where(Member.organisation == organisation))))
