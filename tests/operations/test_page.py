"""docs/operations.md: its commands run, its links lead somewhere, each alert and each line of the log has its place."""

import asyncio
import re
from pathlib import Path

from services.partnership_api.main import SERVICE
from tests.operations.page import PAGE, anchor, commands, headings
from tests.support.clusters import run
from tests.support.databases import Databases
from tests.support.services import SERVICES
from tests.support.settings import settings_for

REPOSITORY = PAGE.parents[1]
MONITORING = REPOSITORY / "deploy" / "monitoring"
# Run by whole_restores.py, with clusters of their own (`make test-restore`).
WITH_CLUSTERS = {
    "Back up", "Move to another cluster", "Go back to a moment", "Rebuild a projection", "Erase again after going back",
}  # fmt: skip
ON_A_SERVER = {"How much it can take", "When a transaction holds everything back", "Change keys and secrets"}
OF_A_SERVICE = {"Answer a person who asks"}


def test_every_command_is_run_by_a_test():
    assert set(commands()) == WITH_CLUSTERS | ON_A_SERVER | OF_A_SERVICE


async def test_commands_that_only_look_answer(databases: Databases, tmp_path: Path):
    old = databases.server.superuser_url("").rstrip("/")
    for heading in sorted(ON_A_SERVER):
        for command in commands()[heading]:
            assert await asyncio.to_thread(run, command, tmp_path, {"OLD": old}), command


async def test_a_person_is_answered_by_the_command(databases: Databases, tmp_path: Path):
    async with databases.copy(SERVICE) as url:
        told = settings_for(SERVICE, url)
        names = ("database_url", "public_url", "issuer", "audience", "jwks_url", "token_url")
        lines = [f"PINS_{name.upper()}={getattr(told, name)}\n" for name in names]
        (tmp_path / "partnership.env").write_text("".join(lines))
        [command] = commands()["Answer a person who asks"]
        said = await asyncio.to_thread(run, command, tmp_path, {"PYTHONPATH": str(REPOSITORY)})
    assert said == '{\n  "contacts": []\n}\n'


def test_links_within_the_page_lead_to_a_heading():
    linked = set(re.findall(r"\]\(#([a-z0-9-]+)\)", PAGE.read_text().replace("\n", " ")))
    assert linked
    assert linked <= {anchor(each) for each in headings()}


def test_every_alert_says_what_to_do_here():
    alerts = {
        name for file in MONITORING.rglob("*.y*ml") for name in re.findall(r"alert: *([A-Za-z]+)", file.read_text())
    }
    assert alerts
    missing = {anchor(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)) for name in alerts} - {anchor(x) for x in headings()}
    assert missing == set()


def test_every_line_of_the_log_is_explained():
    lines = set()
    for folder in ("shared", "services"):
        for file in (REPOSITORY / folder).rglob("*.py"):
            lines.update(re.findall(r"(?:log|get_logger\(\))\.(?:warning|error)\(\s*\"([a-z_]+)\"", file.read_text()))
            lines.update(re.findall(r"\"([a-z_]+_(?:failed|not_written))\"\)", file.read_text()))
    assert len(lines) > 10
    page = PAGE.read_text()
    assert {line for line in lines if f"`{line}`" not in page} == set()


def test_every_setting_that_is_named_is_one():
    fields = {name.upper() for service in SERVICES for name in service.settings.model_fields}
    named = set(re.findall(r"PINS_([A-Z_]+)", PAGE.read_text()))
    others = {"SECRETS_DIR", "DRAIN_SECONDS", "READ_DATABASE_URL"}
    assert {name.removesuffix("_") for name in named} - fields <= others
