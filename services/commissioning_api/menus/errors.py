"""Why a menu is not found or not published."""

from shared.kit.errors import Conflict, NotFound, Unprocessable


class MenuNotFound(NotFound):
    """No edition of a menu has this id."""

    title = "There is no menu with this id"


class MenuFaulty(Unprocessable):
    """A menu is published whole or not at all. `errors` names every place that is wrong, all at once."""

    title = "The menu cannot be published as it is"


class MenuUnchanged(Conflict):
    """The menu in force for the programme year already says exactly this, so there is nothing to publish."""

    title = "This menu is in force already"


class ProgrammeYearUnknown(Conflict):
    """A menu belongs to a programme year that the national team has published."""

    title = "There is no such programme year"
