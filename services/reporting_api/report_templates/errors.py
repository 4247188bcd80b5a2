"""Why something about a report template is not done."""

from shared.kit.errors import NotFound, Unprocessable


class ReportTemplateNotFound(NotFound):
    """Nobody has published the sections of this year's quarterly reports."""

    title = "There is no report template for this programme year"


class ReportTemplateFaulty(Unprocessable):
    """Each section of a template has a code of its own. `errors` names each that has not."""

    title = "The sections of the template do not fit together"
