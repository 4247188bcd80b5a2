"""Many rows at once: one declaration gives the address, both formats, the template and the one form of result.

An endpoint reads its upload (`received`), the use case takes it (`take`) by calling what the single write calls, and
`answer` sends the result.
"""

from .answers import Bulk, answer, route, template, template_route
from .asking import known_of
from .columns import Column, columns_of
from .declaration import Upload
from .reading import Entry, Received, received
from .refusals import RowsRefused, TooManyRows
from .taking import Done, take

__all__ = [
    "Bulk", "Column", "Done", "Entry", "Received", "RowsRefused", "TooManyRows", "Upload", "answer", "columns_of",
    "known_of", "received", "route", "take", "template", "template_route",
]  # fmt: skip
