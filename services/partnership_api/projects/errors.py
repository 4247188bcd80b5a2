"""Why something about a project is not done."""

from shared.kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class ProjectNotFound(NotFound):
    """There is no project under this id, or the caller is not a partner in it."""

    title = "There is no project here that you can see"


class ProjectExists(Conflict):
    """A board runs one project in each programme year (R1)."""

    title = "The board has a project in this year already"


class ProjectClosed(Conflict):
    """A closed project can be read for ever, and nothing in it changes any more."""

    title = "The project is closed"


class ProjectNotThere(Conflict):
    """A project is set up, has its plan approved and its memorandum agreed, delivers, closes, and is closed."""

    title = "The project is not at the stage for this"


class BoardNotInYear(Conflict):
    """A board can run a project only in a year in which it exists; its successor runs the later ones."""

    title = "The board does not exist in this programme year"


class BoardUnknown(Conflict):
    """A project is run by an integrated care board, named by its ODS code."""

    title = "There is no board with this ODS code"


class YearNotPublished(Conflict):
    """A project starts under the rules of a programme year that the national team has published."""

    title = "The programme year has not been published"


class BoardNotNamed(Unprocessable):
    """The national team starts projects for boards, so it says for which."""

    title = "Say which board the project is for"


class NotYourBoard(Forbidden):
    """A board starts its own project, and no other board's."""

    title = "A board may only start its own project"


class NotTheLead(Forbidden):
    """Only the board that answers for a project now changes anything in it: see its `lead_icb_code`."""

    title = "Another board answers for this project"


class NotYoursToHandOver(Forbidden):
    """The national team hands projects over; a board that succeeds another as its only successor, to itself."""

    title = "This project is not yours to hand over"


class NotASuccessor(Conflict):
    """A project goes to a board that succeeds the one that answers for it now: see `/v1/icb-successions`."""

    title = "This board does not succeed the project's board"


class SuccessionNotYet(Conflict):
    """A successor answers for a project from the day on which the succession takes effect."""

    title = "The succession has not taken effect yet"
