"""What both command lines share: errors become sentences and exit codes, and `key=value` becomes a mapping."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from pins import profile, show
from pins.client import Client
from pins.errors import PinsError, Usage

ProfileName = Annotated[
    str, typer.Option("--profile", "-p", envvar="PINS_PROFILE", help="The profile of `pins login` to use.")
]
DEFAULT = "default"


@contextmanager
def _sentences() -> Iterator[None]:
    """What a person can mend is shown as a sentence, and ends with its exit code."""
    try:
        yield
    except PinsError as error:
        show.refusal(error)
        raise typer.Exit(error.exit_code) from None


class Commands(TyperGroup):
    """Commands whose refusals are sentences."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with _sentences():
            return super().invoke(ctx)


class OneCommand(TyperCommand):
    """A command that stands alone, whose refusals are sentences."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with _sentences():
            return super().invoke(ctx)


def client_of(name: str) -> Client:
    """The services as the caller of a profile sees them."""
    return Client(profile.load(name))


def pairs(given: Sequence[str]) -> dict[str, str]:
    """What was written as `key=value`."""
    found: dict[str, str] = {}
    for each in given:
        key, equals, value = each.partition("=")
        if not equals or not key:
            raise Usage("Filters and parameters are written key=value, as in status=confirmed.")
        if key in found:
            raise Usage(f"{key} is given twice. Several values are written with commas: {key}=one,two.")
        found[key] = value
    return found
