"""Every reading of contacts is in a log that only grows, and that those concerned can read."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.support.governance import contact_of, governed_project
from tests.support.partnership import done
from tests.support.serving import Served

ABSENT = "0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11"


async def log_of(partnership: Served, organisation: str, query: str = "") -> list[tuple[object, ...]]:
    page = done(await partnership.as_(organisation).get(f"/v1/contact-reads{query}"), 200)
    return [
        tuple(each[name] for name in ("read_by", "contact_id", "organisations", "filtered_by", "covers"))
        for each in page["items"]
    ]


async def test_reading_one_is_logged_before_it_is_answered(partnership: Served):
    contact = await contact_of(partnership, "la:383")
    assert await log_of(partnership, "la:383") == []
    path = f"/v1/contacts/{contact['id']}"
    done(await partnership.as_("national:dfe").get(path), 200)
    unchanged = await partnership.as_("la:383").get(path, headers={"If-None-Match": '"1"'})
    assert unchanged.status_code == 304
    assert await log_of(partnership, "la:383") == [
        ("national:dfe", contact["id"], ["la:383"], [], 1),
        ("la:383", contact["id"], ["la:383"], [], 1),
    ]


@pytest.mark.parametrize("form", ["", "format=csv&", "format=ndjson&", "limit=1&"])
async def test_a_list_is_logged_with_its_filter_and_what_it_covers_in_every_form(partnership: Served, form: str):
    for organisation in ("la:383", "la:383", "icb:QWO"):
        await contact_of(partnership, organisation)
    national = partnership.as_("national:dfe")
    assert (await national.get(f"/v1/contacts?{form}organisation=la:383,la:382")).status_code == 200
    assert (await national.get(f"/v1/contacts?{form}updated_since=2025-01-01T00:00:00Z")).status_code == 200
    assert (await national.get(f"/v1/contacts?{form}updated_since=2199-01-01T00:00:00Z")).status_code == 200
    assert await log_of(partnership, "national:dfe") == [
        ("national:dfe", None, ["la:383"], ["la:383", "la:382"], 2),
        ("national:dfe", None, ["icb:QWO", "la:383"], [], 3),
        ("national:dfe", None, [], [], 0),
    ]


async def test_the_log_covers_no_more_than_the_reader_sees(partnership: Served):
    _, parents = await governed_project(partnership)
    for organisation in ("la:383", parents, "la:382"):
        await contact_of(partnership, organisation)
    done(await partnership.as_("icb:QWO").get("/v1/contacts"), 200)
    done(await partnership.as_(parents).get("/v1/contacts"), 200)
    assert await log_of(partnership, "national:dfe") == [
        ("icb:QWO", None, ["la:383", parents], [], 2),
        (parents, None, [parents], [], 1),
    ]


async def test_an_organisation_sees_who_read_its_own_and_not_who_read_others(partnership: Served):
    await contact_of(partnership, "la:383")
    other = await contact_of(partnership, "la:382")
    national = partnership.as_("national:dfe")
    done(await national.get(f"/v1/contacts/{other['id']}"), 200)
    assert await log_of(partnership, "la:383") == []
    done(await national.get("/v1/contacts"), 200)
    assert [read_by for read_by, *_ in await log_of(partnership, "la:383")] == ["national:dfe"]
    assert len(await log_of(partnership, "la:382")) == 2
    assert await log_of(partnership, "icb:QWO") == []


async def test_the_log_is_filtered_by_reader_contact_and_organisation(partnership: Served):
    first, second = await contact_of(partnership, "la:383"), await contact_of(partnership, "icb:QWO")
    for contact in (first, second):
        done(await partnership.as_("national:dfe").get(f"/v1/contacts/{contact['id']}"), 200)
    done(await partnership.as_("icb:QWO").get(f"/v1/contacts/{second['id']}"), 200)
    for query, number in (
        ("read_by=icb:QWO", 1),
        (f"contact_id={second['id']}", 2),
        ("organisations=la:383", 1),
        ("updated_since=2199-01-01T00:00:00Z", 0),
    ):
        assert len(await log_of(partnership, "national:dfe", f"?{query}")) == number, query


async def test_what_is_refused_was_not_read_and_is_not_logged(partnership: Served):
    contact = await contact_of(partnership, "la:383")
    foreign = partnership.as_("la:382")
    for path in (f"/v1/contacts/{contact['id']}", f"/v1/contacts/{ABSENT}"):
        assert (await foreign.get(path)).status_code == 404
    assert (await foreign.get("/v1/contacts?colour=red")).status_code == 400
    assert await log_of(partnership, "national:dfe") == []


@pytest.mark.parametrize(
    "statement", ["update audit_entries set covers = 0", "delete from audit_entries", "truncate audit_entries"]
)
async def test_the_log_only_grows(partnership: Served, statement: str):
    contact = await contact_of(partnership, "la:383")
    done(await partnership.as_("la:383").get(f"/v1/contacts/{contact['id']}"), 200)
    with pytest.raises(DBAPIError, match="append-only"):
        async with partnership.database.transaction() as session:
            await session.execute(text(statement))
    assert len(await log_of(partnership, "la:383")) == 1
