"""A board that has just begun."""

from datetime import datetime

from shared.kit.clock import moved
from tests.support import year
from tests.support.platform import Platform


async def play(pins: Platform) -> dict[str, list[dict[str, object]]]:
    """The register is there, and the board of Leeds and Calderdale has its project with its partners."""
    with moved(datetime.fromisoformat("2025-06-16T09:00:00Z")):
        await year.import_schools(pins)
        await year.start(pins, "QWO", ["381", "382", "383", "384"])
        await pins.settle()
    return {}
