from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.assessment_api.tool import TOOL
from tests.support.serving import Served

NATIONAL = "national:dfe"


def an_edition(**changes: Any) -> dict[str, Any]:
    """What the national team sends of its own tool."""
    values = TOOL.model_dump() | {"code": "self-assessment", "title": "The national tool", "illustrative": False}
    return values | changes


async def act(served: Served, of: dict[str, Any], verb: str, caller: str = NATIONAL, **body: Any) -> httpx.Response:
    """POST to one of an edition's own addresses, on the version that was read."""
    return await served.as_(caller).post(
        f"/v1/instruments/{of['id']}/{verb}", headers={"If-Match": f'"{of["version"]}"'}, **body
    )


@pytest.fixture
def drafted(assessment: Served) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Drafts an edition as the national team."""

    async def draft(**changes: Any) -> dict[str, Any]:
        answer = await assessment.as_(NATIONAL).post("/v1/instruments", json=an_edition(**changes))
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    return draft


@pytest.fixture
def published(assessment: Served, drafted) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Drafts and publishes an edition as the national team."""

    async def publish(**changes: Any) -> dict[str, Any]:
        answer = await act(assessment, await drafted(**changes), "publication")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    return publish
