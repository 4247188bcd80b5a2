"""What goes wrong while the year is played: one thing after another, each begun at a step of the year."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tests.compose.engine import FOLLOWERS, SERVICES, Composed, say

Disturbance = tuple[str, Callable[[], None]]
_AWAY_SECONDS = 5


def all_of(platform: Composed) -> Sequence[Disturbance]:
    """Every container is restarted, the database is away for a while, services are cut off from what they need."""

    def restarted(service: str) -> Disturbance:
        def restart() -> None:
            platform.docker("restart", "--time", "30", platform.container(service))
            platform.wait_healthy(service)

        return f"{service} restarts", restart

    def killed(service: str) -> Disturbance:
        def kill() -> None:
            platform.docker("kill", platform.container(service))
            platform.docker("start", platform.container(service))
            platform.wait_healthy(service)

        return f"{service} is killed, and starts again", kill

    def cut_off(service: str, network: str) -> Disturbance:
        def cut() -> None:
            platform.cut(service, network)
            time.sleep(_AWAY_SECONDS)
            platform.join(service, network)

        return f"{service} is off the network {network} for {_AWAY_SECONDS} seconds", cut

    def without_database() -> None:
        platform.docker("stop", "--time", "60", platform.container("postgres"))
        time.sleep(_AWAY_SECONDS)
        platform.docker("start", platform.container("postgres"))
        platform.wait_healthy("postgres")

    return (
        *(restarted(each) for each in (*SERVICES, "issuer", "gateway", *FOLLOWERS)),
        (f"postgres is stopped for {_AWAY_SECONDS} seconds, and started again", without_database),
        cut_off("commissioning", "inside"),
        cut_off("partnership", "data"),
        killed("assessment"),
        killed("reporting-subscriber"),
    )


@dataclass
class InTheMiddle:
    """Begins the next disturbance at every few steps; one that still goes on is waited for first."""

    left: Iterator[Disturbance]
    every: int
    steps: int = 0
    seen: list[str] = field(default_factory=list)
    failed: list[BaseException] = field(default_factory=list)
    _going_on: threading.Thread | None = None

    def advance(self, told: str) -> None:
        """What the year calls at each of its steps."""
        say(f"    {told}")
        self.steps += 1
        if self.steps % self.every == 0:
            self.settle()
            self._begin()

    def settle(self) -> None:
        """Until nothing is being disturbed."""
        if self._going_on is not None:
            self._going_on.join()
        if self.failed:
            raise self.failed[0]

    def finish(self) -> None:
        """What did not have its turn yet."""
        self.settle()
        while self._begin():
            self.settle()

    def _begin(self) -> bool:
        named = next(self.left, None)
        if named is None:
            return False
        told, disturb = named
        say(f"  ! {told}")
        self.seen.append(told)

        def run() -> None:
            try:
                disturb()
            except BaseException as error:  # noqa: BLE001 (told by whoever waits for it)
                self.failed.append(error)

        self._going_on = threading.Thread(target=run)
        self._going_on.start()
        return True
