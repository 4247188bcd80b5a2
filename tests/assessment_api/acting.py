"""What a school and its board do with a self-assessment, on the version they read."""

from typing import Any

import httpx

from tests.support.serving import Served

SCHOOL = "school:107866"


async def save(served: Served, of: dict[str, Any], *answers: dict[str, Any], caller: str = SCHOOL) -> httpx.Response:
    return await served.as_(caller).put(
        f"/v1/self-assessments/{of['id']}/answers",
        json={"answers": list(answers)},
        headers={"If-Match": f'"{of["version"]}"'},
    )


async def act(served: Served, of: dict[str, Any], verb: str, caller: str = SCHOOL, **body: Any) -> httpx.Response:
    return await served.as_(caller).post(
        f"/v1/self-assessments/{of['id']}/{verb}", headers={"If-Match": f'"{of["version"]}"'}, **body
    )
