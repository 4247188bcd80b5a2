"""`pins`: what it prints, and the exit codes that scripts tell it by."""

import csv
import io
import json
import signal
from pathlib import Path

from tests.support.command_line import SECRET, Installation, selection
from tests.support.selection import participation_of, project_with_schools

LEEDS = "partnership/v1/local-authorities/383"


async def test_signing_in_keeps_a_profile_and_its_secret_for_oneself(installation: Installation, tmp_path: Path):
    installation.settings.unlink()
    words = ("login", "--token-url", installation.token_url, "--client-id", "la:383", "--service-url",
             f"partnership={installation.urls['partnership']}")  # fmt: skip
    secret = tmp_path / "secret"
    secret.write_text(f"{SECRET}\n")
    secret.chmod(0o644)
    open_to_all = await installation.pins(*words, "--secret-file", str(secret), PINS_CLIENT_SECRET="")
    assert (open_to_all.exit_code, "chmod 600" in open_to_all.output) == (2, True)
    secret.chmod(0o600)
    assert (await installation.pins(*words, "--secret-file", str(secret), PINS_CLIENT_SECRET="")).exit_code == 0
    assert (installation.settings.stat().st_mode & 0o077, SECRET in installation.settings.read_text()) == (0, False)
    token = await installation.pins("token", PINS_CLIENT_SECRET="")
    assert token.stdout.count(".") == 2
    wrong = await installation.pins("token", PINS_CLIENT_SECRET="another")
    assert (wrong.exit_code, "The token issuer gave no token" in wrong.output) == (3, True)


async def test_one_resource_is_printed_as_json(installation: Installation):
    found = await installation.pins("get", LEEDS)
    assert (found.exit_code, json.loads(found.stdout)["name"]) == (0, "Leeds")


async def test_lists_are_printed_whole_in_every_form(installation: Installation):
    async def printed(*words: str) -> str:
        found = await installation.pins("list", *words)
        assert found.exit_code == 0, found.output
        return found.stdout

    whole = json.loads(await printed("local-authorities", "-f", "json"))
    assert len(whole) > 100
    assert len((await printed("local-authorities", "-f", "ndjson", "--limit", "60")).splitlines()) == 60
    written = list(
        csv.DictReader(io.StringIO((await printed("local-authorities", "-f", "csv")).removeprefix("\ufeff")))
    )
    assert [row["la_code"] for row in written] == [row["la_code"] for row in whole]
    limited = await printed("local-authorities", "-f", "csv", "--limit", "2")
    assert len(list(csv.reader(io.StringIO(limited)))) == 3
    assert "Leeds" in await printed("local-authorities", "la_code=383", "--columns", "la_code,name")
    assert json.loads(await printed("projects", "--updated-since", "2099-01-01T00:00:00Z", "-f", "json")) == []


async def test_an_upload_is_tried_dry_then_taken_once(installation: Installation, tmp_path: Path):
    project = await project_with_schools(installation.partnership)
    file = tmp_path / "schools.csv"
    file.write_text(selection("100025"))
    words = ("upload", "selections", str(file), f"project_id={project['id']}")
    dry = await installation.pins(*words, "--dry-run", "-f", "json")
    assert json.loads(dry.stdout)["dry_run"] is True
    answers = [await installation.pins(*words, "-f", "json") for _ in range(2)]
    assert [json.loads(each.stdout)["selected"] for each in answers] == [1, 1]
    file.write_text(selection("999999"))
    refused = await installation.pins(*words)
    assert refused.exit_code == 1
    assert "row 2, urn" in refused.stderr
    assert "school-unknown" in refused.stderr


async def test_readiness_is_shown_rule_by_rule(installation: Installation):
    project = await project_with_schools(installation.partnership)
    shown = await installation.pins("readiness", project["id"])
    assert (shown.exit_code, "not yet due" in shown.output) == (0, True)


async def test_the_feed_goes_on_from_its_cursor_file(installation: Installation, tmp_path: Path):
    cursor = tmp_path / "cursor"
    words = ("feed", "tail", "partnership", "--after", "latest", "--cursor-file", str(cursor), "--once")
    assert (await installation.pins(*words)).stdout == ""
    project = await project_with_schools(installation.partnership)
    await participation_of(installation.partnership, project)
    selected = (*words, "--type", "partnership.participation.selected")
    told = [json.loads(line) for line in (await installation.pins(*selected)).stdout.splitlines()]
    assert [event["urn"] for event in told] == ["100025"]
    assert (await installation.pins(*selected)).stdout == ""


EMPTY = "empty.csv"
REFUSALS = {
    "refused by the service": (1, ("get", "partnership/v1/schools/999999")),
    "a filter that is unknown": (1, ("list", "schools", "colour=red")),
    "no such list": (2, ("list", "pupils")),
    "no such service": (2, ("get", "payroll/v1/schools")),
    "not key=value": (2, ("list", "schools", "red")),
    "no such profile": (2, ("get", LEEDS, "--profile", "nobody")),
    "not allowed": (3, ("upload", "schools", EMPTY)),
    "not reached": (4, ("get", LEEDS, "--profile", "away")),
}


async def test_exit_codes_tell_what_went_wrong(installation: Installation, tmp_path: Path):
    (tmp_path / EMPTY).write_text("URN\n")
    installation.profile(name="away", partnership="http://127.0.0.1:9")
    for name, (code, words) in REFUSALS.items():
        came = await installation.pins(*(str(tmp_path / EMPTY) if word == EMPTY else word for word in words))
        assert (name, came.exit_code, came.stdout) == (name, code, ""), came.output
        assert came.stderr.strip()


async def test_a_refused_filter_is_named_in_a_table(installation: Installation):
    assert "colour" in (await installation.pins("list", "schools", "colour=red")).stderr


async def test_a_process_prints_data_alone_and_ends_by_its_codes(installation: Installation):
    process = await installation.started("pins", "get", LEEDS)
    out, _ = await process.communicate()
    assert (process.returncode, json.loads(out)["name"]) == (0, "Leeds")
    await project_with_schools(installation.partnership)
    tail = await installation.started("pins", "feed", "tail", "partnership")
    assert tail.stdout is not None
    assert json.loads(await tail.stdout.readline())["specversion"] == "1.0"
    tail.send_signal(signal.SIGINT)
    await tail.communicate()
    assert tail.returncode == 130
