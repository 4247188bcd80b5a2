"""A folder of 200 files with 5 bad ones, processed across three kills."""

import asyncio
import os
from pathlib import Path

from sqlalchemy import text

from tests.support.command_line import Installation, put, result, selection
from tests.support.selection import project_with_schools

URNS = [str(number) for number in range(101001, 101201)]
BAD = {
    "101010": (selection("999999"), "school-unknown"),
    "101050": (selection("12"), "string_pattern_mismatch"),
    "101090": (selection("101090", offer="gold"), "enum"),
    "101130": (selection("101130", cohort="existing"), "offer-does-not-fit"),
    "101170": ("urn;offer\n101170;full\n", "columns_missing"),
}


def results(folder: Path) -> int:
    return sum(name.endswith(".result.json") for _, _, names in os.walk(folder) for name in names)


async def killed_at(installation: Installation, folder: Path, count: int) -> int:
    """Run until so many results are there, then kill; how many there are."""
    process = await installation.started("pins.folder", str(folder), "--still", "0", "--every", "0.1")
    while results(folder) < count:
        assert process.returncode is None, await process.communicate()
        await asyncio.sleep(0.05)
    process.kill()
    await process.communicate()
    return results(folder)


async def test_each_file_takes_effect_once_and_the_bad_ones_say_why(installation: Installation, tmp_path: Path):
    project = await project_with_schools(installation.partnership, *({"URN": urn} for urn in URNS))
    folder = tmp_path / "drop"
    files = {urn: put(folder, project, f"{urn}.csv", BAD[urn][0] if urn in BAD else selection(urn)) for urn in URNS}
    for count in (20, 80, 140):
        assert await killed_at(installation, folder, count) < len(URNS)
    last = await installation.sync(folder)
    assert last.exit_code == 1, last.output
    told = {urn: result(file) for urn, file in files.items()}
    refused = {urn for urn, each in told.items() if each["outcome"] == "refused"}
    assert refused == BAD.keys()
    for urn, (_, code) in BAD.items():
        assert code in {error["code"] for error in told[urn]["answer"]["errors"]}, told[urn]
        assert "row " in files[urn].with_name(f"{urn}.csv.result.txt").read_text()
    assert {told[urn]["answer"]["selected"] for urn in URNS if urn not in BAD} == {1}
    async with installation.partnership.database.transaction() as session:
        taken = list(await session.scalars(text("select urn from participations order by urn")))
        announced = await session.scalar(text("select count(*) from events where type like '%participation.selected'"))
        keys = await session.scalar(text("select count(*) from idempotency_keys where key like 'pins-%'"))
    assert taken == [urn for urn in URNS if urn not in BAD]
    assert (announced, keys) == (195, 195)
