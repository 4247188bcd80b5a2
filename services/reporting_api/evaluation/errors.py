"""Why something about an evaluation is not done."""

from shared.kit.errors import Conflict, NotFound, Unprocessable


class EvaluationNotFound(NotFound):
    """No evaluation has this id, or it is not yours to see."""

    title = "There is no evaluation here that you can see"


class EvaluationRefused(Unprocessable):
    """An evaluation is of published years, by an evaluator that is registered with the partnership service (R5, R35).

    It ends after it begins, and by the end that its years allow.

    `errors` names each fault.
    """

    title = "The evaluation cannot be as it stands"


class OutsideEvaluation(Conflict):
    """An evaluator asks for something from the first day of its evaluation to the last."""

    title = "The evaluation does not run today"
