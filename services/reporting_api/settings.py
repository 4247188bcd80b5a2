"""Settings of reporting_api beside those of every service."""

from typing import Annotated

from pydantic import Field, SecretStr

from shared.kit.settings import Settings


class ReportingSettings(Settings):
    """Without the secret everything is served but the checking of extracts. Changed, it makes other pseudonyms."""

    pseudonym_secret: Annotated[
        SecretStr | None, Field(min_length=32, description="With an evaluation's salt, the key of its pseudonyms.")
    ] = None
    smallest_extract_cell: Annotated[
        int, Field(ge=3, le=1000, description="The fewest schools of which an extract may tell the same.")
    ] = 5
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
