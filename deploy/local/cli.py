"""The local platform's command line, called by the Makefile."""

import errno
import os
import signal
import sys
from typing import Annotated

import typer

from deploy.local import control, home, revision, runner, screen, tokens
from deploy.local.demo.command import dashboard, demo
from deploy.local.errors import LocalPlatformError
from deploy.local.guard import end_with_parent

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

app.command()(demo)
app.command()(dashboard)


@app.command()
def run(
    ports: Annotated[int, typer.Option(help="The first of five ports.", min=1, max=65531)] = home.DEFAULT_PORTS,
    postgres_port: Annotated[int | None, typer.Option(envvar="PINS_LOCAL_PG_PORT", min=1, max=65535)] = None,
) -> None:
    """Start the whole platform and keep it running until Ctrl-C."""
    if "MAKELEVEL" in os.environ:
        end_with_parent(signal.SIGTERM)
    runner.run(home.here(), ports, postgres_port)


@app.command()
def token(org: str, scope: str = " ".join(tokens.SCOPES)) -> None:
    """Print an access token of the local issuer, and nothing else."""
    if not tokens.is_organisation(org):
        raise LocalPlatformError(
            "An organisation is written like icb:QWO, la:383, school:107866, national:dfe, "
            "pcg:<uuid>, provider:<uuid>, evaluator:<name> or service:<name>."
        )
    if not scope.split() or tokens.unknown_scopes(scope):
        raise LocalPlatformError(f"A scope is made of: {' '.join(tokens.SCOPES)}.")
    place = home.here()
    if not place.issuer_key.exists():
        raise LocalPlatformError("There is no local platform here yet: `make run` makes one.")
    key = tokens.load_key(place.issuer_key)
    typer.echo(tokens.sign(key, org, scope, place.issuer, home.AUDIENCE))


@app.command()
def stop(service: str) -> None:
    """Stop one service of the running platform, to see how its neighbours bear it."""
    screen.say(control.ask(home.here(), "stop", service))


@app.command()
def start(service: str) -> None:
    """Start a stopped service again."""
    screen.say(control.ask(home.here(), "start", service))


@app.command()
def migrate() -> None:
    """Bring the four databases up to date."""
    with screen.working("Bringing the four databases up to date"):
        revision.migrate(home.here())


@app.command("revision")
def write_revision(service: str, message: str) -> None:
    """Write a migration of one service from what its models say."""
    screen.say(revision.write_revision(home.here(), service, message).strip())


@app.command()
def reset() -> None:
    """Delete the local data, secrets and logs."""
    revision.reset(home.here())
    screen.say("The local platform is forgotten; `make run` makes a new one.")


def main() -> None:
    """Run a command; whatever goes wrong on this machine is one clear line and exit code 1."""
    try:
        app()
    except LocalPlatformError as error:
        screen.say_wrong(str(error))
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT}:
            raise
        screen.say_wrong(f"{error.strerror}: {error.filename or home.here().folder}")
    else:
        return
    sys.exit(1)
