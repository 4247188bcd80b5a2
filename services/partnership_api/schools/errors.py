"""Why something about schools is not done."""

from shared.contracts.problem import FieldError
from shared.kit import tabular
from shared.kit.errors import BadRequest, NotFound, Refusal, TooLarge, Unprocessable


class SchoolNotFound(NotFound):
    """No school with this URN was in the files of GIAS that have been imported."""

    title = "There is no school with this URN"


class FileUnusable(Unprocessable):
    """The file as a whole cannot be read: `errors` says where and why. Nothing was changed."""

    title = "The file cannot be used"


class RowTooLong(TooLarge):
    """A row of the file is longer than any row of GIAS: a quotation mark may not be closed. Nothing was changed."""

    title = "The file has a row that is too long"


class UploadBrokenOff(BadRequest):
    """The connection ended before the file did. Nothing was changed; send it again."""

    title = "The upload ended before the file did"


def of_file(refused: tabular.FileRefused) -> Refusal:
    """A file that was refused, as the answer to whoever sent it."""
    kind = RowTooLong if isinstance(refused, tabular.RowTooLong) else FileUnusable
    where = FieldError(row=refused.row or 1, column=refused.column, code=refused.code, detail=refused.detail)
    return kind(f"{refused.title}. Nothing was changed.", errors=[where])
