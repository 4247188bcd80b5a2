"""Why a consultation is not recorded."""

from shared.kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class ConsultationNotFound(NotFound):
    """There is no consultation under this id, or its project is not yours to see."""

    title = "There is no consultation here that you can see"


class NotAPartner(Conflict):
    """Authorities and parent carer groups that are members of the project are consulted."""

    title = "Only an authority or a parent carer group of the project is consulted"


class AnsweredAlready(Conflict):
    """A consultation is answered once; ask again to hear more."""

    title = "This consultation is answered already"


class NotYourAnswer(Forbidden):
    """The partner that was asked answers itself, or the board records what it said."""

    title = "Only the partner that was asked, or the board, can answer"


class AnswerUnclear(Unprocessable):
    """A response comes with the day on which it was given, and neither is in the future."""

    title = "The response and its day do not fit"
