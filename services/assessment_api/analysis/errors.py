"""Why an analysis is not shown."""

from shared.kit.errors import NotFound


class AnalysisNotFound(NotFound):
    """The project, authority or board is not known here, or is not the caller's to see."""

    title = "There is no analysis of this for you"
