import asyncio
import os
import sys
from pathlib import Path

import pytest

from deploy.local import supervisor as supervising
from deploy.local.errors import GaveUp, LocalPlatformError
from deploy.local.supervisor import Child, Supervisor
from tests.local.support import eventually, in_another_process, processes_mentioning


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "FIRST_PAUSE_SECONDS", 0.02)


def sleeper(name: str, mark: Path) -> Child:
    return Child(name, [sys.executable, "-c", "import time; time.sleep(60)", str(mark)], os.environ)


def python(name: str, code: str, is_ready: supervising.Ready | None = None) -> Child:
    return Child(name, [sys.executable, "-c", code], os.environ, is_ready)


async def _shown(mark: Path) -> int:
    """The one process of a child; on a busy machine it is a moment until it has taken its own command line."""
    assert await asyncio.to_thread(eventually, lambda: len(processes_mentioning(str(mark))) == 1)
    (shown,) = processes_mentioning(str(mark))
    return shown


async def test_a_crashed_child_is_named_and_started_again(tmp_path: Path) -> None:
    said: list[str] = []
    kept = Supervisor(tmp_path, said.append)
    kept.add(sleeper("reporting_api", tmp_path / "mark"))
    await kept.start("reporting_api")
    first = await _shown(tmp_path / "mark")

    os.kill(first, 9)
    assert await asyncio.to_thread(
        eventually, lambda: processes_mentioning(str(tmp_path / "mark")) not in ([], [first])
    )

    assert said == ["reporting_api ended unexpectedly (signal 9); starting it again in 0.02 s."]
    await kept.stop("reporting_api")
    assert processes_mentioning(str(tmp_path / "mark")) == []


async def test_a_child_that_crashes_five_times_ends_everything_with_its_last_words(tmp_path: Path) -> None:
    said: list[str] = []
    kept = Supervisor(tmp_path, said.append)
    kept.add(python("assessment_api-subscriber", "import sys; sys.exit('the feed is broken')"))
    await kept.start("assessment_api-subscriber")

    with pytest.raises(GaveUp, match=r"(?s)assessment_api-subscriber .*exit code 1.*5 times.*the feed is broken"):
        await asyncio.wait_for(kept.wait(), 10)

    assert len(said) == 4
    assert all("the feed is broken" in line for line in said)


async def test_a_child_that_ends_before_it_is_ready_is_not_started_again(tmp_path: Path) -> None:
    async def never() -> bool:
        return False

    said: list[str] = []
    kept = Supervisor(tmp_path, said.append)
    kept.add(python("partnership_api", "import sys; sys.exit('no such database')", never))

    with pytest.raises(LocalPlatformError, match=r"(?s)partnership_api ended while it was .*no such database"):
        await asyncio.wait_for(kept.start("partnership_api"), 10)

    assert said == []
    assert not kept.is_running("partnership_api")


async def test_starting_waits_until_the_child_is_ready(tmp_path: Path) -> None:
    async def is_ready() -> bool:
        return (tmp_path / "ready").exists()

    kept = Supervisor(tmp_path, print)
    code = f"import time; time.sleep(.3); open({str(tmp_path / 'ready')!r}, 'w'); time.sleep(60)"
    kept.add(python("partnership_api", code, is_ready))

    await kept.start("partnership_api")

    assert (tmp_path / "ready").exists()
    await kept.stop("partnership_api")


async def test_a_stopped_child_stays_away_until_it_is_started(tmp_path: Path) -> None:
    said: list[str] = []
    kept = Supervisor(tmp_path, said.append)
    kept.add(sleeper("reporting_api", tmp_path / "mark"))
    await kept.start("reporting_api")

    await kept.stop("reporting_api")
    assert processes_mentioning(str(tmp_path / "mark")) == []
    await kept.start("reporting_api")

    await _shown(tmp_path / "mark")
    assert said == []
    await kept.stop("reporting_api")


async def test_a_child_that_ignores_the_request_to_stop_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def is_ready() -> bool:
        return (tmp_path / "ready").exists()

    monkeypatch.setattr(supervising, "STOP_SECONDS", 0.3)
    code = f"""
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open({str(tmp_path / "ready")!r}, "w")
time.sleep(60)
"""
    kept = Supervisor(tmp_path, print)
    kept.add(python("stubborn", code, is_ready))
    await kept.start("stubborn")

    await kept.stop("stubborn")

    assert processes_mentioning(str(tmp_path / "ready")) == []


def test_killing_the_supervisor_leaves_no_process(tmp_path: Path) -> None:
    code = f"""
import asyncio
from pathlib import Path
from tests.local.test_supervisor import sleeper
from deploy.local.supervisor import Supervisor

async def main():
    kept = Supervisor(Path({str(tmp_path)!r}), print)
    for name in ("one", "two", "three"):
        kept.add(sleeper(name, Path({str(tmp_path)!r}) / "child"))
    await kept.start("one", "two", "three")
    print("ready", flush=True)
    await kept.wait()

asyncio.run(main())
"""
    with in_another_process(code) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "ready\n"
        assert eventually(lambda: len(processes_mentioning(str(tmp_path / "child"))) == 3)

        parent.kill()

    assert eventually(lambda: processes_mentioning(str(tmp_path / "child")) == [])
