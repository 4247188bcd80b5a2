"""`pins login`: where the services are and who calls, proved by a token before it is kept."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from pins import profile, show
from pins.client import Client
from pins.commands import DEFAULT, ProfileName, pairs
from pins.errors import Usage


def login(
    token_url: Annotated[str, typer.Option(help="The token endpoint of the issuer.")],
    client_id: Annotated[str, typer.Option(help="Who calls.")],
    gateway: Annotated[str, typer.Option(help="The one address before all services.")] = "",
    service_url: Annotated[
        list[str] | None, typer.Option(help="A service's own address, as partnership=http://127.0.0.1:8001.")
    ] = None,
    scope: Annotated[str, typer.Option(help="What to ask for. Left out: all that the client may.")] = "",
    secret_file: Annotated[
        Path | None, typer.Option(help="A file with the client's secret that nobody else can read.")
    ] = None,
    profile_name: ProfileName = DEFAULT,
) -> None:
    """Sign in, and keep how as a profile. The secret comes from a file, PINS_CLIENT_SECRET, or is asked for."""
    services = pairs(service_url or [])
    unknown = sorted(services.keys() - set(profile.SERVICES))
    if unknown or not (gateway or services):
        raise Usage(f"Say --gateway, or --service-url for each of {', '.join(profile.SERVICES)}.")
    typed = "" if secret_file or os.environ.get(profile.SECRET) else _typed()
    if secret_file:
        # Relative to where the caller is now, which is not where the next command is run.
        secret_file = secret_file.expanduser().resolve()
    elif typed:
        os.environ[profile.SECRET] = typed
    made = profile.Profile(
        name=profile_name,
        token_url=token_url,
        client_id=client_id,
        gateway=gateway,
        services=services,
        scope=scope,
        secret_file=str(secret_file or ""),
    )
    with Client(made) as client:
        client.token()
    if typed:
        made = replace(made, secret_file=str(profile.keep_secret(profile_name, typed)))
    show.say(f"Signed in as {client_id}; kept in {profile.save(made)}.")


def _typed() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    return str(typer.prompt("Secret", hide_input=True))
