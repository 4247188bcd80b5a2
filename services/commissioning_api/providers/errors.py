"""Why a provider is not found, not registered or not changed."""

from shared.kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class ProviderNotFound(NotFound):
    """No provider has this id, or it is not yours to see."""

    title = "There is no provider with this id that you can see"


class NotYourProvider(Forbidden):
    """A provider is changed and closed by the board that registered it."""

    title = "Another board registered this provider"


class ProviderFaulty(Unprocessable):
    """What is said of a provider does not fit together. `errors` names every place that is wrong, all at once."""

    title = "The provider cannot be kept as it is described"


class ProviderExists(Conflict):
    """A board registers each provider once. Use the one that is there, or give this one the name it trades under."""

    title = "You have registered an active provider of this name already"


class ProviderIsClosed(Conflict):
    """A closed provider gives support no longer. If it does again, register it anew."""

    title = "The provider is closed"
