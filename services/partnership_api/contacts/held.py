"""What a person is told who asks what is held on them."""

import json
from typing import Any

from sqlalchemy import and_, any_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.partnership import contacts as contract
from shared.kit import audit
from shared.kit.db import Database
from shared.kit.tables import audit_entries, events, idempotency_keys

from .models import Contact
from .queries import READ_LIST, READ_ONE

_ASKED_BY = "service:partnership"


async def held_on(database: Database, email: str) -> str:
    """Everything that is held on who has an e-mail address, as one JSON document. Asking is a reading, and logged."""
    async with database.transaction() as session:
        same = func.lower(Contact.email) == email.strip().lower()
        found = (await session.scalars(select(Contact).where(same).order_by(Contact.id))).all()
        for each in found:
            # Before it is told of, so that the document tells of this reading too.
            await audit.note_read(session, READ_ONE, _ASKED_BY, subject=str(each.id), organisations=[each.organisation])
        held = [await _on(session, each) for each in found]
    return json.dumps({"contacts": held}, indent=2, ensure_ascii=False, default=str)


async def _on(session: AsyncSession, contact: Contact) -> dict[str, Any]:
    kept = select(events.c.occurred_at, events.c.type, events.c.actor, events.c.data)
    happened = await session.execute(kept.where(events.c.subject == str(contact.id)).order_by(events.c.position))
    # A list of all contacts of the organisation was a reading of this one, if it was there by then.
    entry, by_then = audit_entries.c, audit_entries.c.occurred_at >= contact.created_at
    of_it = and_(entry.type == READ_ONE, entry.subject == str(contact.id))
    of_list = and_(entry.type == READ_LIST, literal(contact.organisation) == any_(entry.organisations), by_then)
    read = select(
        entry.occurred_at.label("read_at"), entry.actor.label("read_by"), (entry.type == READ_LIST).label("in_a_list")
    )
    readings = await session.execute(read.where(or_(of_it, of_list)).order_by(entry.occurred_at))
    answers = select(func.count()).where(
        idempotency_keys.c.headers["location"].astext.endswith(f"/v1/contacts/{contact.id}", autoescape=True)
    )
    return {
        "contact": contract.Contact.model_validate(contact, from_attributes=True).model_dump(mode="json"),
        "what_happened": [dict(row) for row in happened.mappings()],
        "who_read_it": [dict(row) for row in readings.mappings()],
        "stored_answers_that_repeat_it": await session.scalar(answers),
    }
