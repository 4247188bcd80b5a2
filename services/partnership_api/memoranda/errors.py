"""Why something about a memorandum is not done."""

from shared.kit.errors import Conflict, Forbidden, NotFound


class MemorandumNotFound(NotFound):
    """There is no memorandum under this id, or its project is not yours to see."""

    title = "There is no memorandum here that you can see"


class PlanNotInForce(Conflict):
    """A memorandum is drafted from an approved delivery plan (R16)."""

    title = "The delivery plan is not approved"


class MemorandumOpen(Conflict):
    """One draft is signed at a time."""

    title = "A draft of the memorandum is open already"


class MemorandumExists(Conflict):
    """A memorandum that is agreed is amended, not drafted anew."""

    title = "The project has a memorandum already"


class MemorandumNotAgreed(Conflict):
    """Only an agreed memorandum is amended."""

    title = "The memorandum is not agreed"


class NotAParty(Forbidden):
    """The parties are the project's board, DfE and NHSE; each signs with its own token."""

    title = "Only a party can sign the memorandum"


class SignedAlready(Conflict):
    """Each party signs a version once, while it is a draft."""

    title = "There is nothing left to sign here"
