"""Where the services are and who calls them: named profiles in a TOML file, the secret in a file of its own."""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from pins.errors import Usage
from pins.files import write_text

SERVICES = ("partnership", "assessment", "commissioning", "reporting")
SECRET = "PINS_CLIENT_SECRET"  # noqa: S105 - the name of the variable
_TEXTS = ("gateway", "token_url", "client_id", "scope", "secret_file")


@dataclass(frozen=True)
class Profile:
    """One caller of one installation."""

    name: str
    token_url: str
    client_id: str
    gateway: str = ""
    services: Mapping[str, str] = field(default_factory=dict)
    scope: str = ""
    secret_file: str = ""

    def base_url(self, service: str) -> str:
        """Where a service is: at its own address, or behind the gateway under its name."""
        if service not in SERVICES:
            raise Usage(f"There is no such service. There are: {', '.join(SERVICES)}.")
        own = self.services.get(service, "").rstrip("/")
        if not own and not self.gateway:
            raise Usage(f"The profile {self.name} does not say where the {service} service is: `pins login` does.")
        return own or f"{self.gateway.rstrip('/')}/{service}"

    def secret(self) -> str:
        """The client's secret, from the environment or from a file that nobody else can read."""
        given = os.environ.get(SECRET)
        if given:
            return given
        if not self.secret_file:
            raise Usage(f"There is no secret: set {SECRET}, or name a file by `pins login --secret-file`.")
        return read_secret(Path(self.secret_file).expanduser())


def read_secret(file: Path) -> str:
    """The secret in a file. Raises Usage when others may read it, or nobody can."""
    try:
        mode = file.stat().st_mode
        secret = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise Usage(f"The secret's file {file} cannot be read.") from None
    if os.name == "posix" and mode & 0o077:
        raise Usage(f"Others can read the secret in {file}. Make it yours alone first: chmod 600 {file}")
    if not secret:
        raise Usage(f"The secret's file {file} is empty.")
    return secret


def settings_file() -> Path:
    """The file with the profiles: PINS_CONFIG, or where this system keeps a user's settings."""
    named = os.environ.get("PINS_CONFIG")
    return Path(named) if named else Path(platformdirs.user_config_dir("pins")) / "config.toml"


def load(name: str) -> Profile:
    """A profile by its name."""
    tables = _tables(settings_file())
    if name not in tables:
        raise Usage(f"There is no profile {name} in {settings_file()}: `pins login` makes one.")
    table = tables[name]
    texts = {key: str(table[key]) for key in _TEXTS if key in table}
    services = table.get("services", {})
    if not {"token_url", "client_id"} <= texts.keys() or not isinstance(services, dict):
        raise Usage(f"The profile {name} in {settings_file()} needs token_url and client_id.")
    return Profile(name=name, services={key: str(url) for key, url in services.items()}, **texts)


def save(profile: Profile) -> Path:
    """Keep a profile beside the others."""
    file = settings_file()
    tables = _tables(file)
    texts = {key: value for key in _TEXTS if (value := getattr(profile, key))}
    tables[profile.name] = {**texts, "services": dict(profile.services)}
    write_text(file, "\n".join(_table(name, table) for name, table in tables.items()), mode=0o600)
    return file


def keep_secret(profile_name: str, secret: str) -> Path:
    """Put a secret in a file beside the profiles that only its owner can read."""
    file = settings_file().parent / f"{profile_name}.secret"
    write_text(file, f"{secret}\n", mode=0o600)
    return file


def _tables(file: Path) -> dict[str, dict[str, Any]]:
    if not file.exists():
        return {}
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        raise Usage(f"The settings in {file} cannot be read as TOML.") from None
    return {name: table for name, table in found.items() if isinstance(table, dict)}


def _table(name: str, table: Mapping[str, Any]) -> str:
    lines = [f"[{_quoted(name)}]"]
    lines += [f"{_quoted(key)} = {_quoted(str(value))}" for key, value in table.items() if key != "services"]
    services = table.get("services") or {}
    if services:
        lines += ["", f"[{_quoted(name)}.services]"]
        lines += [f"{_quoted(key)} = {_quoted(str(url))}" for key, url in services.items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # What JSON escapes, TOML's basic strings escape in the same way.
    return json.dumps(text, ensure_ascii=False)
