"""Contacts as their organisations keep them."""

from uuid import uuid4

import pytest

from tests.support.governance import contact_of
from tests.support.partnership import done
from tests.support.selection import if_match, refused
from tests.support.serving import Served

CONTACT = {"organisation": "la:383", "role": "SEND lead", "name": "Kim Doe", "email": "kim.doe@example.org"}


async def test_a_contact_is_kept_and_read_where_the_answer_says(partnership: Served):
    leeds = partnership.as_("la:383")
    answer = await leeds.post("/v1/contacts", json=CONTACT)
    kept = done(answer)
    assert (kept["name"], kept["email"], answer.headers["etag"]) == ("Kim Doe", "kim.doe@example.org", '"1"')
    read = await leeds.get(answer.headers["location"])
    assert (done(read, 200), read.headers["etag"]) == (kept, '"1"')
    unchanged = await leeds.get(answer.headers["location"], headers={"If-None-Match": '"1"'})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


async def test_a_change_names_the_version_it_changes(partnership: Served):
    contact = await contact_of(partnership, "la:383")
    leeds, path = partnership.as_("la:383"), f"/v1/contacts/{contact['id']}"
    refused(await leeds.patch(path, json={"name": "Sam Roe"}), 428, "precondition-missing")
    changed = done(await leeds.patch(path, json={"name": "Sam Roe"}, headers=if_match(contact)), 200)
    assert (changed["name"], changed["role"], changed["version"]) == ("Sam Roe", "SEND lead", 2)
    refused(await leeds.patch(path, json={}, headers=if_match(contact)), 412, "stale-version")
    refused(await leeds.delete(path), 428, "precondition-missing")
    refused(await leeds.delete(path, headers=if_match(contact)), 412, "stale-version")


@pytest.mark.parametrize(
    "email",
    ["o'neil+send@sub.council.gov.uk", "kim@gmail.com", "a@b.co", "k.d@xn--bcher-kva.example", "K_D-1@EXAMPLE.ORG"],
)
async def test_an_address_of_the_usual_form_is_taken(partnership: Served, email: str):
    assert done(await partnership.as_("la:383").post("/v1/contacts", json=CONTACT | {"email": email}))["email"] == email


@pytest.mark.parametrize(
    "email",
    ["kim", "kim@", "@example.org", "kim@example", "kim doe@example.org", "kim@@example.org", ".kim@example.org",
     "kim.@example.org", "k..d@example.org", "kim@-example.org", "kim@example-.org", "kim@example..org",
     "kim@example.org.", "Kim <kim@example.org>", "kim@example.org, sam@example.org", "kim@[127.0.0.1]",
     "kim@example.o", "kïm@example.org", "a@b.co\nBcc: c@d.co", f"{'k' * 250}@example.org"],
)  # fmt: skip
async def test_what_is_no_address_is_refused_and_not_repeated(partnership: Served, email: str):
    answer = await partnership.as_("la:383").post("/v1/contacts", json=CONTACT | {"email": email})
    assert [error["pointer"] for error in done(answer, 422)["errors"]] == ["/email"]
    assert "example" not in answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"organisation": "Leeds"}, "/organisation"), ({"role": ""}, "/role"), ({"name": "x" * 201}, "/name"),
     ({"name": "a\x00b"}, "/name"), ({"telephone": "0113"}, "/telephone")],
)  # fmt: skip
async def test_a_malformed_contact_is_refused_by_its_field(partnership: Served, change, pointer: str):
    answer = await partnership.as_("la:383").post("/v1/contacts", json=CONTACT | change)
    assert [error["pointer"] for error in done(answer, 422)["errors"]] == [pointer]


async def test_the_national_team_keeps_contacts_of_organisations_that_exist(partnership: Served):
    national = partnership.as_("national:dfe")
    done(await national.post("/v1/contacts", json=CONTACT))
    done(await national.post("/v1/contacts", json=CONTACT | {"organisation": "national:nhse"}))
    for organisation in ("la:999", "evaluator:nobody", f"provider:{uuid4()}", "service:reporting"):
        answer = await national.post("/v1/contacts", json=CONTACT | {"organisation": organisation})
        refused(answer, 409, "contact-of-nobody")


async def test_the_list_is_filtered_by_organisation_and_is_a_csv(partnership: Served):
    leeds, board = await contact_of(partnership, "la:383", name="=cmd"), await contact_of(partnership, "icb:QWO")
    national = partnership.as_("national:dfe")
    assert done(await national.get("/v1/contacts"), 200)["items"] == [leeds, board]
    assert done(await national.get("/v1/contacts?organisation=icb:QWO,icb:QOP"), 200)["items"] == [board]
    csv = (await national.get("/v1/contacts?format=csv")).text
    assert csv.splitlines()[0] == "\ufeffid,organisation,role,name,email,version,created_at,updated_at"
    assert "'=cmd" in csv
