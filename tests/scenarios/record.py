"""Playing a scenario at the times it tells of, with ids that are the same each time, and taking it down."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

from shared.contracts.sandbox import Scenario
from shared.kit import columns
from shared.kit.clock import moved, utc_now
from shared.kit.sandbox import loading, scenarios
from tests.scenarios import fresh_icb, mid_year, refusals, split_icb
from tests.support.databases import Databases
from tests.support.platform import Platform, platform
from tests.support.services import SERVICES

Trials = dict[str, list[dict[str, Any]]]
PLAYS: dict[Scenario, Callable[[Platform], Awaitable[Trials]]] = {
    Scenario.FRESH_ICB: fresh_icb.play,
    Scenario.MID_YEAR: mid_year.play_alone,
    Scenario.SPLIT_ICB: split_icb.play,
    Scenario.ALL_ERRORS: refusals.play,
}


async def record(databases: Databases, scenario: Scenario) -> dict[str, int]:
    """Play a scenario and keep it; how many bytes each service's file has."""
    with moved(datetime.fromisoformat("2024-04-01T08:00:00Z")), _same_ids():
        for service in SERVICES:
            await databases.template(service)
    with moved(datetime.fromisoformat("2024-04-02T08:00:00Z")), _same_ids():
        async with platform(databases) as pins:
            trials = await PLAYS[scenario](pins)
            sizes = {}
            for name, served in pins.services.items():
                async with served.database.transaction() as session:
                    tables = await loading.take_down(session, served.service)
                kept = scenarios.Recorded(tables, trials.get(name, []))
                sizes[name] = scenarios.write(served.service.folder, scenario, kept)
            return sizes


@contextmanager
def _same_ids() -> Iterator[None]:
    """Version 7 UUIDs of the moved clock and a counter: what is recorded anew differs only where the play does."""
    real, numbers = columns.uuid7, count(1)

    def numbered() -> UUID:
        milliseconds = int(utc_now().timestamp() * 1000)
        return UUID(int=milliseconds << 80 | 7 << 76 | 2 << 62 | next(numbers))

    columns.uuid7 = numbered
    try:
        yield
    finally:
        columns.uuid7 = real
