"""Why something about a school's priorities is not done."""

from shared.kit.errors import Conflict, NotFound, Unprocessable


class PrioritySetNotFound(NotFound):
    """No set of priorities has this id, or it is not yours to see."""

    title = "There is no set of priorities with this id"


class PrioritiesRefused(Unprocessable):
    """Each priority answers a domain of the ranking, by findings that hold, and says why it differs.

    `errors` names each fault.
    """

    title = "The priorities cannot be proposed as they stand"


class PrioritiesNotOpen(Conflict):
    """Only proposed priorities can be agreed. Of several proposals for a school the newest is the one."""

    title = "These priorities are not open to agreement"


class AgreedAlready(Conflict):
    """Each side agrees once. The priorities are agreed when both have."""

    title = "This agreement is there already"


class SchoolSpeaksForItself(Unprocessable):
    """`school_agreement` is for a board that records what the school said. A school agrees by calling this itself."""

    title = "A school does not record its own agreement"


class FindingsSuperseded(Conflict):
    """What the priorities rest on has changed since they were proposed, so they are looked at and proposed again."""

    title = "Findings that these priorities cite hold no longer"
