"""`pins-sync`: watch a folder, upload what appears, pull what is asked for."""

import tomllib
from pathlib import Path
from typing import Annotated

import typer

from pins import show
from pins.commands import DEFAULT, OneCommand, ProfileName, client_of
from pins.errors import Usage
from pins.folder import rounds
from pins.folder.lock import locked
from pins.kinds import KINDS

app = typer.Typer(pretty_exceptions_enable=False)
STATE = ".pins-sync"


@app.command(cls=OneCommand, no_args_is_help=True)
def sync(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, writable=True)],
    once: Annotated[bool, typer.Option("--once", help="Do what there is to do, and end.")] = False,
    still: Annotated[float, typer.Option(min=0, help="Take a file once it was unchanged for so many seconds.")] = 5,
    every: Annotated[float, typer.Option(min=0.1, help="Look at the folder every so many seconds.")] = 5,
    move: Annotated[bool, typer.Option("--move", help="Put files away under done/ and refused/.")] = False,
    profile_name: ProfileName = DEFAULT,
) -> None:
    """Upload the files in FOLDER/<kind>/..., lay a result beside each, and pull what FOLDER/pull.toml asks for.

    Exit codes of --once: 0 all is done, 1 a file was refused, whole or in part, 3 not signed in, 4 not reached: what is
    left is done by the next run.
    """
    with locked(folder / STATE / "lock"), client_of(profile_name) as client:
        plan = rounds.Plan(folder, folder / STATE, _options(folder), still, every, move)
        outcome = rounds.run_once(plan, client) if once else rounds.watch(plan, client)
    if outcome.problem is not None:
        raise typer.Exit(outcome.problem.exit_code)
    if outcome.refused:
        raise typer.Exit(1)
    show.say(f"Done: {outcome.taken} taken.")


def _options(folder: Path) -> dict[str, dict[str, str]]:
    """What upload.toml says of each kind beyond its folders, as `mode`."""
    file = folder / "upload.toml"
    if not file.exists():
        return {}
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        raise Usage(f"{file} cannot be read as TOML.") from None
    if not all(kind in KINDS and isinstance(table, dict) for kind, table in found.items()):
        raise Usage(f"{file} has a table for each kind of upload, and nothing else. Kinds: {', '.join(KINDS)}.")
    return {kind: {key: str(value) for key, value in table.items()} for kind, table in found.items()}


def main() -> None:
    """Run the folder drop."""
    app(prog_name="pins-sync")
