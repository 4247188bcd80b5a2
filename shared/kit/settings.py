"""Settings from the environment (`PINS_...`); a missing or wrong one stops the start with one clear line."""

import os
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, HttpUrl, PostgresDsn, SecretStr, UrlConstraints, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Seconds = Annotated[float, Field(gt=0, le=3600)]


def _upper(word: object) -> object:
    return word.upper() if isinstance(word, str) else word


def split(given: object) -> object:
    """What stands between commas."""
    return [part.strip() for part in given.split(",") if part.strip()] if isinstance(given, str) else given


class SettingsRefused(Exception):
    """The service cannot start with these settings. The message is one line, naming each."""


class Settings(BaseSettings):
    """What every service is told. Secrets may also stand in files of the same name under `PINS_SECRETS_DIR`."""

    model_config = SettingsConfigDict(env_prefix="PINS_", extra="ignore", frozen=True)

    database_url: Annotated[PostgresDsn, UrlConstraints(allowed_schemes=["postgresql"])]
    service_role: Annotated[
        str | None,
        Field(pattern=r"^[a-z_][a-z0-9_]{0,62}$", description="For `migrate`: the role the service connects as."),
    ] = None
    public_url: HttpUrl
    issuer: Annotated[str, Field(min_length=1, max_length=500)]
    audience: Annotated[str, Field(min_length=1, max_length=200)]
    jwks_url: HttpUrl
    token_url: HttpUrl
    client_id: str | None = None
    client_secret: SecretStr | None = None

    partnership_url: HttpUrl | None = None
    assessment_url: HttpUrl | None = None
    commissioning_url: HttpUrl | None = None

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    trusted_proxies: Annotated[
        tuple[IPv4Network | IPv6Network, ...],
        NoDecode,
        BeforeValidator(split),
        Field(max_length=50, description="Networks of the gateways whose X-Forwarded-For says who a caller is."),
    ] = ()
    drain_seconds: Annotated[
        float, Field(ge=0, le=600, description="How long requests are still taken when told to end, though not ready.")
    ] = 0
    heartbeat_file: Annotated[
        Path | None, Field(description="A file that `subscribe` touches while it follows, for health checks.")
    ] = None
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = "INFO"
    environment: Annotated[str, Field(max_length=40)] = "local"

    write_connections: Annotated[int, Field(ge=1, le=200)] = 10
    read_connections: Annotated[int, Field(ge=1, le=200)] = 10
    connection_seconds: Annotated[Seconds, Field(description="How long a request waits for a connection.")] = 5
    statement_seconds: Seconds = 15
    neighbour_seconds: Seconds = 5
    token_cache_seconds: Annotated[float, Field(ge=0, le=3600)] = 300
    requests_per_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 1200
    failed_logins_per_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 60
    greatest_body_bytes: Annotated[int, Field(ge=1024, le=10**9)] = 1_048_576
    idempotency_hours: Annotated[int, Field(ge=24, le=24 * 90)] = 48
    feed_retention_days: Annotated[int, Field(ge=30, le=36_500)] = 2_555
    tracing: bool = False
    sandbox: Annotated[
        bool, Field(description="Made-up data by name, a clock that callers set, problems on demand; no other data.")
    ] = False

    @property
    def base_url(self) -> str:
        """The service's public address without a final slash."""
        return str(self.public_url).rstrip("/")

    @classmethod
    def read(cls) -> Self:
        """From the environment; raises SettingsRefused with every missing or wrong name."""
        try:
            return cls(_secrets_dir=os.environ.get("PINS_SECRETS_DIR"))
        except ValidationError as invalid:
            wrong = "; ".join(
                f"PINS_{'_'.join(str(part) for part in error['loc']).upper()}: {error['msg'].lower()}"
                for error in invalid.errors()
            )
            raise SettingsRefused(f"The settings do not allow a start. {wrong}") from None

    @classmethod
    def for_documents(cls, name: str) -> Self:
        """Enough to build the application for its OpenAPI document; nothing is connected to."""
        return cls.model_validate(
            {
                "database_url": "postgresql://nobody@127.0.0.1/none",
                "public_url": f"https://{name}.pins.example",
                "issuer": "https://identity.pins.example",
                "audience": "pins",
                "jwks_url": "https://identity.pins.example/jwks.json",
                "token_url": "https://identity.pins.example/token",
            }
        )
