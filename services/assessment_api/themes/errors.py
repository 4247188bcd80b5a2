"""Why something about a theme is not done."""

from shared.kit.errors import Conflict, NotFound, Unprocessable


class ThemeNotFound(NotFound):
    """No theme has this id, or it is not yours to see."""

    title = "There is no theme with this id"


class DomainsMissing(Conflict):
    """No instrument is published for the programme year, so there are no domains to speak of."""

    title = "There are no domains for this programme year yet"


class DomainUnknown(Unprocessable):
    """A theme is about one of the domains of its programme year. `errors` names the place."""

    title = "The programme year does not have this domain"


class SourceUnknown(Unprocessable):
    """A theme was heard in a self-assessment, a survey or an activity of the same school. `errors` names the place."""

    title = "The school has no such source"


class SourceWithdrawn(Conflict):
    """What was withdrawn was recorded by mistake, so nothing was heard in it."""

    title = "The activity in which it was heard has been withdrawn"


class ThemeSaidAlready(Conflict):
    """One source says a thing once in a domain, however it is spaced or capitalised."""

    title = "This theme is recorded already"


class ThemeIsWithdrawn(Conflict):
    """What was withdrawn stays as it was. A theme that holds after all is recorded anew."""

    title = "The theme has been withdrawn"
