"""Why an invoice is not taken, paid, credited or shown."""

from shared.kit.errors import Conflict, NotFound, Unprocessable


class InvoiceNotFound(NotFound):
    """There is no invoice under this id, or it is not yours to see."""

    title = "There is no invoice with this id that you can see"


class NothingWasBought(Conflict):
    """Invoices are of lines that are commissioned, being delivered or completed (R18)."""

    title = "Nothing was bought with this line"


class MoreThanTheLine(Conflict):
    """The invoices of a line never come to more than the line costs (R18). Vary the line first, if it costs more."""

    title = "This is more than is left of the line"


class InvoicedBefore(Conflict):
    """A provider's number of an invoice is taken once, so that nothing is paid twice."""

    title = "The provider's invoice of this reference was received before"


class InvoiceNotOpen(Conflict):
    """A received invoice is paid once; a received or paid one is credited once."""

    title = "The invoice is paid or credited already"


class DayNotPossible(Unprocessable):
    """An invoice is written today or before, and paid on a day from then until today."""

    title = "The day cannot be right"
