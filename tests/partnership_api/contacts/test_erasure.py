"""An erased contact is gone for good: from its row, from events and history, and from stored answers."""

import asyncio

from sqlalchemy import text

from services.partnership_api.main import SERVICE
from tests.support.databases import Databases
from tests.support.governance import ADDRESS, contact_of
from tests.support.partnership import done
from tests.support.selection import if_match, refused
from tests.support.serving import Served, live

CONTACT = {"organisation": "la:383", "role": "SEND lead", "name": "Kim Doe", "email": ADDRESS}
# Stored answers are bytes, so a whole row as text would show them only as hex.
EVERYWHERE = """
select string_agg(said, ' ') from (
    select to_jsonb(c)::text as said from contacts c union all
    select to_jsonb(r)::text from audit_entries r union all
    select to_jsonb(e)::text from events e union all
    select convert_from(k.body, 'UTF8') || k.headers::text from idempotency_keys k
) as everything
"""


async def everything_said(partnership: Served) -> str:
    async with partnership.database.reading() as connection:
        return await connection.fetchval(EVERYWHERE) or ""


def tells_of_a_person(said: str) -> bool:
    return any(word in said for word in ("Kim", "Doe", "kim.doe", "Sam", "Roe", "sam.roe"))


async def test_events_and_history_never_hold_a_name_or_an_address(partnership: Served):
    contact = await contact_of(partnership, "la:383")
    leeds, path = partnership.as_("la:383"), f"/v1/contacts/{contact['id']}"
    change = {"name": "Sam Roe", "email": "sam.roe@example.org", "role": "Head of inclusion"}
    done(await leeds.patch(path, json=change, headers=if_match(contact)), 200)
    history = await leeds.get(f"{path}/history")
    newest, first = done(history, 200)["items"]
    assert newest["changes"] == [{"field": "role", "before": "SEND lead", "after": "Head of inclusion"}]
    assert {change["field"] for change in first["changes"]} == {"id", "organisation", "role"}
    async with partnership.database.reading() as connection:
        events = await connection.fetchval("select string_agg(to_jsonb(e)::text, ' ') from events e")
    assert "partnership.contact.changed" in events
    assert not tells_of_a_person(events + history.text)


async def test_what_is_erased_is_nowhere_any_more(partnership: Served):
    leeds, headers = partnership.as_("la:383"), {"Idempotency-Key": "contact-1"}
    contact = done(await leeds.post("/v1/contacts", json=CONTACT, headers=headers))
    other = done(await leeds.post("/v1/contacts", json=CONTACT | {"name": "A", "email": "a@example.org"},
                                  headers={"Idempotency-Key": "contact-2"}))  # fmt: skip
    path = f"/v1/contacts/{contact['id']}"
    done(await leeds.get(path), 200)
    assert tells_of_a_person(await everything_said(partnership))
    erased = await leeds.delete(path, headers=if_match(contact))
    assert (erased.status_code, erased.content) == (204, b"")
    left = await everything_said(partnership)
    assert not tells_of_a_person(left)
    assert "partnership.contact.erased" in left
    # The other contact's stored answer is still there to be given again.
    assert left.count("a@example.org") == 2
    for gone in (path, f"{path}/history"):
        refused(await leeds.get(gone), 404, "contact-not-found")
    assert done(await leeds.get("/v1/contacts"), 200)["items"] == [other]
    refused(await leeds.delete(path, headers=if_match(contact)), 404, "contact-not-found")


async def test_erasing_while_many_read_gives_each_the_contact_or_nothing(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        contact = await contact_of(partnership, "la:383")
        leeds, path = partnership.as_("la:383"), f"/v1/contacts/{contact['id']}"
        *reads, erased = await asyncio.gather(
            *(leeds.get(path) for _ in range(20)), leeds.delete(path, headers=if_match(contact))
        )
        assert erased.status_code == 204
        assert {answer.status_code for answer in reads} <= {200, 404}
        assert all(answer.json() == contact for answer in reads if answer.status_code == 200)
        assert (await leeds.get(path)).status_code == 404
        logged = done(await leeds.get("/v1/contact-reads?count=exact&limit=1"), 200)["total"]
        assert logged >= sum(answer.status_code == 200 for answer in reads)


async def test_of_ten_erasures_at_once_one_is_announced(databases: Databases):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        contact = await contact_of(partnership, "la:383")
        leeds, path = partnership.as_("la:383"), f"/v1/contacts/{contact['id']}"
        answers = await asyncio.gather(*(leeds.delete(path, headers=if_match(contact)) for _ in range(10)))
        assert sorted(answer.status_code for answer in answers) == [204] + [404] * 9
        async with partnership.database.transaction() as session:
            told = await session.scalar(text("select count(*) from events where type = 'partnership.contact.erased'"))
        assert told == 1


async def test_the_organisation_and_the_nation_follow_what_happens_to_a_contact_and_others_do_not(
    databases: Databases,
):
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        await contact_of(partnership, "la:383")
        path = "/v1/events?type=partnership.contact.added"
        for organisation, number in (("la:383", 1), ("national:dfe", 1), ("la:382", 0), ("icb:QWO", 0)):
            answer = await partnership.as_(organisation).get(path)
            assert len(done(answer, 200)) == number, organisation
