"""Why an upload of many rows is not taken."""

from shared.kit.errors import TooLarge, Unprocessable


class RowsRefused(Unprocessable):
    """Of an upload that is taken as a whole, no row is kept while one cannot be. `errors` names each row and column."""

    title = "Rows of the file cannot be used"


class TooManyRows(TooLarge):
    """An upload has a greatest number of rows, which its documentation says. Divide it."""

    title = "The file has too many rows"
