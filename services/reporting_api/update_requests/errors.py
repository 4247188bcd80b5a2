"""Why something about an update request is not done."""

from shared.kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class ProjectNotFound(NotFound):
    """No project with this id has been announced to the reporting service, or it is not the caller's to see."""

    title = "There is no project here that you can see"


class NotTheReportingBoard(Forbidden):
    """Only the board that answers for a project now reports on it and asks its partners."""

    title = "Another board answers for this project"


class UpdateRequestNotFound(NotFound):
    """There is no update request under this id, or it is not yours to see."""

    title = "There is no update request here that you can see"


class NotAPartnerOfTheProject(Unprocessable):
    """Updates are asked of members of the project, of its schools, and of the authorities with schools in it."""

    title = "This organisation is not a partner of the project"


class DueInThePast(Unprocessable):
    """A partner is given until today at least."""

    title = "The due date is over already"


class RequestNotOpen(Conflict):
    """An update request is answered or withdrawn once."""

    title = "This request is no longer open"
