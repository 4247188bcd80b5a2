"""All four databases moved by dumps and put back to a moment, by the commands of docs/operations.md."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from deploy.local import issuer
from deploy.local.postgres import Server
from shared.kit.http_client import NeighbourRefused
from tests.operations.page import commands
from tests.support import year as play
from tests.support.clusters import cluster, run
from tests.support.databases import Databases
from tests.support.over_http import over_http
from tests.support.platform import Platform, platform_on
from tests.support.services import SERVICES
from tests.support.tokens import AUDIENCE, ISSUER, KEY

SECRET = "a secret of the tests"
ARCHIVING = {
    "wal_level": "replica", "archive_mode": "on",
    "archive_command": 'test ! -f "$ARCHIVE/%f" && cp "%p" "$ARCHIVE/%f"',
}  # fmt: skip
REPOSITORY = Path(__file__).parents[2]


@dataclass
class Played:
    """A cluster in which a year was begun, a base backup of it, and what there was at a moment after that."""

    server: Server
    folder: Path
    year: play.Year
    moment: str
    board_then: dict[str, Any]
    board_now: dict[str, Any]
    cursors: dict[str, str] = field(default_factory=dict)

    def environment(self, new: Server) -> dict[str, str]:
        old, new_url = (each.superuser_url("").rstrip("/") for each in (self.server, new))
        return {
            "OLD": old, "NEW": new_url, "MOMENT": self.moment, "ARCHIVE": str(self.folder / "archive"),
            "PYTHONPATH": str(REPOSITORY),
        }  # fmt: skip


def urls(server: Server) -> dict[str, str]:
    return {each.name: server.superuser_url(f"pins_{each.name}") for each in SERVICES}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("old")
    with pytest.MonkeyPatch.context() as patch:
        (archive := folder / "cluster" / "archive").mkdir(parents=True)
        (folder / "archive").symlink_to(archive)
        patch.setenv("ARCHIVE", str(archive))
        with cluster(folder / "cluster", **ARCHIVING) as server:
            yield asyncio.run(_play(server, folder))


async def _play(server: Server, folder: Path) -> Played:
    databases = Databases(server)
    for service in SERVICES:
        template = await databases.template(service)
        await databases._run(f'create database "pins_{service.name}" template "{template}"')
    async with platform_on(urls(server)) as pins:
        await play.import_schools(pins)
        year = await play.start(pins, "QWO", ["382"])
        schools = (await pins.get("icb:QWO", "partnership", "/v1/schools", la_code="382", eligibility="eligible"))[
            "items"
        ]
        await _take_part(pins, year, schools[0]["urn"])
        early = await cursor(pins)
        found = Played(server, folder, year, "", {}, {})
        for command in commands()["Back up"]:
            run(command, folder, found.environment(server))
        await _take_part(pins, year, schools[1]["urn"])
        board_then = await dashboard(pins, year)
        moment = await _now(server)
        await _take_part(pins, year, schools[2]["urn"])
        board_now = await dashboard(pins, year)
        cursors = {"early": early, "late": await cursor(pins)}
    await databases._run("select pg_switch_wal()")
    # The dumps are taken when nothing is written any more.
    run(commands()["Back up"][1], folder, found.environment(server))
    return Played(server, folder, year, moment, board_then, board_now, cursors)


async def _now(server: Server) -> str:
    connection = await asyncpg.connect(server.superuser_url())
    try:
        return str(await connection.fetchval("select clock_timestamp()"))
    finally:
        await connection.close()


async def _take_part(pins: Platform, year: play.Year, urn: str) -> None:
    year.pins = pins
    participation = await play.take_part(year, urn)
    await pins.settle()
    await play.assess(year, participation)
    await pins.settle()


async def cursor(pins: Platform) -> str:
    answer = await pins.caller("national:dfe", "partnership").get("/v1/events", params={"limit": "1000"})
    following: str = answer.headers["X-Next-Cursor"]
    while answer.json():
        answer = await pins.caller("national:dfe", "partnership").get("/v1/events", params={"after": following})
        following = answer.headers["X-Next-Cursor"]
    return following


async def dashboard(pins: Platform, year: play.Year) -> dict[str, Any]:
    board = await pins.get("icb:QWO", "reporting", f"/v1/projects/{year.project['id']}/dashboard")
    schools = [{name: value for name, value in row.items() if name != "updated_at"} for row in board["schools"]]
    return {name: value for name, value in board.items() if name not in ("as_of", "updated_at")} | {"schools": schools}


async def told(pins: Platform, after: str) -> list[str]:
    answer = await pins.caller("national:dfe", "partnership").get(
        "/v1/events", params={"after": after, "limit": "1000", "type": "partnership.participation.confirmed"}
    )
    assert answer.status_code == 200, answer.text
    return [each["data"]["urn"] for each in answer.json()]


@asynccontextmanager
async def settings_files(
    played: Played, new: Server, folder: Path, pins: Platform | None = None
) -> AsyncIterator[None]:
    """What a verb is told, in a file for each service; the owners' feeds are served if the platform is there."""
    async with AsyncExitStack() as stack:
        token_url = await stack.enter_async_context(over_http(issuer.create_app(KEY, SECRET, ISSUER))) + "/token"
        lines = {
            "PINS_ISSUER": ISSUER, "PINS_AUDIENCE": AUDIENCE, "PINS_JWKS_URL": f"{ISSUER}/jwks.json",
            "PINS_TOKEN_URL": token_url, "PINS_CLIENT_SECRET": f"'{SECRET}'", "PINS_CONNECTION_SECONDS": "60",
        }  # fmt: skip
        if pins is not None:
            for name in ("partnership", "assessment", "commissioning"):
                address = await stack.enter_async_context(over_http(pins.services[name].app))
                lines[f"PINS_{name.upper()}_URL"] = address
        for name, url in urls(new).items():
            own = {
                "PINS_DATABASE_URL": url,
                "PINS_PUBLIC_URL": f"http://{name}.test",
                "PINS_CLIENT_ID": f"service:{name}",
            }
            (folder / f"{name}.env").write_text("".join(f"{key}={value}\n" for key, value in (lines | own).items()))
        yield


