"""`pins-sync`: what is taken, what is told, what is never sent twice."""

import asyncio
import hashlib
import json
import os
from pathlib import Path
from unittest.mock import patch

import httpx
from sqlalchemy import text

from pins.client import Client
from pins.kinds import KINDS
from pins.profile import Profile
from pins.uploads import Upload
from tests.support.command_line import Installation, put, result, selection
from tests.support.over_http import over_http
from tests.support.selection import project_with_schools

NOBODY = "http://127.0.0.1:9"


async def taking_part(installation: Installation) -> list[str]:
    async with installation.partnership.database.transaction() as session:
        return list(await session.scalars(text("select urn from participations order by urn")))


async def test_a_file_is_sent_once_until_its_result_is_deleted_or_it_changes(
    installation: Installation, tmp_path: Path
):
    project = await project_with_schools(installation.partnership, {"URN": "100025"}, {"URN": "100049"})
    file = put(tmp_path, project, "schools.csv", selection("100025"))
    put(tmp_path, project, "~schools.csv", selection("100049"))
    first = await installation.sync(tmp_path)
    assert (first.exit_code, result(file)["outcome"]) == (0, "taken")
    assert "Done: 0 taken" in (await installation.sync(tmp_path)).output
    file.with_name("schools.csv.result.json").unlink()
    again = await installation.sync(tmp_path)
    # The same request with the same key: the first answer comes again.
    assert (again.exit_code, result(file)["answer"]["selected"]) == (0, 1)
    file.write_text(selection("999999"))
    assert (await installation.sync(tmp_path)).exit_code == 1
    assert "row 2, urn" in file.with_name("schools.csv.result.txt").read_text()
    assert await taking_part(installation) == ["100025"]


async def test_what_was_sent_before_a_crash_is_sent_with_its_key_again(installation: Installation, tmp_path: Path):
    project = await project_with_schools(installation.partnership)
    file = put(tmp_path, project, "schools.csv", selection("100025"))
    content = file.read_bytes()
    upload = Upload(KINDS["selections"], {"project_id": project["id"]}, content, "text/csv")
    profile = Profile("default", installation.token_url, "icb:QWO", services=installation.urls)

    def sent_before_the_crash() -> httpx.Response:
        with Client(profile) as client:
            return upload.send(client, upload.headers(client))

    with patch.dict(os.environ, installation.environment):
        await asyncio.to_thread(sent_before_the_crash)
    state = file.stat()
    entry = {
        "file": file.relative_to(tmp_path).as_posix(), "size": state.st_size, "mtime_ns": state.st_mtime_ns,
        "sha256": hashlib.sha256(content).hexdigest(), "state": "sending",
        "headers": {"Content-Type": "text/csv", "Idempotency-Key": upload.key}, "outcome": "",
    }  # fmt: skip
    journal = tmp_path / ".pins-sync" / "journal.jsonl"
    journal.parent.mkdir()
    journal.write_text(json.dumps(entry) + '\n{"file": "half a li')
    assert (await installation.sync(tmp_path)).exit_code == 0
    assert (result(file)["outcome"], result(file)["answer"]["selected"]) == ("taken", 1)
    assert await taking_part(installation) == ["100025"]


async def test_a_file_in_the_wrong_place_says_where_it_belongs(installation: Installation, tmp_path: Path):
    file = tmp_path / "selections" / "schools.csv"
    file.parent.mkdir()
    file.write_text(selection("100025"))
    assert (await installation.sync(tmp_path)).exit_code == 1
    assert "project_id" in result(file)["says"]


async def test_a_mode_in_upload_toml_takes_the_rows_that_can_be_taken(installation: Installation, tmp_path: Path):
    project = await project_with_schools(installation.partnership)
    (tmp_path / "upload.toml").write_text('[selections]\nmode = "per-row"\n')
    file = put(tmp_path, project, "schools.csv", selection("100025") + "999999,new,full,Unknown.\n")
    assert (await installation.sync(tmp_path)).exit_code == 1
    assert (result(file)["outcome"], await taking_part(installation)) == ("taken-in-part", ["100025"])


async def test_files_are_put_away_only_when_asked(installation: Installation, tmp_path: Path):
    project = await project_with_schools(installation.partnership)
    good = put(tmp_path, project, "good.csv", selection("100025"))
    bad = put(tmp_path, project, "bad.csv", selection("999999"))
    await installation.sync(tmp_path, "--move")
    assert not good.exists()
    assert not bad.exists()
    assert result(tmp_path / "done" / good.relative_to(tmp_path))["outcome"] == "taken"
    assert result(tmp_path / "refused" / bad.relative_to(tmp_path))["outcome"] == "refused"


async def test_two_processes_do_not_share_a_folder(installation: Installation, tmp_path: Path):
    first = await installation.started("pins.folder", str(tmp_path), "--every", "0.2")
    while not (tmp_path / ".pins-sync" / "journal.jsonl").exists():
        await asyncio.sleep(0.02)
    second = await installation.sync(tmp_path)
    first.kill()
    await first.communicate()
    assert (second.exit_code, "Another pins-sync" in second.output) == (2, True)
    assert (await installation.sync(tmp_path)).exit_code == 0


async def test_a_service_that_is_away_leaves_files_for_the_next_run(installation: Installation, tmp_path: Path):
    project = await project_with_schools(installation.partnership)
    file = put(tmp_path, project, "schools.csv", selection("100025"))
    installation.profile(partnership=NOBODY)
    away = await installation.sync(tmp_path)
    assert (away.exit_code, "cannot be reached" in away.output) == (4, True)
    assert os.listdir(file.parent) == ["schools.csv"]  # noqa: PTH208 - no result beside it
    installation.profile()
    assert (await installation.sync(tmp_path)).exit_code == 0
    assert result(file)["outcome"] == "taken"


async def test_who_is_not_signed_in_has_no_file_refused(installation: Installation, tmp_path: Path):
    project = await project_with_schools(installation.partnership)
    file = put(tmp_path, project, "schools.csv", selection("100025"))
    installation.profile("nobody that the issuer knows")
    assert (await installation.sync(tmp_path)).exit_code == 3
    installation.profile("la:383")
    assert (await installation.sync(tmp_path)).exit_code == 1
    assert result(file)["outcome"] == "refused"


async def test_a_watching_process_takes_what_appears_and_bears_a_service_that_comes_back(
    installation: Installation, tmp_path: Path
):
    project = await project_with_schools(installation.partnership)
    async with over_http(installation.partnership.app) as address:
        installation.profile(partnership=address)
    process = await installation.started("pins.folder", str(tmp_path), "--still", "0.1", "--every", "0.1")
    assert process.stderr is not None
    file = put(tmp_path, project, "schools.csv", selection("100025"))
    while b"cannot be reached" not in await process.stderr.readline():
        pass
    async with over_http(installation.partnership.app, int(address.rpartition(":")[2])):
        while not file.with_name("schools.csv.result.json").exists():
            await asyncio.sleep(0.05)
    process.kill()
    await process.communicate()
    assert result(file)["outcome"] == "taken"
