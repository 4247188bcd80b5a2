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
