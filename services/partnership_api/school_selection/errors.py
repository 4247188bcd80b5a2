"""Why a school is not selected, confirmed or withdrawn."""

from shared.kit.errors import Conflict, NotFound, Refusal, Unprocessable


class ParticipationNotFound(NotFound):
    """There is no participation under this id, or it is not one that the caller may see."""

    title = "There is no participation here that you can see"


class SchoolUnknown(Conflict):
    """A school is named by its URN, as the files of GIAS that were imported have it."""

    title = "There is no school with this URN"


class SchoolIneligible(Conflict):
    """Only mainstream primary schools in England take part (R4)."""

    title = "The school cannot take part"


class OverrideNeeded(Conflict):
    """Whether this school may take part is in doubt: say in `override_reason` why it does all the same (R4)."""

    title = "Say why this school takes part although it is in doubt"


class AuthorityNotMember(Conflict):
    """Every local authority with a participating school is a partner in the project (R7): add it as a member first."""

    title = "The school's local authority is not a member of the project"


class OfferDoesNotFit(Unprocessable):
    """A school that joins now is offered all of it, one that took part before the lighter offer (R6); or training."""

    title = "This offer is not for schools of this cohort"


class NotConsulted(Conflict):
    """Before a school is confirmed, its authority and a parent carer group were consulted, with their answers (R19)."""

    title = "Partners were not consulted on this school yet"


class NotTheSuccessor(Conflict):
    """A participation goes on with the open school that the register names as the successor of the closed one."""

    title = "The register names no such successor of this school"


class SchoolTakenElsewhere(Conflict):
    """A school takes part in one project of a programme year until it is withdrawn, whatever its number is by then."""

    title = "The school takes part in another project of this year"


class SchoolSelectedAlready(Conflict):
    """A school is selected once, until it is withdrawn."""

    title = "The school has been selected for this project already"


class NotSelected(Conflict):
    """A selected school can be changed, and confirmed once; one that is withdrawn must be selected anew."""

    title = "Only a selected school can be confirmed or changed"


class NothingToReplace(Conflict):
    """A replacement takes the place of a school of the same project that has left, and each place is taken once."""

    title = "There is no school that left a place to take"


class WithdrawnAlready(Conflict):
    """A school is withdrawn once. It may be selected anew."""

    title = "The school has been withdrawn already"


class AgreementNotNamed(Unprocessable):
    """A board that confirms on a school's behalf says in `agreed_by` who agreed: a role, not a name."""

    title = "Say who agreed for the school"


class AgreementNotRecorded(Unprocessable):
    """A school that confirms with its own token needs nobody's word beside its own: leave `agreed_by` out."""

    title = "A school's own confirmation names nobody else"


SELECTION_REFUSALS: tuple[type[Refusal], ...] = (
    SchoolUnknown,
    SchoolIneligible,
    OverrideNeeded,
    AuthorityNotMember,
    SchoolSelectedAlready,
    SchoolTakenElsewhere,
    OfferDoesNotFit,
)
"""Why a school is not selected, on whichever way it comes."""
