import jwt

from deploy.local import tokens
from tests.support.serving import Served
from tests.support.tokens import KEY, token_for

PATH = "/v1/parent-carer-groups"
GROUP = {"name": "Kirklees Parent Carer Forum", "kind": "forum", "la_codes": ["382"]}
KEYED = {"Idempotency-Key": "one"}


def by_client(organisation: str, client_id: str) -> dict[str, str]:
    claims = jwt.decode(token_for(organisation), options={"verify_signature": False}) | {"client_id": client_id}
    headers = {"typ": "at+jwt", "kid": tokens.public_jwk(KEY)["kid"]}
    return {"Authorization": f"Bearer {jwt.encode(claims, KEY, algorithm='EdDSA', headers=headers)}"}


async def test_a_request_sent_again_is_answered_the_same_and_says_so(partnership: Served):
    client = partnership.as_("icb:QWO")
    first = await client.post(PATH, json=GROUP, headers=KEYED)
    again = await client.post(PATH, json=GROUP, headers=KEYED)
    assert (again.status_code, again.content) == (201, first.content)
    for name in ("location", "etag", "content-type"):
        assert again.headers[name] == first.headers[name]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"


async def test_two_organisations_that_share_a_client_do_not_share_its_keys(partnership: Served):
    nobody = partnership.as_(None)
    one = await nobody.post(PATH, json=GROUP, headers=KEYED | by_client("icb:QWO", "a supplier"))
    other = await nobody.post(PATH, json=GROUP, headers=KEYED | by_client("icb:QOP", "a supplier"))
    assert (one.status_code, other.status_code) == (201, 201)
    assert one.json()["id"] != other.json()["id"]


async def test_two_clients_of_one_organisation_do_not_share_their_keys(partnership: Served):
    nobody = partnership.as_(None)
    one = await nobody.post(PATH, json=GROUP, headers=KEYED | by_client("icb:QWO", "its system"))
    other = await nobody.post(PATH, json=GROUP, headers=KEYED | by_client("icb:QWO", "its other system"))
    assert one.json()["id"] != other.json()["id"]


async def test_a_stored_answer_is_not_for_a_token_that_may_not_write(partnership: Served):
    assert (await partnership.as_("icb:QWO").post(PATH, json=GROUP, headers=KEYED)).status_code == 201
    again = await partnership.as_("icb:QWO", "partnership:read").post(PATH, json=GROUP, headers=KEYED)
    assert again.status_code == 403


async def test_a_key_stands_for_one_body_at_one_address(partnership: Served):
    client = partnership.as_("icb:QWO")
    await client.post(PATH, json=GROUP, headers=KEYED)
    for answer in (
        await client.post(PATH, json=GROUP | {"name": "Another"}, headers=KEYED),
        await client.post("/v1/projects", json=GROUP, headers=KEYED),
    ):
        assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (422, "key-reused"), answer.text


async def test_what_was_refused_does_not_use_up_its_key(partnership: Served):
    client = partnership.as_("icb:QWO")
    assert (await client.post(PATH, json=GROUP | {"la_codes": ["999"]}, headers=KEYED)).is_client_error
    assert (await client.post(PATH, json=GROUP, headers=KEYED)).status_code == 201
