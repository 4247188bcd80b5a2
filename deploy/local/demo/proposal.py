"""The best plan for all schools at once, asked for as of the day on which the year's support began."""

import time

from deploy.local.demo.year import Resource, Year
from deploy.local.errors import LocalPlatformError

TIME_LIMIT_SECONDS = 20
TERMS = {
    "tailored_budget_pence": 3_000_000,
    "engagement_budget_pence": 1_000_000,
    "most_hours": 25,
    "time_limit_seconds": TIME_LIMIT_SECONDS,
    # The year may be over by now, and then nothing could be had any more.
    "on": "2025-10-20",
}
_AT_WORK = ("queued", "running")
_PATIENCE_SECONDS = TIME_LIMIT_SECONDS + 60


def ask(year: Year) -> Resource:
    """Ask for the plan, and wait until it is there."""
    year.advance("The best plan for all schools is looked for")
    board = year.board
    asked = board.post("commissioning", f"/v1/projects/{year.project['id']}/support-proposals", TERMS)
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        found: Resource = board.get("commissioning", f"/v1/support-proposals/{asked['id']}")
        if found["status"] not in _AT_WORK:
            return found
        if time.monotonic() > until:
            raise LocalPlatformError("The best plan was not found in time: look at .run/logs.")
        time.sleep(0.5)
