"""Contacts over HTTP. Whoever reads one is written into the audit before anything is read."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from shared.contracts.page import Page
from shared.contracts.partnership import contacts as contract
from shared.kit.answers import created, written
from shared.kit.concurrency import IfMatch
from shared.kit.errors import CursorRefused, PreconditionMissing, StaleVersion
from shared.kit.history import HistoryEntry, HistoryQuery, history
from shared.kit.pagination import Reading
from shared.kit.problems import problems
from shared.kit.routing import Caller, Route, Session

from . import errors, schemas, service
from .queries import CONTACT_READS, CONTACTS

router = APIRouter(prefix="/v1", tags=["Contacts"], route_class=Route)

_TO_KEEP = (errors.ContactNotFound, errors.NotYoursToKeep, StaleVersion, PreconditionMissing)


@router.get("/contacts", response_model=Page[contract.Contact], responses=problems(CursorRefused))
async def list_contacts(query: Annotated[schemas.ContactQuery, Query()], read: Reading, actor: Caller) -> Response:
    """List the contacts you may see. The reading is logged, and the organisations concerned can see it."""
    async with read.database.transaction() as session:
        await service.log_list(session, query, actor)
    return await read.page(CONTACTS, query)


@router.post(
    "/contacts",
    status_code=status.HTTP_201_CREATED,
    response_model=contract.Contact,
    responses=problems(errors.NotYoursToKeep, errors.ContactOfNobody),
)
async def add_contact(new: schemas.NewContact, request: Request, session: Session, actor: Caller) -> Response:
    """Keep a contact of your organisation, or of a member of your project. For use at work alone."""
    contact = await service.add(session, new, actor)
    return await created(session, contract.Contact, contact, request, f"/v1/contacts/{contact.id}")


@router.get("/contacts/{contact_id}", response_model=contract.Contact, responses=problems(errors.ContactNotFound))
async def get_contact(contact_id: UUID, read: Reading, actor: Caller) -> Response:
    """Get one contact. The reading is logged."""
    async with read.database.transaction() as session:
        await service.log_one(session, contact_id, actor)
    return await read.one(CONTACTS, contact_id, errors.ContactNotFound)


@router.patch("/contacts/{contact_id}", response_model=contract.Contact, responses=problems(*_TO_KEEP))
async def change_contact(
    contact_id: UUID, change: schemas.ContactChange, version: IfMatch, session: Session, actor: Caller
) -> Response:
    """Change a contact's role, name or address."""
    contact = await service.change(session, contact_id, change, version, actor)
    return await written(session, contract.Contact, contact)


@router.delete("/contacts/{contact_id}", status_code=status.HTTP_204_NO_CONTENT, responses=problems(*_TO_KEEP))
async def erase_contact(contact_id: UUID, version: IfMatch, session: Session, actor: Caller) -> Response:
    """Erase a contact for good: neither history nor events have ever held its name or address."""
    await service.erase(session, contact_id, version, actor)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.get(
    "/contacts/{contact_id}/history",
    response_model=Page[HistoryEntry],
    responses=problems(errors.ContactNotFound, CursorRefused),
)
async def get_contact_history(
    contact_id: UUID, query: Annotated[HistoryQuery, Query()], read: Reading
) -> Page[HistoryEntry]:
    """Who added and changed a contact, and when; of its fields, only the role is told."""
    return await history(read, CONTACTS, contact_id, "partnership.contact", query, errors.ContactNotFound)


@router.get("/contact-reads", response_model=Page[contract.ContactRead], responses=problems(CursorRefused))
async def list_contact_reads(query: Annotated[schemas.ContactReadQuery, Query()], read: Reading) -> Response:
    """List who read contacts of your organisation, and when; the national team sees every reading."""
    return await read.page(CONTACT_READS, query)
