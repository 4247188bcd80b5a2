"""How fast a whole download of GIAS is imported: `python -m tests.bench.gias_import [rows]` prints it as JSON.

Rows a second through HTTP, with every school announced; the ratio to a bare COPY; and how far the memory of the
process rose above what it was before.
"""

import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg

from deploy.local import postgres
from services.partnership_api.main import SERVICE
from services.partnership_api.schools.gias import Establishment, read_establishments
from shared.kit import logging
from tests.support.databases import Databases
from tests.support.serving import live

ROWS = 50_000
CSV = {"Content-Type": "text/csv"}
# About as wide as the real file: the columns that are read, and those that are passed over.
_PASSED_OVER = [f"Column {number}" for number in range(100)]
_LA_CODES = ("202", "330", "382", "383", "873", "919")


def _fields(number: int) -> dict[str, str]:
    primary = number % 3 != 0
    return {
        "URN": str(100_000 + number),
        "LA (code)": _LA_CODES[number % len(_LA_CODES)],
        "LA (name)": "Camden",
        "EstablishmentNumber": f"{number % 9000 + 1000}",
        "EstablishmentName": f"Café Row {number} School",
        "TypeOfEstablishment (code)": ("01", "02", "05", "28", "34")[number % 5],
        "TypeOfEstablishment (name)": "Community school",
        "EstablishmentStatus (code)": "1" if number % 2 else "2",
        "EstablishmentStatus (name)": "Open" if number % 2 else "Closed",
        "PhaseOfEducation (code)": "2" if primary else "4",
        "PhaseOfEducation (name)": "Primary" if primary else "Secondary",
        "StatutoryLowAge": "3" if primary else "11",
        "StatutoryHighAge": "11" if primary else "18",
        "OpenDate": f"{number % 28 + 1:02}-09-{1990 + number % 30}",
        "CloseDate": "",
        "Street": f"{number % 300} Mansfield Road",
        "Locality": "",
        "Address3": "Not applicable",
        "Town": f"Town {number % 700}",
        "County (name)": "Not recorded",
        "Postcode": f"NW{number % 20} {number % 9}JB",
        "SchoolWebsite": f"www.school{number}.example.sch.uk",
        "Trusts (code)": str(2000 + number % 1500),
        "Trusts (name)": f"Trust {number % 1500}",
        "UKPRN": str(10_000_000 + number),
        "NumberOfPupils": str(number % 900),
        "SchoolCapacity": str(number % 1000),
        "PercentageFSM": f"{number % 100}.{number % 10}",
        "TypeOfResourcedProvision (name)": "Not applicable",
        "GOR (code)": "H",
        "GOR (name)": "London",
    }


def _lines(rows: int) -> Iterator[bytes]:
    yield ",".join([*_fields(0), *_PASSED_OVER]).encode() + b"\n"
    filler = ",".join(["Not appl."] * len(_PASSED_OVER))
    for number in range(rows):
        yield f"{','.join(_fields(number).values())},{filler}\n".encode("cp1252")


async def _chunks(rows: int) -> AsyncIterator[bytes]:
    waiting = bytearray()
    for line in _lines(rows):
        waiting += line
        if len(waiting) > 64 * 1024:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


def _greatest_memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _seconds_of_generating(rows: int) -> float:
    started = time.perf_counter()
    async for _ in _chunks(rows):
        pass
    return time.perf_counter() - started


async def _seconds_of_copies(url: str, rows: int) -> tuple[float, float]:
    """The file as it is into columns of text, as `psql` would; and its values, read already, into a table like ours."""
    connection = await asyncpg.connect(url)
    columns = ", ".join(f'"{name}" text' for name in [*_fields(0), *_PASSED_OVER])
    await connection.execute(f"create table as_text ({columns})")
    started = time.perf_counter()
    await connection.copy_to_table(
        "as_text", source=_chunks(rows), format="csv", header=True, encoding="windows-1252", timeout=300
    )
    as_text = time.perf_counter() - started
    await connection.execute("create table as_values (like schools including indexes)")
    for name in ("eligibility", "eligibility_reasons", "version", "created_at", "updated_at", "laestab"):
        await connection.execute(f"alter table as_values drop column {name}")
    values = [tuple(each) async for batch in read_establishments(_chunks(rows)) for each in batch.establishments]
    started = time.perf_counter()
    await connection.copy_records_to_table("as_values", records=values, columns=Establishment._fields)
    as_values = time.perf_counter() - started
    await connection.close()
    return as_text, as_values


async def _measure(server: postgres.Server, rows: int) -> dict[str, float]:
    databases = Databases(server)
    generating = await _seconds_of_generating(rows)
    async with databases.copy(SERVICE) as url, live(SERVICE, url) as partnership:
        national = partnership.as_("national:dfe")
        await national.post("/v1/schools/imports?dry_run=true", content=_chunks(100), headers=CSV)
        before = _greatest_memory_mb()
        started = time.perf_counter()
        answer = await national.post("/v1/schools/imports", content=_chunks(rows), headers=CSV, timeout=300)
        taken = time.perf_counter() - started - generating
        answer.raise_for_status()
        grown = _greatest_memory_mb() - before
        as_text, as_values = await _seconds_of_copies(url, rows)
    return {
        "seconds": taken,
        "a_second": rows / taken,
        "of_text": taken / (as_text - generating),
        "of_values": taken / as_values,
        "grown_mib": grown,
    }


def main() -> None:
    logging.configure("ERROR", "bench")
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres.running(Path(folder) / "data", {"max_connections": "50"}) as server,
    ):
        sys.stdout.write(json.dumps(asyncio.run(_measure(server, rows))) + "\n")


if __name__ == "__main__":
    main()
