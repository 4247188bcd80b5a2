"""What comes with the service, from the files beside this module (see README.md)."""

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from services.reporting_api.report_templates.schemas import TemplateContent


@dataclass(frozen=True, slots=True)
class LocalAuthority:
    """One local authority with its codes, and the region of England it lies in."""

    la_code: str
    gss_code: str
    name: str
    region_code: str
    region_name: str
    region_gss_code: str


@cache
def local_authorities() -> tuple[LocalAuthority, ...]:
    """Every local authority of England, from the same list as partnership_api's."""
    text = (files(__package__) / "local_authorities.csv").read_text("utf-8")
    return tuple(LocalAuthority(**row) for row in csv.DictReader(io.StringIO(text)))


def report_templates() -> dict[str, TemplateContent]:
    """The illustrative template of each programme year, earliest first."""
    found = [path for path in (files(__package__) / "report_templates").iterdir() if path.name.endswith(".json")]
    read = {path.name.removesuffix(".json"): TemplateContent.model_validate_json(path.read_text()) for path in found}
    return dict(sorted(read.items()))
