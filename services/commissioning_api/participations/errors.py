"""Why something is not recorded of a school: who takes part, and who may speak for it."""

from shared.kit.errors import Conflict, Forbidden, NotFound


class ParticipationNotFound(NotFound):
    """No school takes part under this id in a project of yours."""

    title = "There is no participation with this id that you can see"


class NotYourSchool(Forbidden):
    """A school speaks for itself, its project's parent carer groups with it, and the board that answers for it now."""

    title = "Only the school, its parent carer groups or its board may do this"


class ParticipationNotConfirmed(Conflict):
    """Support is agreed with a school that takes part, and recorded of one: it has confirmed that first (R27)."""

    title = "The school has not confirmed that it takes part"


class ParticipationWithdrawn(Conflict):
    """A school that has withdrawn is given nothing more, and nothing new is recorded of it. Its lines can be ended."""

    title = "The school has withdrawn from the project"


TAKING_PART = (ParticipationNotFound, ParticipationNotConfirmed, ParticipationWithdrawn)
"""For the `problems(...)` of an operation that asks for a confirmed participation."""

ASKED = (*TAKING_PART, NotYourSchool)
"""The same, where the caller speaks for the school."""
