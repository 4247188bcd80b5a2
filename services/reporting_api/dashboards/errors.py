"""Why a dashboard is not shown."""

from shared.kit.errors import NotFound


class DashboardNotFound(NotFound):
    """No project with this id has been announced to the reporting service, or it is not the caller's to see."""

    title = "There is no dashboard of a project with this id"
