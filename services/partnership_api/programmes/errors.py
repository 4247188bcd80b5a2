"""Why something about a programme year is not done."""

from shared.kit.errors import NotFound, Unprocessable


class ProgrammeYearNotFound(NotFound):
    """Nobody has published a programme year under this code."""

    title = "There is no programme year with this code"


class ProgrammeYearFaulty(Unprocessable):
    """The dates, quarters, domains or partners of a programme year contradict each other. `errors` names each fault."""

    title = "The programme year does not fit together"
