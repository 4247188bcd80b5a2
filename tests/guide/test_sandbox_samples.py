"""The samples of these pages build on each other: each page is run from its top to its bottom, against a sandbox."""

import csv
import json
import re
import tomllib
from pathlib import Path

import pytest

from pins.kinds import KINDS
from shared.kit.guide import contents
from shared.kit.guide.rendering import source_of
from tests.clients.guide import shown
from tests.guide.running import SECRET, Platform, run
from tests.guide.samples import NOT_CODE, OF_A_SANDBOX, of_page
from tests.guide.sandboxed import COMMANDS
from tests.support.command_line import ROOT, result, selection

# The scenario's free schools. The page on uploads sends others, and so none is selected twice.
UPLOADED, DROPPED, UNKNOWN = "900045", "900046", "999999"


async def played(page: str, at: Platform, folder: Path) -> list[str]:
    """What each sample of a page prints, in their order."""
    shell = [each for each in of_page(page) if each.language == "console"]
    return [await run("console", each.code, at, folder, f"{SECRET}\n") for each in shell]


def in_tables(page: str) -> list[str]:
    """The commands that a page's tables tell you to type."""
    return re.findall(r"\| `(pins [^`]+)` \|$", source_of(page), re.MULTILINE)


def counted(said: str) -> tuple[int, int, int]:
    """Rows, and how many of them were created and refused."""
    told = json.loads(said[said.index("{") :])
    return told["rows"], told["created"], told["refused"]


async def test_an_upload_is_tried_mended_and_sent(sandboxed: Platform, tmp_path: Path):
    _, tried, sent, as_json = await played("bulk", sandboxed, tmp_path)
    assert counted(tried) == (2, 0, 1)
    assert '"row":3' in tried.replace(" ", "")
    assert counted(sent) == (2, 2, 0)
    assert counted(as_json) == (1, 1, 0)


async def test_the_command_line_does_what_its_page_says(sandboxed: Platform, tmp_path: Path):
    (tmp_path / "schools.csv").write_text(selection(UPLOADED))
    _, behind_a_gateway, signed_in, _, uploaded = await played("command-line", sandboxed, tmp_path)
    assert "Signed in as icb:QWO" in behind_a_gateway
    assert "Signed in as icb:QWO" in signed_in
    assert (tmp_path / "cursor.txt").read_text()
    assert "selections" in uploaded
    asked = in_tables("command-line")
    assert len(asked) == 10
    said = await run("console", "\n".join(asked), sandboxed, tmp_path)
    assert '"Leeds"' in said
    with (tmp_path / "schools.csv").open(encoding="utf-8-sig") as file:
        assert {row["la_code"] for row in csv.DictReader(file)} == {"383"}
    assert "PINS in QWO" in (tmp_path / "report.html").read_text()


def dropped(folder: Path, project: str, name: str, urn: str) -> Path:
    file = folder / "selections" / project / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(selection(urn))
    return file


async def test_the_folder_drop_takes_what_is_there_and_brings_what_is_asked_for(sandboxed: Platform, tmp_path: Path):
    folder = tmp_path / "srv"
    [options, pulls] = [each.code for each in of_page("folder-drop") if each.language == "toml"]
    file = dropped(folder, sandboxed.environment["PROJECT"], "schools.csv", DROPPED)
    (folder / "upload.toml").write_text(options)
    (folder / "pull.toml").write_text(pulls)
    here = Platform(sandboxed.addresses | {"/srv/pins": str(folder)}, sandboxed.environment)
    [sign_in] = [each.code for each in of_page("command-line") if "--service-url" in each.code]
    await run("console", sign_in, here, tmp_path, f"{SECRET}\n")
    await played("folder-drop", here, tmp_path)
    assert result(file)["outcome"] == "taken"
    wanted = [each["file"] for each in tomllib.loads(pulls)["pull"]]
    assert len(wanted) == 3
    for name in wanted:
        assert (folder / name).stat().st_size, name
    refused = dropped(folder, sandboxed.environment["PROJECT"], "more.csv", UNKNOWN)
    (folder / "upload.toml").unlink()
    with pytest.raises(AssertionError, match="refused"):
        await run("console", "pins-sync /srv/pins --once --still 0", here, tmp_path)
    must_look_as_shown(refused)


def must_look_as_shown(refused: Path) -> None:
    """The result for people is worded as the page shows it; names and numbers differ."""
    [shown] = [each.code for each in of_page("folder-drop") if each.language == "text"]
    told = refused.with_name(f"{refused.name}.result.txt").read_text()
    assert _words(told) == _words(shown)


def _words(text: str) -> list[str]:
    return re.sub(r"\w+\.csv|\d+", "#", text).split()


async def test_the_sandbox_does_what_its_page_says(sandboxed: Platform, tmp_path: Path):
    told, reset, on_another_day, busy, conflict = await played("sandbox", sandboxed, tmp_path)
    assert '"all-errors"' in told
    assert "mid-year-continuing-icb" in reset
    assert '"created_at":"2026-02-10T09:00:00' in on_another_day.replace(" ", "")
    assert "too-many-requests" in busy
    assert re.search(r"^retry-after: \d+", busy, re.IGNORECASE | re.MULTILINE)
    assert "project-exists" in conflict


def test_no_sample_of_these_pages_is_left_out():
    languages = {each.language for page in OF_A_SANDBOX for each in of_page(page)}
    assert languages <= {"console", "toml", *NOT_CODE}
    kinds = re.findall(r"^\| `([a-z-]+)/", source_of("folder-drop"), re.MULTILINE)
    assert len(kinds) == 4
    assert set(kinds) <= KINDS.keys()


def test_what_is_installed_and_started_is_there():
    package = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert package["scripts"].items() >= {name: f"{module}:main" for name, module in COMMANDS.items()}.items()
    told = "".join(each.code for page in contents.titles() for each in of_page(page) if each.language == "text")
    assert f'pip install "{package["name"]}[cli]"' in told
    targets = re.findall(r"^make (?:-s )?([a-z-]+)", told, re.MULTILINE)
    assert "sandbox" in targets
    assert set(targets) <= set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_each_generated_client_is_shown_with_its_commands_and_a_program():
    for each in shown().values():
        assert re.search(r"^openapi-[a-z-]+ generate", each.typed, re.MULTILINE)
        assert "PINS_API_URL" in each.program
        assert "PINS_TOKEN" in each.program
