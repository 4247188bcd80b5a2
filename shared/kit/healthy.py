"""`python -m shared.kit.healthy serve | subscribe`: whether this container's process still does its work.

For health checks of containers, run every few seconds beside the service: so the standard library alone.
"""

import http.client
import os
import sys
import time
from pathlib import Path

_ANSWER_SECONDS = 3
_STALE_SECONDS = 120


def serves() -> str:
    """Ask the service whether it is alive; what is wrong, or nothing."""
    port = int(os.environ.get("PINS_PORT", "8000"))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", "/health/live")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"The service does not answer at port {port}: {type(error).__name__}."
    finally:
        connection.close()
    return "" if status == http.client.OK else f"The service answers {status}."


def follows() -> str:
    """Look when the subscriber last went round; what is wrong, or nothing."""
    file = os.environ.get("PINS_HEARTBEAT_FILE")
    if not file:
        return "PINS_HEARTBEAT_FILE is not set: there is nothing to look at."
    try:
        age = time.time() - Path(file).stat().st_mtime
    except OSError:
        return "The subscriber has not begun."
    return "" if age < _STALE_SECONDS else f"The subscriber has stood still for {age:.0f} seconds."


_CHECKS = {"serve": serves, "subscribe": follows}


def main(arguments: list[str]) -> int:
    """Say what is wrong on standard error and end with 1, or say nothing and end with 0."""
    if len(arguments) != 1 or arguments[0] not in _CHECKS:
        sys.stderr.write("Say what is to be looked at: serve or subscribe.\n")
        return 2
    wrong = _CHECKS[arguments[0]]()
    if wrong:
        sys.stderr.write(f"{wrong}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
