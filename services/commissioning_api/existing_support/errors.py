"""Why it is not shown or not recorded what a school has beside PINS."""

from shared.kit.errors import NotFound, Unprocessable


class ExistingSupportNotFound(NotFound):
    """Nothing is recorded of what this school has beside PINS, or it is not yours to see."""

    title = "There is no record of what this school has beside PINS that you can see"


class ExistingSupportFaulty(Unprocessable):
    """What is said of a school's support does not hold. `errors` names every place that is wrong, all at once."""

    title = "What the school has beside PINS cannot be kept as it is"
