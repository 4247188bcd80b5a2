"""Why a session is not shown, not arranged or not held. Each refusal names the rule it stands for."""

from shared.kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class SessionNotFound(NotFound):
    """No session that you can see has this id."""

    title = "There is no session with this id that you can see"


class LineNotFound(NotFound):
    """No line of a package has this id that is yours to see; a provider sees the lines that it gives."""

    title = "There is no package line with this id that you can see"


class NotYourDelivery(Forbidden):
    """Sessions are arranged by the line's provider, or by the board that answers for the project now."""

    title = "Another board answers for this project"


class LineNotBeingGiven(Conflict):
    """Sessions are arranged and held of a line that was commissioned, and is neither completed nor cancelled."""

    title = "The line is not commissioned, or is over"


class OutsideTheLine(Conflict):
    """A session lies on one of its line's days. If it must be later, the line is varied first (R27)."""

    title = "The session would fall outside the days of its line"


class NotThisProfession(Conflict):
    """Where the menu's item names professions, a session is given by one of them (R29)."""

    title = "The item of the menu is not given by this profession"


class MoreThanBought(Conflict):
    """The hours of a line's sessions, held and planned, never come to more than were bought."""

    title = "The line has not so many hours left"


class LessThanArranged(Conflict):
    """A line keeps the hours of its sessions, held and planned. Cancel planned ones before it is varied to fewer."""

    title = "More hours are held or planned than the line would have"


class SessionsOutside(Conflict):
    """A line keeps the days of its sessions, held and planned. Move or cancel planned ones before it is varied."""

    title = "Sessions are held or planned on days that the line would not have"


class GivenAndNotInvoiced(Conflict):
    """Cancelling frees what is not invoiced, so what was given is invoiced before: its provider is to be paid (R18)."""

    title = "Something of this line was given and is not invoiced"


class SessionsStillPlanned(Conflict):
    """A line that was given whole has nothing planned: say of each session that it was held, or cancel it, before."""

    title = "Sessions of the line are still planned"


class NotHeldYet(Conflict):
    """A session is held on its day, not before it."""

    title = "The session's day has not come yet"


class SessionNotPlanned(Conflict):
    """A session that was held or cancelled stays as it is. One that was not held after all is reopened first."""

    title = "Only a planned session can be changed, held or cancelled"


class SessionNotHeld(Conflict):
    """What was said of a session's holding is put right; a planned one is changed, and a cancelled one planned anew."""

    title = "Only a session that was held can be reopened"


class StaffNamedTwice(Unprocessable):
    """Each role of the staff is counted once. `errors` names the place."""

    title = "A role is counted twice"
