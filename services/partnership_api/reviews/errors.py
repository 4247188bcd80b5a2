"""Why a review, an answer to it, or a submission is not done."""

from shared.kit.errors import Conflict, NotFound, Unprocessable


class ReviewNotFound(NotFound):
    """There is no review under this id, or its project is not yours to see."""

    title = "There is no review here that you can see"


class PointNotFound(NotFound):
    """There is no review point under this id, or its project is not yours to see."""

    title = "There is no review point here that you can see"


class PointsDoNotFit(Unprocessable):
    """A review that asks for changes says which, point by point; one that approves asks for none."""

    title = "The points do not fit the outcome"


class PointAnswered(Conflict):
    """A point is answered once; the answer goes with the next version of the plan."""

    title = "This point is answered already"


class PointsUnanswered(Conflict):
    """Before a plan is submitted again, every point of the reviews before is answered (R15). `errors` names each."""

    title = "Points of the review have no answer yet"
