"""Why something about a school is not done: who takes part, and who may act for it."""

from shared.kit.errors import Conflict, Forbidden, NotFound


class ParticipationNotFound(NotFound):
    """No participation has this id, or it is not yours to see."""

    title = "There is no participation with this id"


class NotYourSchool(Forbidden):
    """A school acts for itself alone, and a board for the schools of the projects that it answers for now."""

    title = "You may not act for this school"


class ParticipationNotConfirmed(Conflict):
    """Nothing is recorded of a school before it has confirmed that it takes part."""

    title = "The school has not confirmed that it takes part"


class ParticipationEnded(Conflict):
    """Nothing new is begun for a school that withdrew from the project."""

    title = "The school takes part no longer"


ASKED = (ParticipationNotFound, NotYourSchool, ParticipationNotConfirmed, ParticipationEnded)
"""For the `problems(...)` of an operation that asks for a confirmed participation."""
