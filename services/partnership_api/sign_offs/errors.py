"""Why a plan is not signed."""

from shared.kit.errors import Conflict, Forbidden, NotFound


class SignOffNotFound(NotFound):
    """There is no sign-off under this id, or its project is not yours to see."""

    title = "There is no sign-off here that you can see"


class NotYourSignature(Forbidden):
    """A sign-off is given by the organisation it is asked of, with that organisation's own token."""

    title = "Only the organisation itself can sign"


class SignOffGiven(Conflict):
    """A signature is given once; a declined one can still be given."""

    title = "This sign-off is not open any more"


class SignatoriesMissing(Conflict):
    """Before a plan is submitted, every kind of partner that has to sign it is a member (R7, R14)."""

    title = "Partners that have to sign the plan are missing"
