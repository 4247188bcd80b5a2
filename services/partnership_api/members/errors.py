"""Why something about a project's members is not done."""

from shared.kit.errors import Conflict, NotFound, Unprocessable


class MemberNotFound(NotFound):
    """There is no member under this id, or the caller is not a partner in its project."""

    title = "There is no member here that you can see"


class OrganisationUnknown(Conflict):
    """A member is a board, an authority or a parent carer group that exists, or a provider."""

    title = "The organisation does not exist"


class CannotBeMember(Unprocessable):
    """Boards, authorities, parent carer groups and providers become members. A school takes part by being selected."""

    title = "Organisations of this sort do not become members"


class KindDoesNotFit(Unprocessable):
    """An organisation is a partner of its own kind: an authority, say, cannot stand for a parent carer group."""

    title = "The organisation cannot be a partner of this kind"


class ProviderNotNamed(Unprocessable):
    """No register of this service holds providers, so whoever adds one says what it is called."""

    title = "Say what the provider is called"


class MemberAlready(Conflict):
    """An organisation is a member of a project once at a time. When it has left, it may join again."""

    title = "The organisation is a member of this project already"


class MemberHasLeft(Conflict):
    """A membership ends once."""

    title = "The member has left already"


class LeadCannotLeave(Conflict):
    """The board that runs a project is a partner in it for as long as there is a project."""

    title = "The board that runs the project cannot leave it"


class DayImpossible(Conflict):
    """A member joined today or before, and left on the day it joined or later, but not after today."""

    title = "A membership cannot begin or end on this day"
