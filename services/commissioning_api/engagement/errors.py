"""Why engagement is not shown or not recorded. Each refusal names the rule it stands for."""

from shared.kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class SchoolGroupNotFound(NotFound):
    """Nothing is recorded of a parent carer group of this school, or it is not yours to see."""

    title = "Nothing is known of a parent carer group of this school"


class EngagementNotFound(NotFound):
    """No entry that you can see has this id."""

    title = "There is no engagement entry with this id that you can see"


class NotYourEntry(Forbidden):
    """Of a project that was handed over, the board that answers for it now puts right what was recorded."""

    title = "Another board answers for this project"


class SchoolGroupFaulty(Unprocessable):
    """What is said of a group does not hold together. `errors` names every place that is wrong, all at once."""

    title = "The parent carer group cannot be recorded as it is"


class EngagementFaulty(Unprocessable):
    """What is said of a meeting, activity or change does not hold. `errors` names every place, all at once."""

    title = "The entry cannot be recorded as it is"


class EngagementIsWithdrawn(Conflict):
    """A withdrawn entry stays as it was. If it took place, record it anew."""

    title = "The entry is withdrawn"


class NotTheEmbeddingOffer(Conflict):
    """The embedding aims are those of the lighter offer to existing schools (R6, R34)."""

    title = "The school does not have the embedding offer"


class AimFaulty(Unprocessable):
    """An aim is reviewed on a day of its programme year, or of the evaluation after it, that is not in the future."""

    title = "The aim cannot have been reviewed on this day"


class YearNotPublished(Conflict):
    """What is recorded falls inside the school's programme year, so the year has to be published."""

    title = "The programme year of this school is not published"
