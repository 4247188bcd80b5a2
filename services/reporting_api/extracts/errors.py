"""Why something about an extract is not done."""

from shared.kit.errors import Conflict, NotFound, Unavailable, Unprocessable


class ExtractNotFound(NotFound):
    """No extract has this id, or it is another evaluator's."""

    title = "There is no extract here that you can see"


class ExtractDownloadNotFound(NotFound):
    """No download has this id, or it was another evaluator's."""

    title = "There is no download here that you can see"


class ExtractDecided(Conflict):
    """An extract that was released or refused stays as it is. The evaluator asks for another one."""

    title = "This extract is decided already"


class ExtractNotChecked(Conflict):
    """An extract is checked for disclosure before it is released."""

    title = "This extract was not checked yet"


class DisclosureCheckFails(Conflict):
    """What is released has no cell of fewer schools than the threshold. Check it again with more left out, or refuse.

    `errors` has the reasons.
    """

    title = "The extract does not pass the disclosure check"


class ReleasedSince(Conflict):
    """Two extracts side by side can tell more than each alone, so each is checked against all that went before."""

    title = "Another extract of this evaluation was released after this check"


class ThresholdTooLow(Unprocessable):
    """The threshold of a check is the service's or a higher one."""

    title = "The threshold is too low"


class PseudonymsWouldDiffer(Conflict):
    """The service's secret is not the one that the evaluation's earlier extracts were made with."""

    title = "The schools would have other pseudonyms than before"


class NoPseudonymSecret(Unavailable):
    """Whoever runs the service has to set `PINS_PSEUDONYM_SECRET` before an extract can be checked."""

    title = "The service has no secret to make pseudonyms with"


class ExtractNotReleased(Conflict):
    """An extract can be downloaded once the national team has released it."""

    title = "This extract is not released"


class TableNotInExtract(Unprocessable):
    """Only the tables that were asked for are in an extract."""

    title = "This table is not in the extract"
