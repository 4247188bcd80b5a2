"""Why something is not recorded of a school: who takes part, and who may speak for it."""

from shared.kit.errors import Conflict, Forbidden, NotFound


class ParticipationNotFound(NotFound):
    """No school takes part under this id in a project of yours."""

    title = "There is no participation with this id that you can see"


class NotYourSchool(Forbidden):
    """A school speaks for itself, its project's parent carer groups with it, and the board that answers for it now."""

    title = "Only the school, its parent carer groups or its board may do this"


class ParticipationNotConfirmed(Conflict):
    """Nothing is recorded of a school before it has confirmed that it takes part."""

    title = "The school has not confirmed that it takes part"


class ParticipationWithdrawn(Conflict):
    """Nothing new is recorded of a school that has withdrawn."""

    title = "The school has withdrawn from the project"


ASKED = (ParticipationNotFound, NotYourSchool, ParticipationNotConfirmed, ParticipationWithdrawn)
"""For the `problems(...)` of an operation that asks for a confirmed participation."""
