"""The journey through the client that openapi-generator writes for Python."""

import base64
import json
import os
import sys
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable

from pins_client import (
    ApiClient,
    ApiException,
    Configuration,
    GroupKind,
    NewParentCarerGroup,
    ParentCarerGroupChange,
    PartnershipApi,
    Problem,
)


def done(step: str) -> None:
    sys.stdout.write(f"{step}\n")


def fetch_token() -> str:
    name = f"{os.environ['PINS_CLIENT_ID']}:{os.environ['PINS_CLIENT_SECRET']}"
    form = {"grant_type": "client_credentials", "scope": "partnership:read partnership:write"}
    request = urllib.request.Request(
        os.environ["PINS_TOKEN_URL"],
        urllib.parse.urlencode(form).encode(),
        {"Authorization": f"Basic {base64.b64encode(name.encode()).decode()}"},
    )
    with urllib.request.urlopen(request) as answer:
        token: str = json.load(answer)["access_token"]
    return token


def refused(call: Callable[[], object], status: int) -> Problem:
    try:
        call()
    except ApiException as error:
        problem = error.data
    else:
        raise AssertionError("It was not refused.")
    assert isinstance(problem, Problem)
    assert problem.status == status
    assert problem.type.startswith("http")
    assert problem.title
    return problem


configuration = Configuration(host=os.environ["PINS_API_URL"], access_token=fetch_token())
with ApiClient(configuration) as client:
    partnership = PartnershipApi(client)
    start = partnership.list_partnership_events_with_http_info(after="latest")
    done("token")

    first = partnership.list_local_authorities(limit=2)
    second = partnership.list_local_authorities(limit=2, cursor=first.next_cursor)
    assert len({each.la_code for each in [*first.items, *second.items]}) == 4
    chosen = partnership.list_local_authorities(la_code=["380", "383"])
    assert [each.name for each in chosen.items] == ["Bradford", "Leeds"]
    done("list")

    key = str(uuid.uuid4())
    new = NewParentCarerGroup(name=f"Generated in Python {key}", kind=GroupKind.FORUM, la_codes=["383"])
    made = partnership.register_parent_carer_group_with_http_info(new, idempotency_key=key)
    again = partnership.register_parent_carer_group(new, idempotency_key=key)
    assert made.status_code == 201
    assert made.data.id == again.id
    done("create")

    read = partnership.get_parent_carer_group_with_http_info(made.data.id)
    etag = read.headers["etag"]
    change = ParentCarerGroupChange(name=f"Renamed in Python {key}")
    changed = partnership.change_parent_carer_group(made.data.id, change, if_match=etag)
    assert (changed.name, changed.version) == (change.name, made.data.version + 1)
    assert changed.la_codes == ["383"]
    refused(lambda: partnership.change_parent_carer_group(made.data.id, change, if_match=etag), 412)
    done("update")

    refused(lambda: partnership.get_parent_carer_group(uuid.uuid4()), 404)
    done("not-found")

    wrong = NewParentCarerGroup(name="Nowhere", kind=GroupKind.FORUM, la_codes=["ABC"])
    problem = refused(lambda: partnership.register_parent_carer_group(wrong), 422)
    assert [error.pointer for error in problem.errors] == ["/la_codes/0"]
    done("unprocessable")

    cursor, seen = start.headers["x-next-cursor"], []
    while len(seen) < 2:
        batch = partnership.list_partnership_events_with_http_info(after=cursor, wait=5)
        assert batch.data, "The feed ended before the journey's events."
        seen += [event for event in batch.data if event.subject == str(made.data.id)]
        cursor = batch.headers["x-next-cursor"]
    assert [event.resourceversion for event in seen] == [made.data.version, changed.version]
    assert seen[-1].data["name"] == changed.name
    done("feed")
