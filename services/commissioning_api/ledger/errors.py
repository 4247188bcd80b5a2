"""Why money is not moved, or not shown."""

from shared.kit.errors import BadRequest, Conflict, NotFound


class PositionNotFound(NotFound):
    """Nothing was ever allotted to this project as far as is known here, or the project is not yours to see."""

    title = "There is no money of this project that you can see"


class DayToCome(BadRequest):
    """A position is where the money stood at the end of a day: today, or one before."""

    title = "The day has not come yet"


class NothingAllocated(Conflict):
    """Nothing is bought for a project to which no money is allotted (R18)."""

    title = "Nothing is allocated to this project"


class NothingReleased(Conflict):
    """Nothing is bought before money is released to the board, in a year that bounds it so (R17, R18)."""

    title = "Nothing is released to this project"


class NotEnoughReleased(Conflict):
    """What is committed never comes to more than what is released, in a year that bounds it so (R18)."""

    title = "Not enough of the released money is free"


class NotEnoughAllocated(Conflict):
    """What is committed never comes to more than what is allocated, in a year that bounds it so (R18)."""

    title = "Not enough of the allocated money is free"


class NotEnoughInTheStrand(Conflict):
    """Each strand is paid from its own part of the allocation (R18): even released whole, it would not be enough."""

    title = "The strand's part of the allocation is not enough"


class NotEnoughCommitted(Conflict):
    """What was invoiced, accrued or paid of a line cannot be taken back or moved again."""

    title = "Not that much of the line is open"
