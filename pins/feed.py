"""`pins feed`: what happens, as it happens, one JSON line each."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pins import reading, show
from pins.commands import DEFAULT, ProfileName, client_of
from pins.errors import Usage
from pins.files import write_text

feed = typer.Typer(no_args_is_help=True, help="The change feed of a service.")


@feed.callback()
def _feed() -> None:
    """Keep `tail` a command of its own: more may come to stand beside it."""


@feed.command()
def tail(
    service: str,
    after: Annotated[str | None, typer.Option(help="A cursor, or `latest`. Left out: the oldest that is kept.")] = None,
    cursor_file: Annotated[
        Path | None, typer.Option(help="Go on from the cursor in this file, and keep it there. Wins over --after.")
    ] = None,
    types: Annotated[
        list[str] | None, typer.Option("--type", help="Only events of this type; may be repeated.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Stop at the end of the feed instead of waiting.")] = False,
    profile_name: ProfileName = DEFAULT,
) -> None:
    """Print the events of SERVICE as JSON lines; with --cursor-file none is lost, and the last may come again."""
    start = _kept(cursor_file) or after
    with client_of(profile_name) as client:
        for batch in reading.follow(client, service, start, types or [], wait=not once):
            for event in batch.events:
                show.line(json.dumps(event, ensure_ascii=False, separators=(",", ":")))
            if cursor_file:
                # After its events are out: who is killed between the two sees them again, and misses none.
                write_text(cursor_file, f"{batch.cursor}\n")


def _kept(file: Path | None) -> str | None:
    if file is None or not file.exists():
        return None
    try:
        return file.read_text("ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        raise Usage(f"The cursor in {file} cannot be read.") from None
