"""What `pull.toml` asks for, brought into the folder."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import Installation
from tests.support.selection import participation_of, project_with_schools, withdrawn

PULLS = """
[[pull]]
list = "participations"
file = "out/participations.csv"
changes_by = "id"
every_minutes = 0

[[pull]]
feed = "partnership"
types = ["partnership.participation.selected", "partnership.participation.withdrawn"]
file = "out/events.csv"
every_minutes = 0

[[pull]]
path = "partnership/v1/local-authorities/383"
file = "out/leeds.json"
every_minutes = 60
"""


def rows(file: Path) -> list[dict[str, Any]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


async def test_lists_and_the_feed_are_kept_in_step(installation: Installation, tmp_path: Path):
    partnership = installation.partnership
    project = await project_with_schools(partnership, {"URN": "100025"}, {"URN": "100049"})
    first = await participation_of(partnership, project)
    (tmp_path / "pull.toml").write_text(PULLS)
    assert (await installation.sync(tmp_path)).exit_code == 0
    out = tmp_path / "out"
    assert [row["status"] for row in rows(out / "participations.csv")] == ["selected"]
    assert json.loads((out / "leeds.json").read_text())["name"] == "Leeds"
    (out / "leeds.json").write_text("not due again yet")
    await participation_of(partnership, project, urn="100049")
    await withdrawn(partnership, first)
    # What a run wrote and died before it could remember comes again, once.
    with (out / "events.csv").open("a") as events:
        events.write("half an event")
    assert (await installation.sync(tmp_path)).exit_code == 0
    assert [(row["urn"], row["status"]) for row in rows(out / "participations.csv")] == [
        ("100025", "withdrawn"), ("100049", "selected"),
    ]  # fmt: skip
    assert [row["type"].rpartition(".")[2] for row in rows(out / "events.csv")] == ["selected", "selected", "withdrawn"]
    assert (out / "leeds.json").read_text() == "not due again yet"


WRONG = {
    "outside": '[[pull]]\nlist = "schools"\nfile = "../schools.csv"',
    "two sources": '[[pull]]\nlist = "schools"\nfeed = "partnership"\nfile = "schools.csv"',
    "not toml": "[[pull]",
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
async def test_a_pull_that_cannot_be_understood_is_refused(installation: Installation, tmp_path: Path, wrong: str):
    (tmp_path / "pull.toml").write_text(wrong)
    assert (await installation.sync(tmp_path)).exit_code == 2
    assert not (tmp_path.parent / "schools.csv").exists()
