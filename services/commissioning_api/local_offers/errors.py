"""Why an offer is not found, not made or not changed. Each refusal names the rule it stands for."""

from shared.kit.errors import Conflict, Forbidden, NotFound, Unprocessable


class LocalOfferNotFound(NotFound):
    """No offer has this id, or it is not yours to see."""

    title = "There is no local offer with this id that you can see"


class NotYourOffer(Forbidden):
    """An offer is changed and withdrawn by the board it was made for, or by its provider."""

    title = "Another board's offer is not yours to change"


class LocalOfferFaulty(Unprocessable):
    """What is said of an offer does not hold. `errors` names every place that is wrong, all at once."""

    title = "The offer cannot be kept as it is"


class ProgrammeYearUnknown(Conflict):
    """An offer is for a programme year that the national team has published."""

    title = "There is no such programme year"


class LocalOfferExists(Conflict):
    """A provider offers an item of the menu once for each board and year. Change the offer that is there."""

    title = "This provider offers this item already"


class LocalOfferIsWithdrawn(Conflict):
    """A withdrawn offer stays as it was. If it can be had again, make a new one."""

    title = "The offer is withdrawn"


class OffersOutsideTheArea(Conflict):
    """What a provider offers lies within the authorities it covers. Change or withdraw those offers first."""

    title = "The provider has active offers in an authority that it would no longer cover"
