"""Why something about the governance of a project is not done."""

from shared.kit.errors import Conflict, NotFound, Unprocessable


class GovernanceGroupNotFound(NotFound):
    """The project has no governance group yet, or it is not one that the caller may see."""

    title = "There is no governance group here that you can see"


class MeetingNotFound(NotFound):
    """There is no meeting under this id, or it is not one that the caller may see."""

    title = "There is no meeting here that you can see"


class DecisionNotFound(NotFound):
    """There is no decision under this id, or it is not one that the caller may see."""

    title = "There is no decision here that you can see"


class ExistingGroupUnclear(Unprocessable):
    """Name the existing group exactly when one is used (R10)."""

    title = "Say which existing group is used, if one is"


class RepresentationImpossible(Unprocessable):
    """A board speaks for a board, an authority for an authority; parent carers are spoken for by those they chose."""

    title = "An organisation cannot speak for these"


class NotMembers(Conflict):
    """The governance group is made of current members of the project: add them to the project first."""

    title = "Some of these are not members of the project"


class NotPartners(Conflict):
    """Partners are the members of the project, past ones included, its schools, and the national team."""

    title = "Some of these are not partners in the project"


class DayToCome(Conflict):
    """What is recorded has happened: its day is today or before."""

    title = "This day is still to come"


class NotAtMeeting(Conflict):
    """Who takes part in a decision of a meeting was at that meeting: correct the meeting first if it is wrong."""

    title = "Some of these were not at the meeting"


class TookPartInDecision(Conflict):
    """Who took part in a decision of a meeting was there."""

    title = "Some who took part in a decision would no longer have been at the meeting"


class DidNotTakePart(Unprocessable):
    """Who was against a decision took part in it."""

    title = "Some who are said to be against did not take part"


class DecisionWithdrawnAlready(Conflict):
    """A decision is withdrawn once, and stays to be read."""

    title = "The decision has been withdrawn already"


class CannotSupersede(Conflict):
    """A decision is superseded by another of the same project that stands."""

    title = "This decision cannot stand in the other's place"
