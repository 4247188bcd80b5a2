"""What a person is told who asks what is held on them."""

import json
from typing import Any

import httpx
import pytest

from services.partnership_api.contacts.held import held_on
from tests.support.governance import ADDRESS, contact_of
from tests.support.partnership import done
from tests.support.selection import if_match
from tests.support.serving import Served

CONTACT = {"organisation": "la:383", "role": "SEND lead", "name": "Kim Doe", "email": ADDRESS}


async def held(partnership: Served, email: str = ADDRESS) -> list[dict[str, Any]]:
    contacts: list[dict[str, Any]] = json.loads(await held_on(partnership.database, email))["contacts"]
    return contacts


async def added(leeds: httpx.AsyncClient, **more: str) -> dict[str, Any]:
    contact: dict[str, Any] = done(
        await leeds.post("/v1/contacts", json=CONTACT | more, headers={"Idempotency-Key": "held"})
    )
    return contact


async def test_who_asks_is_told_all_that_is_held_and_who_read_it(partnership: Served):
    leeds = partnership.as_("la:383")
    contact = await added(leeds)
    done(await leeds.get("/v1/contacts"), 200)
    done(await partnership.as_("national:dfe").get(f"/v1/contacts/{contact['id']}"), 200)
    [told] = await held(partnership)
    assert told["contact"] == contact
    assert [each["type"] for each in told["what_happened"]] == ["partnership.contact.added"]
    read = [(each["read_by"], each["in_a_list"]) for each in told["who_read_it"]]
    assert read == [("la:383", True), ("national:dfe", False), ("service:partnership", False)]
    assert told["stored_answers_that_repeat_it"] == 1


@pytest.mark.parametrize("email", [ADDRESS.upper(), f" {ADDRESS} "], ids=["capitals", "spaces"])
async def test_an_address_is_the_same_however_it_is_written(partnership: Served, email: str):
    await contact_of(partnership, "la:383")
    assert len(await held(partnership, email)) == 1


async def test_nothing_is_told_of_others_and_nothing_is_left_of_who_was_erased(partnership: Served):
    leeds = partnership.as_("la:383")
    contact = await added(leeds)
    assert await held(partnership, "sam.roe@example.org") == []
    assert (await leeds.delete(f"/v1/contacts/{contact['id']}", headers=if_match(contact))).status_code == 204
    assert await held(partnership) == []
