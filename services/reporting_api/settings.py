"""Settings of reporting_api beside those of every service."""

from ipaddress import IPv4Network, IPv6Network
from typing import Annotated

from cryptography.fernet import Fernet
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from shared.kit.settings import Settings, split


def _of_fernet(keys: SecretStr) -> SecretStr:
    try:
        for key in keys.get_secret_value().split(","):
            Fernet(key.strip())
    except ValueError:
        raise ValueError("each key is 32 bytes in url-safe base64, as Fernet makes them") from None
    return keys


class ReportingSettings(Settings):
    """Without the secret everything is served but the checking of extracts. Changed, it makes other pseudonyms."""

    pseudonym_secret: Annotated[
        SecretStr | None, Field(min_length=32, description="With an evaluation's salt, the key of its pseudonyms.")
    ] = None
    smallest_extract_cell: Annotated[
        int, Field(ge=3, le=1000, description="The fewest schools of which an extract may tell the same.")
    ] = 5
    direct_export_rows: Annotated[
        int, Field(ge=1, le=100_000, description="A flat table of more rows is exported as a job.")
    ] = 20_000
    exports_at_once: Annotated[
        int, Field(ge=1, le=100, description="How many exports of an organisation may wait or be written.")
    ] = 3
    export_hours: Annotated[float, Field(gt=0, le=720, description="How long the file of an export is kept.")] = 24
    webhook_keys: Annotated[
        SecretStr | None,
        AfterValidator(lambda keys: keys and _of_fernet(keys)),
        Field(description="Fernet keys with commas between: the first encrypts secrets, the others still decrypt."),
    ] = None
    webhook_allowed_networks: Annotated[
        tuple[IPv4Network | IPv6Network, ...],
        NoDecode,
        BeforeValidator(split),
        Field(max_length=50, description="Networks that webhooks may reach though private, with http and any port."),
    ] = ()
    webhooks_per_organisation: Annotated[int, Field(ge=1, le=1000)] = 10
    webhook_seconds: Annotated[float, Field(gt=0, le=60, description="The longest that one attempt may take.")] = 12
    webhook_delivery_days: Annotated[
        int, Field(ge=2, le=3650, description="How long the log of deliveries is kept, and what waits for a receiver.")
    ] = 30
    oidc_client_id: Annotated[
        str | None, Field(max_length=200, description="The client of the issuer that browsers sign in with.")
    ] = None
    oidc_client_secret: Annotated[SecretStr | None, Field(description="Not needed for a public client.")] = None
    oidc_scope: Annotated[str, Field(max_length=500, description="What a browser asks the issuer for.")] = (
        "openid reporting:read"
    )
    sign_in_secret: Annotated[
        SecretStr | None, Field(min_length=32, description="The key of what a browser keeps while it signs in.")
    ] = None

    @property
    def organisation_login_secret(self) -> str | None:
        """The key, where browsers may sign in at the issuer: both settings are there."""
        known = self.oidc_client_id is not None and self.sign_in_secret is not None
        return self.sign_in_secret.get_secret_value() if known and self.sign_in_secret is not None else None
