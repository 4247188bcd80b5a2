"""A board that was split, and the part that its project was handed to."""

from datetime import datetime

from shared.kit.clock import moved
from tests.support import year as steps
from tests.support.platform import Platform


async def play(pins: Platform) -> dict[str, list[dict[str, object]]]:
    """The project of the board before, with a school that is assessed and supported, then the succession."""
    with moved(datetime.fromisoformat("2025-10-06T09:00:00Z")):
        await steps.import_schools(pins)
        year = await steps.start(pins, "QM7", ["382"])
        query = {"la_code": "382", "eligibility": "eligible", "limit": "2"}
        for school in (await pins.get(year.board, "partnership", "/v1/schools", **query))["items"]:
            participation = await steps.take_part(year, school["urn"])
            await steps.assess(year, participation)
            await steps.support(year, participation)
        await pins.settle()
    with moved(datetime.fromisoformat("2026-04-08T09:00:00Z")):
        path = f"/v1/projects/{year.project['id']}"
        project = await pins.get("national:dfe", "partnership", path)
        body = {"successor_code": "S1Y5D"}
        await pins.post("national:dfe", "partnership", f"{path}/succession", body, version=project["version"])
        await pins.settle()
    return {}
