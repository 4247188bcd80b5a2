"""The report templates that come with the service, from the files beside this module (see README.md)."""

from importlib.resources import files

from services.reporting_api.report_templates.schemas import TemplateContent


def report_templates() -> dict[str, TemplateContent]:
    """The illustrative template of each programme year, earliest first."""
    found = [path for path in (files(__package__) / "report_templates").iterdir() if path.name.endswith(".json")]
    read = {path.name.removesuffix(".json"): TemplateContent.model_validate_json(path.read_text()) for path in found}
    return dict(sorted(read.items()))
