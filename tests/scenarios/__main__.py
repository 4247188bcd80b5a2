"""`make scenarios`: play every scenario again and keep what came out, in `services/<name>_api/sandbox/`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from deploy.local import postgres
from shared.contracts.sandbox import Scenario
from shared.kit import logging
from tests.scenarios import table
from tests.scenarios.record import record
from tests.support.databases import Databases


async def _record_all(databases: Databases, chosen: list[Scenario]) -> None:
    for scenario in chosen:
        for service, size in (await record(databases, scenario)).items():
            sys.stdout.write(f"{scenario}: {service} {size:,} bytes\n")


def main() -> None:
    """Record the scenarios that are named, or all."""
    logging.configure("ERROR", "scenarios")
    chosen = [Scenario(name) for name in sys.argv[1:]] or list(Scenario)
    with tempfile.TemporaryDirectory() as folder, postgres.running(Path(folder) / "data", {"fsync": "off"}) as server:
        asyncio.run(_record_all(Databases(server), chosen))
    table.PAGE.write_text(table.page())


main()
