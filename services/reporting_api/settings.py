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
    direct_export_rows: Annotated[
        int, Field(ge=1, le=100_000, description="A flat table of more rows is exported as a job.")
    ] = 20_000
    exports_at_once: Annotated[
        int, Field(ge=1, le=100, description="How many exports of an organisation may wait or be written.")
    ] = 3
    export_hours: Annotated[float, Field(gt=0, le=720, description="How long the file of an export is kept.")] = 24