async def run_all(heading: str, which: slice, played: Played, new: Server, folder: Path) -> str:
    environment = played.environment(new)
    blocks = commands()[heading][which]
    assert blocks
    return "".join([await asyncio.to_thread(run, each, folder, environment) for each in blocks])


async def test_a_move_by_dumps_loses_and_doubles_nothing(played: Played, tmp_path: Path):
    for dump in played.folder.glob("*.dump"):
        (tmp_path / dump.name).symlink_to(dump)
    with cluster(tmp_path / "new") as new:
        await run_all("Move to another cluster", slice(0, 1), played, new, tmp_path)
        async with settings_files(played, new, tmp_path):
            said = await run_all("Move to another cluster", slice(1, None), played, new, tmp_path)
        assert said.count("Done: ") == 4
        async with platform_on(urls(new)) as pins:
            assert await dashboard(pins, played.year) == played.board_now
            before = await told(pins, played.cursors["early"])
            assert (len(before), await told(pins, played.cursors["late"])) == (2, [])
            schools = await pins.get("icb:QWO", "partnership", "/v1/schools", la_code="382", eligibility="eligible")
            await _take_part(pins, played.year, schools["items"][3]["urn"])
            assert await told(pins, played.cursors["late"]) == [schools["items"][3]["urn"]]
            assert await told(pins, played.cursors["early"]) == [*before, schools["items"][3]["urn"]]
            board = await dashboard(pins, played.year)
            assert board["new_confirmed"] == played.board_now["new_confirmed"] + 1
            await pins.rebuild("reporting")
            assert await dashboard(pins, played.year) == board


async def test_all_four_go_back_to_a_moment_and_on_from_there(played: Played, tmp_path: Path):
    environment = played.environment(played.server)
    run(f"cp -R {played.folder}/base .\n" + commands()["Go back to a moment"][0], tmp_path, environment)
    data = tmp_path / "new"
    data.mkdir()
    (tmp_path / "restored").rename(data / "cluster")
    (data / "superuser-password").write_text(played.server.superuser_password)
    with cluster(data) as new:
        await _until_writable(new)
        # On the new timeline, before any verb was run, numbers are above those that were given out on the old one.
        assert await _counted(new) > await _counted(played.server)
        async with settings_files(played, new, tmp_path):
            said = await run_all("Go back to a moment", slice(1, 2), played, new, tmp_path)
        assert said.count("Done: ") == 4
        async with platform_on(urls(new)) as pins, settings_files(played, new, tmp_path, pins):
            said = await run_all("Go back to a moment", slice(2, None), played, new, tmp_path)
            said += await run_all("Rebuild a projection", slice(None), played, new, tmp_path)
            assert said.count("changed over") == 4
            await pins.settle()
            assert await dashboard(pins, played.year) == played.board_then
            answer = await pins.caller("national:dfe", "partnership").get(
                "/v1/events", params={"after": played.cursors["late"]}
            )
            assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (410, "cursor-astray")
            assert len(await told(pins, played.cursors["early"])) == 1
            schools = await pins.get("icb:QWO", "partnership", "/v1/schools", la_code="382", eligibility="eligible")
            await _take_part(pins, played.year, schools["items"][3]["urn"])
            assert (await told(pins, played.cursors["early"]))[1:] == [schools["items"][3]["urn"]]
            board = await dashboard(pins, played.year)
            assert board["new_confirmed"] == played.board_then["new_confirmed"] + 1
        await _one_that_did_not_go_back(played, new, board)
        await run_all("Erase again after going back", slice(None), played, new, tmp_path)


async def _one_that_did_not_go_back(played: Played, new: Server, board: dict[str, Any]) -> None:
    """A service that is ahead of the restored ones stands, is told why, and is right again once it was rebuilt."""
    ahead = urls(new) | {"reporting": urls(played.server)["reporting"]}
    async with platform_on(ahead) as pins:
        assert await dashboard(pins, played.year) == played.board_now
        with pytest.raises(NeighbourRefused) as refused:
            await pins.settle("reporting")
        assert refused.value.problem.type.endswith("/cursor-astray")
        await pins.rebuild("reporting")
        await pins.settle("reporting")
        assert await dashboard(pins, played.year) == board


async def _counted(server: Server) -> int:
    connection = await asyncpg.connect(server.superuser_url("pins_partnership"))
    try:
        return int(await connection.fetchval("select event_xid()::text"))
    finally:
        await connection.close()


async def _until_writable(server: Server) -> None:
    async with asyncio.timeout(120):
        while True:
            connection = await asyncpg.connect(server.superuser_url())
            try:
                if not await connection.fetchval("select pg_is_in_recovery()"):
                    return
            finally:
                await connection.close()
            await asyncio.sleep(0.2)
