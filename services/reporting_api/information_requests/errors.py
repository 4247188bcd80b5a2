"""Why something about a request for information is not done."""

from shared.kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class InformationRequestNotFound(NotFound):
    """No request for information has this id, or it is not yours to see."""

    title = "There is no request for information here that you can see"


class NotPartOfEvaluation(Unprocessable):
    """Boards, authorities, schools and parent carer groups of the evaluation's years are asked, and the national team.

    A partner that joined a moment ago may not be known here yet: `GET /v1/sources` says how far the copies go.
    """

    title = "This organisation takes no part in what is evaluated"


class DueDayRefused(Unprocessable):
    """An answer is due today or later, and by the last day of the evaluation."""

    title = "The answer cannot be due on this day"


class NotAsked(Forbidden):
    """The organisation asked answers, or the board of a school for it."""

    title = "Somebody else is asked for this"


class RequestNotOpen(Conflict):
    """A request is answered once, unless it is withdrawn before."""

    title = "This request is no longer open"


class TooManyReminders(Conflict):
    """A thousand reminders were enough."""

    title = "No more reminders can be recorded"
