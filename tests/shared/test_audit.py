"""The audit: who changed what and who read contacts, for those whom it concerns, with codes and ids alone."""

import csv
import io
from typing import Any

from tests.support.governance import contact_of
from tests.support.partnership import done, group_of, member_of, project_of, school_in
from tests.support.serving import Served

PATH = "/v1/audit-entries"
BOARD, LEEDS, NATIONAL, SCHOOL = "icb:QWO", "la:383", "national:dfe", "school:107866"
MINE = {"type": "partnership.project.started,partnership.member.joined,partnership.contact.read"}


async def entries(partnership: Served, organisation: str, **filters: str) -> list[dict[str, Any]]:
    answer = await partnership.as_(organisation).get(PATH, params=MINE | filters)
    items: list[dict[str, Any]] = done(answer, 200)["items"]
    return items


async def project_with_leeds(partnership: Served) -> dict[str, Any]:
    project = await project_of(partnership, "QWO")
    await member_of(partnership, project, LEEDS, "local_authority")
    return project


async def test_a_change_is_kept_with_who_did_it_through_what_and_in_which_request(partnership: Served):
    body = {"programme_year": "2025-26", "name": "PINS here"}
    headers = {"X-Request-ID": "of-the-test"}
    project = done(await partnership.as_(BOARD).post("/v1/projects", json=body, headers=headers))
    [entry] = await entries(partnership, BOARD, subject=project["id"])
    async with partnership.database.reading() as connection:
        event = await connection.fetchval("select id::text from events where subject = $1", project["id"])
    assert entry.pop("at") >= project["created_at"]
    assert entry == {
        "id": event,
        "kind": "changed",
        "actor": BOARD,
        "client_id": BOARD,
        "request_id": "of-the-test",
        "type": "partnership.project.started",
        "subject": project["id"],
        "resource_version": 1,
        "covers": 1,
        "project_id": project["id"],
        "icb_code": "QWO",
        "la_code": None,
        "urn": None,
        "organisations": [],
    }


async def test_each_sees_what_its_events_show_it_and_only_its_own_clients_and_requests(partnership: Served):
    project, parents = await project_with_leeds(partnership), await group_of(partnership)
    await member_of(partnership, project, f"pcg:{parents['id']}", "parent_carer_group")
    await school_in(partnership, project, "107866", "383")
    everything = {"partnership.member.joined", "partnership.project.started"}
    for organisation, knows_the_client in (
        (BOARD, True), (NATIONAL, True), (LEEDS, False), (SCHOOL, False), (f"pcg:{parents['id']}", False),
    ):  # fmt: skip
        seen = await entries(partnership, organisation, actor=BOARD)
        assert {each["type"] for each in seen} == everything, organisation
        assert {each["client_id"] for each in seen} == {BOARD if knows_the_client else None}, organisation
        assert {each["request_id"] is not None for each in seen} == {knows_the_client}, organisation
    for foreign in (
        "icb:QHG",
        "la:822",
        "school:109433",
        "provider:0199a3c5-7d1e-7c55-8a6e-0f5a1f6f2b11",
        "evaluator:ace",
    ):
        assert await entries(partnership, foreign) == [], foreign


async def test_who_read_a_contact_is_told_to_the_reader_the_organisation_and_the_nation(partnership: Served):
    contact = await contact_of(partnership, LEEDS)
    done(await partnership.as_(NATIONAL).get(f"/v1/contacts/{contact['id']}"), 200)
    for organisation in (LEEDS, NATIONAL):
        [entry] = await entries(partnership, organisation, kind="read")
        told = {name: entry[name] for name in ("kind", "actor", "type", "subject", "organisations", "covers")}
        assert told == {
            "kind": "read",
            "actor": NATIONAL,
            "type": "partnership.contact.read",
            "subject": contact["id"],
            "organisations": [LEEDS],
            "covers": 1,
        }
    for foreign in ("la:382", BOARD, SCHOOL):
        assert await entries(partnership, foreign, kind="read") == [], foreign
    done(await partnership.as_("la:382").get("/v1/contacts"), 200)
    [own] = (await partnership.as_("la:382").get(f"{PATH}?kind=read")).json()["items"]
    assert (own["actor"], own["subject"], own["covers"]) == ("la:382", None, 0)


FILTERS = (
    ("kind=changed", 3),
    ("kind=read", 1),
    ("actor=national:dfe", 1),
    ("actor=icb:QWO,national:dfe", 4),
    ("type=partnership.member.joined", 2),
    ("updated_since=2025-01-01T00:00:00Z", 4),
    ("updated_since=2199-01-01T00:00:00Z", 0),
    ("until=2199-01-01T00:00:00Z", 4),
    ("until=2025-01-01T00:00:00Z", 0),
)


async def test_it_is_filtered(partnership: Served):
    await project_with_leeds(partnership)
    contact = await contact_of(partnership, BOARD)
    done(await partnership.as_(NATIONAL).get(f"/v1/contacts/{contact['id']}"), 200)
    for query, number in FILTERS:
        name, value = query.split("=")
        assert len(await entries(partnership, NATIONAL, **{name: value})) == number, query


async def test_the_newest_comes_first_page_by_page_and_whole_as_csv(partnership: Served):
    await project_with_leeds(partnership)
    whole = await entries(partnership, BOARD)
    board, cursor = partnership.as_(BOARD), dict[str, str]()
    found: list[dict[str, Any]] = []
    while True:
        page = done(await board.get(PATH, params=MINE | {"limit": "1"} | cursor), 200)
        found += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == whole
    assert [each["at"] for each in whole] == sorted((each["at"] for each in whole), reverse=True)
    table = await board.get(PATH, params=MINE | {"format": "csv"})
    assert [row["id"] for row in csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")))] == [
        each["id"] for each in whole
    ]


async def test_another_service_has_no_business_with_it(partnership: Served):
    assert (await partnership.as_("service:reporting").get(PATH)).status_code == 403
    assert (await partnership.as_(BOARD, "partnership:write").get(PATH)).status_code == 403
    assert (await partnership.as_(None).get(PATH)).status_code == 401
