"""Why a school's package is not shown or not changed. Each refusal names the rule it stands for."""

from shared.kit.errors import Conflict, Forbidden, NotFound


class ParticipationNotFound(NotFound):
    """No school takes part under this id in a project of yours."""

    title = "There is no participation with this id that you can see"


class PackageLineNotFound(NotFound):
    """No line of a package that you can see has this id."""

    title = "There is no package line with this id"


class NotYourProject(Forbidden):
    """Support is commissioned by the board that answers for the project now."""

    title = "Another board answers for this project"


class ParticipationNotConfirmed(Conflict):
    """Support is agreed with the school, so the school has agreed to take part first (R27)."""

    title = "The school has not confirmed that it takes part"


class ParticipationWithdrawn(Conflict):
    """A school that has withdrawn is given nothing more. Its lines can only be cancelled."""

    title = "The school has withdrawn from the project"


class ProgrammeYearMissing(Conflict):
    """A line falls inside its programme year, so the year has to be published (R5)."""

    title = "The programme year of this project is not published"


class NotOnTheMenu(Conflict):
    """Support is chosen from the menu in force for the school's programme year (R29): see `/v1/menu-items`."""

    title = "Nothing outside the menu may be commissioned"


class NotInThisOffer(Conflict):
    """Each item says for which offers it is: full, embedding or training (R6)."""

    title = "The item is not for the offer this school has"


class DomainNotAnswered(Conflict):
    """A line names the domain of need that it answers, one of those the item is for (R28, R30)."""

    title = "The item does not answer this domain"


class EndsBeforeItStarts(Conflict):
    """A line ends on the day it starts, or later."""

    title = "The line would end before it starts"


class OutsideTheProgrammeYear(Conflict):
    """Support is delivered inside the programme year (R5)."""

    title = "The line would fall outside the programme year"


class PackageFull(Conflict):
    """A package has a greatest number of lines. Cancel one that is not wanted any more."""

    title = "The package has as many lines as it can have"


class LineNotProposed(Conflict):
    """Once a line is agreed it stands as it was agreed: cancel it and propose another (R27)."""

    title = "Only a proposed line can be changed or agreed"


class LineAlreadyCancelled(Conflict):
    """A line is cancelled once, with one reason."""

    title = "The line is cancelled already"
