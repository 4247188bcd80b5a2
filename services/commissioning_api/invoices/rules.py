"""What may be invoiced, and on which days. Pure."""

from datetime import date

from services.commissioning_api.ledger.rules import pounds
from shared.contracts.commissioning.ledger import InvoiceStatus
from shared.contracts.commissioning.packages import LineStatus
from shared.contracts.problem import FieldError

from . import errors

_BOUGHT = frozenset({LineStatus.COMMISSIONED, LineStatus.DELIVERING, LineStatus.COMPLETED})


def line_must_be_bought(status: LineStatus) -> None:
    """Refuse to invoice what was not bought."""
    if status not in _BOUGHT:
        raise errors.NothingWasBought(f"This line is {status}.")


def must_be_left(amount_pence: int, left_pence: int) -> None:
    """Refuse more than is left of a line."""
    if amount_pence > left_pence:
        raise errors.MoreThanTheLine(
            f"{pounds(left_pence)} of the line are not invoiced yet; the invoice is of {pounds(amount_pence)}."
        )


def must_be_past(day: date, today: date, place: str, since: date | None = None) -> None:
    """Refuse a day that has not come, or one before `since`."""
    if day > today:
        raise errors.DayNotPossible(errors=[_wrong(place, "in_the_future", "The day has not come yet.")])
    if since is not None and day < since:
        detail = "Nothing is paid before it is invoiced."
        raise errors.DayNotPossible(errors=[_wrong(place, "before_the_invoice", detail)])


def must_be(status: InvoiceStatus, *expected: InvoiceStatus) -> None:
    """Refuse what was done to an invoice already."""
    if status not in expected:
        raise errors.InvoiceNotOpen(f"This invoice is {status}.")


def _wrong(place: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=f"/{place}", code=code, detail=detail)
