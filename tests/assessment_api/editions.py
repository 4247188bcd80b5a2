"""What the national team does with editions of instruments."""

from typing import Any

import httpx

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
