"""Why something about an instrument is not done."""

from shared.kit.errors import Conflict, NotFound, Unprocessable


class InstrumentNotFound(NotFound):
    """No edition of an instrument has this id, or it is a draft, which the national team alone sees."""

    title = "There is no instrument with this id"


class InstrumentRefused(Unprocessable):
    """Codes are unique, the scale rises, and the domains are those of the programme year. `errors` names each fault."""

    title = "The instrument cannot be published as it stands"


class InstrumentCodeKept(Unprocessable):
    """The number of an edition belongs to its code. For another code, make another draft."""

    title = "A draft keeps its code"


class InstrumentNotDraft(Conflict):
    """Schools rest on what was published, so only a draft is changed, deleted or published."""

    title = "The instrument is not a draft"


class InstrumentNotPublished(Conflict):
    """Only an edition that is published can be retired."""

    title = "The instrument is not published"


class InstrumentUnchanged(Conflict):
    """The published edition for the programme year already says exactly this, so there is nothing to publish."""

    title = "What is published says this already"


class InstrumentYearUnknown(Conflict):
    """An instrument belongs to a programme year, which must be published before it."""

    title = "There is no such programme year"
