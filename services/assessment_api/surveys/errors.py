"""Why something about a survey is not done."""

from shared.kit.errors import Conflict, NotFound, Unprocessable


class SurveyNotFound(NotFound):
    """No survey has this id, or it is not yours to see."""

    title = "There is no survey with this id"


class SurveyInstrumentMissing(Conflict):
    """The national team has published no parent carer survey for this programme year."""

    title = "There is no parent carer survey for this programme year yet"


class CountsRefused(Unprocessable):
    """Counts are of questions and values of the survey, and never of more than its respondents. `errors` names each
    fault.
    """

    title = "The counts do not fit the survey"


class ResponsesRefused(Unprocessable):
    """Every answer in the file is one of the scale's values or labels, or says that the question does not apply.
    `errors` names the first that are not, by row and column. Nothing was changed.
    """

    title = "Some rows of the file cannot be used"


class SurveyGivenTwice(Unprocessable):
    """An upload says the counts of a school's survey of a term once."""

    title = "The same survey is in the upload twice"


class LinesDiffer(Unprocessable):
    """The lines of a survey say the same of its respondents and of its version. `errors` names those that do not."""

    title = "Lines of the same survey contradict each other"
