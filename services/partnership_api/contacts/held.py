"""What a person is told who asks what is held on them."""

import json
from typing import Any

from sqlalchemy import any_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.partnership import contacts as contract
from shared.kit.db import Database
from shared.kit.tables import events, idempotency_keys

from .models import Contact, ContactRead

_ASKED_BY = "service:partnership"


async def held_on(database: Database, email: str) -> str:
    """Everything that is held on who has an e-mail address, as one JSON document. Asking is a reading, and logged."""
    async with database.transaction() as session:
        same = func.lower(Contact.email) == email.strip().lower()
        found = (await session.scalars(select(Contact).where(same).order_by(Contact.id))).all()
        for each in found:
            reading = {"organisations": [each.organisation], "filtered_by": [], "covers": 1}
            session.add(ContactRead(read_by=_ASKED_BY, contact_id=each.id, **reading))
        await session.flush()  # so that the document tells of this reading too
        held = [await _on(session, each) for each in found]
    return json.dumps({"contacts": held}, indent=2, ensure_ascii=False, default=str)


async def _on(session: AsyncSession, contact: Contact) -> dict[str, Any]:
    kept = select(events.c.occurred_at, events.c.type, events.c.actor, events.c.data)
    happened = await session.execute(kept.where(events.c.subject == str(contact.id)).order_by(events.c.position))
    # A list of all contacts of the organisation was a reading of this one, if it was there by then.
    of_list = ContactRead.contact_id.is_(None) & (literal(contact.organisation) == any_(ContactRead.organisations))
    read = select(ContactRead.read_at, ContactRead.read_by, ContactRead.contact_id.is_(None).label("in_a_list"))
    readings = await session.execute(
        read.where(
            or_(ContactRead.contact_id == contact.id, of_list & (ContactRead.read_at >= contact.created_at))
        ).order_by(ContactRead.read_at)
    )
    answers = select(func.count()).where(
        idempotency_keys.c.headers["location"].astext.endswith(f"/v1/contacts/{contact.id}", autoescape=True)
    )
    return {
        "contact": contract.Contact.model_validate(contact, from_attributes=True).model_dump(mode="json"),
        "what_happened": [dict(row) for row in happened.mappings()],
        "who_read_it": [dict(row) for row in readings.mappings()],
        "stored_answers_that_repeat_it": await session.scalar(answers),
    }
