"""Why something about an instrument is not done."""

from shared.kit.errors import Conflict, NotFound, Unprocessable


class InstrumentNotFound(NotFound):
    """No edition of an instrument is published under this id."""

    title = "There is no instrument with this id"


class InstrumentRefused(Unprocessable):
    """Codes are unique, the scale rises, and the domains are those of the programme year. `errors` names each fault."""

    title = "The instrument cannot be published as it stands"


class InstrumentUnchanged(Conflict):
    """The current edition for the programme year already says exactly this, so there is nothing to publish."""

    title = "This edition is already the current one"


class InstrumentYearUnknown(Conflict):
    """An instrument belongs to a programme year, which must be published before it."""

    title = "There is no such programme year"
