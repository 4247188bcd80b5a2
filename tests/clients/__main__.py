"""`make test-clients`: one journey through each generated client, against the platform as it runs."""

import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor

from rich.console import Console
from rich.table import Table

from tests.clients.cases import CACHE, Case, Command, cases
from tests.clients.platform import running

STEPS = ("token", "list", "create", "update", "not-found", "unprocessable", "feed")
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


def _do(case: Case, command: Command) -> str:
    done = subprocess.run(
        command, cwd=case.folder, env={**os.environ, **case.environment}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Failed(f"{done.stdout}\n{done.stderr}"[-4000:])
    return done.stdout + done.stderr


def _unexplained(said: str) -> list[str]:
    return [line for line in _WARNING.findall(said) if not any(known in line for known in _EXPLAINED)]


def _made(case: Case) -> Outcome:
    """Generate and compile a client."""
    if missing := case.missing():
        return {"skipped": missing}
    shutil.rmtree(case.folder, ignore_errors=True)
    case.folder.mkdir(parents=True)
    outcome: Outcome = {}
    try:
        said = _do(case, case.generate)
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
    done = subprocess.run(
        case.run,
        cwd=case.folder,
        env={**os.environ, **case.environment, **platform},
        capture_output=True,
        text=True,
        check=False,
    )
    reached = done.stdout.split()
    outcome.update(dict.fromkeys(reached, "ok"))
    if done.returncode != 0 or reached != list(STEPS):
        outcome["why"] = done.stderr[-4000:] or f"It ended after: {' '.join(reached)}"


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
    wanted = cases()
    # Two at a time: generators and compilers take a core and some hundred megabytes each.
    with ThreadPoolExecutor(2) as pool:
        making: dict[str, Future[Outcome]] = {case.name: pool.submit(_made, case) for case in wanted}
        with running() as platform:
            outcomes = {case.name: making[case.name].result() for case in wanted}
            for case in wanted:
                if outcomes[case.name].get("compile"):
                    _played(case, outcomes[case.name], platform)
    whole = _show(Console(width=120), outcomes)
    sys.stdout.write(f"Generated clients: {time.monotonic() - began:.0f} seconds\n")
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
