"""`make test-clients`: one journey through each generated client, against the platform as it runs."""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor

from rich.console import Console
from rich.table import Table

from tests.clients.cases import BIN, CACHE, GENERATE, Case, Command, cases
from tests.clients.guide import PRINTS, Shown, shown
from tests.clients.platform import running, token
from tests.clients.power_query import parsed

JOURNEY = ("token", "list", "create", "update", "not-found", "unprocessable", "feed")
SAMPLE = "guide"
STEPS = (*JOURNEY, SAMPLE)
_WARNING = re.compile(r"^.*\bWARN(?:ING)?\b.*$", re.MULTILINE)
# What a generator warns of although nothing is wrong, and why.
_EXPLAINED = {
    "OpenAPI 3.1 support is still in beta": "said of every 3.1 document",
    "Failed to get the schema name: null": "Python: said of every 3.1 document, and of a value that may be any JSON",
    "Ignoring complex example on request body": "Java: our examples are for those who read the document",
}
Outcome = dict[str, str]


class Failed(Exception):
    """A command that did not do what it should, with what it said."""


def _run(case: Case, command: Command, platform: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", **case.environment, **(platform or {})}
    return subprocess.run(command, cwd=case.folder, env=environment, capture_output=True, text=True, check=False)


def _do(case: Case, command: Command) -> str:
    done = _run(case, command)
    if done.returncode != 0:
        raise Failed(f"{done.stdout}\n{done.stderr}"[-4000:])
    return done.stdout + done.stderr


def _unexplained(said: str) -> list[str]:
    return [line for line in _WARNING.findall(said) if not any(known in line for known in _EXPLAINED)]


def _made(case: Case, shown: Shown) -> Outcome:
    """Generate a client as the guide says, and compile it with the guide's program."""
    if missing := case.missing():
        return {"skipped": missing}
    case.prepare(shown)
    outcome: Outcome = {}
    try:
        said = _do(case, GENERATE)
        if warnings := _unexplained(said):
            raise Failed("\n".join(warnings))
        outcome["generate"] = "ok"
        for command in case.compile:
            _do(case, command)
        outcome["compile"] = "ok"
    except Failed as failed:
        outcome["why"] = str(failed)
    return outcome


def _played(case: Case, outcome: Outcome, platform: dict[str, str]) -> None:
    """The journey, then the guide's program."""
    done = _run(case, case.run, platform)
    reached = done.stdout.split()
    outcome.update(dict.fromkeys(reached, "ok"))
    if done.returncode != 0 or reached != list(JOURNEY):
        outcome["why"] = done.stderr[-4000:] or f"It ended after: {' '.join(reached)}"
        return
    sample = _run(case, case.run_sample, platform)
    if sample.returncode != 0 or sample.stdout.strip() != PRINTS:
        outcome["why"] = f"The guide's program printed: {sample.stdout}\n{sample.stderr}"[-4000:]
    else:
        outcome[SAMPLE] = "ok"


def _cell(outcome: Outcome, step: str, before: str) -> str:
    if "skipped" in outcome:
        return "skipped"
    if step in outcome:
        return outcome[step]
    return "failed" if before == "ok" else "-"


def _show(console: Console, outcomes: dict[str, Outcome]) -> bool:
    table = Table("client", "generate", "compile", *STEPS, box=None)
    whole = True
    for name, outcome in outcomes.items():
        row: list[str] = []
        for step in ("generate", "compile", *STEPS):
            row.append(_cell(outcome, step, row[-1] if row else "ok"))
        table.add_row(name, *row)
        if "skipped" in outcome:
            console.print(f"{name}: skipped, because {outcome['skipped']}", highlight=False, markup=False)
        elif "why" in outcome:
            whole = False
            console.print(f"{name}: failed\n{outcome['why']}", highlight=False, markup=False)
    console.print(table)
    return whole


def main() -> int:
    """Make every client while the platform starts, then play the journey through each."""
    began = time.monotonic()
    CACHE.mkdir(parents=True, exist_ok=True)
    wanted, by_the_guide = cases(), shown()
    # Two at a time: generators and compilers take a core and some hundred megabytes each.
    with ThreadPoolExecutor(2) as pool:
        making: dict[str, Future[Outcome]] = {
            case.name: pool.submit(_made, case, by_the_guide[case.name]) for case in wanted
        }
        query = pool.submit(parsed)
        with running() as platform:
            platform["PINS_TOKEN"] = token(platform)
            outcomes = {case.name: making[case.name].result() for case in wanted}
            for case in wanted:
                if outcomes[case.name].get("compile"):
                    _played(case, outcomes[case.name], platform)
    whole = _show(Console(width=120), outcomes)
    is_power_query, sentence = query.result()
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.write(f"Generated clients: {time.monotonic() - began:.0f} seconds\n")
    return 0 if whole and is_power_query else 1


if __name__ == "__main__":
    sys.exit(main())
