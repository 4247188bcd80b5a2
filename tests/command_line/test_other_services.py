"""What `pins` does with the services that follow partnership."""

import json
from pathlib import Path

import pytest

from deploy.local import issuer
from tests.support.command_line import SECRET, Installation
from tests.support.databases import Databases
from tests.support.over_http import over_http
from tests.support.platform import Platform, platform
from tests.support.selection import confirmed, participation_of, project_with_schools
from tests.support.surveys import CODES
from tests.support.tokens import ISSUER, KEY


@pytest.fixture
async def whole(databases: Databases, tmp_path: Path):
    async with (
        platform(databases) as running,
        over_http(running.services["partnership"].app) as partnership,
        over_http(running.services["assessment"].app) as assessment,
        over_http(running.services["reporting"].app) as reporting,
        over_http(issuer.create_app(KEY, SECRET, ISSUER)) as issuing,
    ):
        urls = {"partnership": partnership, "assessment": assessment, "reporting": reporting}
        made = Installation(running.services["partnership"], urls, f"{issuing}/token", tmp_path / "config.toml")
        made.profile()
        yield running, made


async def test_a_report_is_read_and_responses_are_counted_and_replaced(
    whole: tuple[Platform, Installation], tmp_path: Path
):
    running, pins = whole
    project = await project_with_schools(pins.partnership)
    school = await confirmed(pins.partnership, await participation_of(pins.partnership, project))
    await running.settle("reporting")
    page = tmp_path / "report.html"
    written = await pins.pins("report", project["id"], "1", "-f", "html", "-o", str(page))
    assert written.exit_code == 0, written.output
    assert "<html" in page.read_text()
    assert json.loads((await pins.pins("report", project["id"], "1")).stdout)
    pins.profile(f"school:{school['urn']}", name="school")
    responses = tmp_path / "responses.csv"
    words = ("upload", "survey-responses", str(responses), f"participation_id={school['id']}", "term=autumn",
             "-f", "json", "-p", "school")  # fmt: skip
    for rows in (12, 14):
        responses.write_text(f"{CODES[0]}\n" + "1\n" * rows)
        counted = await pins.pins(*words)
        assert counted.exit_code == 0, counted.output
        assert json.loads(counted.stdout)["survey"]["respondents"] == rows
