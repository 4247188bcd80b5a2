"""Why it is not shown or not recorded what a school has beside PINS."""

from shared.kit.errors import Conflict, NotFound, Unprocessable


class ExistingSupportNotFound(NotFound):
    """Nothing is recorded of what this school has beside PINS, or it is not yours to see."""

    title = "There is no record of what this school has beside PINS that you can see"


class SchoolHasWithdrawn(Conflict):
    """Of a school that has withdrawn, what is recorded stays as it was."""

    title = "The school takes part no longer"


class ExistingSupportFaulty(Unprocessable):
    """What is said of a school's support does not hold. `errors` names every place that is wrong, all at once."""

    title = "What the school has beside PINS cannot be kept as it is"
