"""Why a dashboard is not shown."""

from shared.kit.errors import NotFound


class DashboardNotFound(NotFound):
    """No project with this id has been announced to the reporting service, or it is not the caller's to see."""

    title = "There is no dashboard of a project with this id"


class SchoolDashboardNotFound(NotFound):
    """No school's part in a project has been announced with this id, or it is not the caller's to see."""

    title = "There is no dashboard of a school's part with this id"


class AuthorityDashboardNotFound(NotFound):
    """No school of this local authority takes part, or it is not the calling authority."""

    title = "There is no dashboard of a local authority with this code"


class RegionDashboardNotFound(NotFound):
    """No school of this region takes part."""

    title = "There is no dashboard of a region with this code"


class IcbDashboardNotFound(NotFound):
    """This board has no project, or it is not the calling board."""

    title = "There is no dashboard of a board with this code"
