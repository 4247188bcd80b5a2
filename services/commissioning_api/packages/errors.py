"""Why a school's package is not shown or not changed. Each refusal names the rule it stands for."""

from shared.kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class PackageLineNotFound(NotFound):
    """No line of a package that you can see has this id."""

    title = "There is no package line with this id"


class NotYourProject(Forbidden):
    """Support is commissioned by the board that answers for the project now."""

    title = "Another board answers for this project"


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


class LocalOfferNotHad(Conflict):
    """A line is taken from an offer that can be had (R28): see `/v1/local-offers?status=active`."""

    title = "There is no active local offer with this id"


class LocalOfferOfAnotherItem(Conflict):
    """An offer gives one item of the menu, and a line of that item is taken from it (R28, R29)."""

    title = "The local offer gives another item of the menu"


class LocalOfferOfAnotherYear(Conflict):
    """An offer is for one programme year."""

    title = "The local offer is for another programme year"


class LocalOfferElsewhere(Conflict):
    """An offer is made for one board, and says in which authorities it can be had (R28)."""

    title = "The local offer cannot be had where this school is"


class OutsideTheOffersDays(Conflict):
    """An offer says from which day to which it can be had (R28)."""

    title = "The line would fall outside the days on which the offer can be had"


class EarlierThanItsLeadTime(Conflict):
    """What has still to begin is asked for as many days before as its provider needs (R28)."""

    title = "The provider needs more notice than this"


class BeyondCapacity(Conflict):
    """A provider gives no more hours in a month than its offer says, all lines of the offer together (R28)."""

    title = "The provider has not so many hours left"


class FindingsNotToBeCited(Conflict):
    """A line cites findings of its own school that stand now, in the domain it answers (R30). `errors` names each."""

    title = "A line answers findings of its own school and domain that stand now"


class ExistsLocally(Conflict):
    """Support adds to the services there are and repeats none of them: say in `adds` what it adds (R31)."""

    title = "This service exists locally already"


class LineThereAlready(Conflict):
    """The same item from the same offer is in a package once for the same days. Change the line that is there."""

    title = "The package has this line already"


class PackageFull(Conflict):
    """A package has a greatest number of lines. Cancel one that is not wanted any more."""

    title = "The package has as many lines as it can have"


class LineWithoutOffer(Conflict):
    """This line was proposed before local offers were kept: cancel it, and propose it again from an offer."""

    title = "The line is not taken from any local offer"


class LineNotProposed(Conflict):
    """Once a line is agreed it stands as it was agreed, its price too: it is varied, with a reason (R27)."""

    title = "Only a proposed line can be changed or agreed"


class AgreementMissing(Unprocessable):
    """A board that records an agreement says whose it was: a role at the school, not a person's name (R27)."""

    title = "Say who at the school agreed"


class NotConsidered(Conflict):
    """Before support is agreed, the parent carer survey and children's voice are considered where they exist (R26)."""

    title = "Nobody has said yet what was considered before this is agreed"


class LineNotAgreed(Conflict):
    """A line is commissioned once, after it was agreed with the school (R27)."""

    title = "Only an agreed line can be commissioned"


class DecisionDoesNotStand(Conflict):
    """The partnership decides what is commissioned: a standing decision of this project, of the kind commissioning."""

    title = "The partnership has not decided this"


class FundingNotFound(Conflict):
    """Nothing is known of the project's money."""

    title = "This project has no funding that you can see"


class LineNotToVary(Conflict):
    """A line is varied once it is agreed and until it is completed. One that is only proposed is changed."""

    title = "Only an agreed, commissioned or delivering line can be varied"


class NothingVaried(Unprocessable):
    """A variation says what is to be different: hours, days or price."""

    title = "The variation changes nothing"


class LineNotBought(Conflict):
    """A line is started and completed once it was commissioned, and before it is completed or cancelled."""

    title = "Only a commissioned or delivering line can be delivered"


class LineAlreadyCancelled(Conflict):
    """A line is cancelled once, with one reason."""

    title = "The line is cancelled already"


class LineCompleted(Conflict):
    """What was given whole stands as it was given."""

    title = "A completed line cannot be cancelled"


class ConsiderationFaulty(Unprocessable):
    """What it led to is said of what was there to be considered, and of nothing else (R26)."""

    title = "Say what the consideration led to"


class ItWasThere(Conflict):
    """What is there is considered, and not passed over as though it were not (R26)."""

    title = "The assessment service has it for this school"
