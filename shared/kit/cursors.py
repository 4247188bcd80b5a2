"""Opaque cursors: where a list goes on, bound to the list and the filters they came from."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

from shared.contracts.types import Moment
from shared.kit.errors import CursorRefused

_MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)


def binding(*parts: object) -> str:
    """A short hash of what a cursor belongs to: the view, the filters, the order."""
    return sha256(repr(parts).encode()).hexdigest()[:16]


def write(bound_to: str, values: Sequence[Any]) -> str:
    """The cursor that stands after a row with these sort values."""
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    packed = json.dumps([bound_to, *plain], separators=(",", ":"), default=str, ensure_ascii=False)
    return urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def read(cursor: str, bound_to: str, forms: Sequence[Any]) -> list[Any]:
    """The sort values a cursor holds, as these types. Raises CursorRefused for any cursor we did not write here."""
    try:
        packed = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        found, *values = packed
        if found != bound_to or len(values) != len(forms):
            raise CursorRefused("Pass a cursor back with the list, filters and sort it came from.")
        return [_as(form, value) for form, value in zip(forms, values, strict=True)]
    except (ValueError, TypeError, RecursionError):
        raise CursorRefused("The cursor is not one that this service wrote.") from None


def _as(form: Any, value: Any) -> Any:
    if form is int:
        if type(value) is not int or abs(value) >= 2**63:
            raise ValueError("not an integer of this list")
        return value
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError("not a text of this list")
    value.encode()  # raises for half a surrogate pair, which PostgreSQL cannot be sent
    if issubclass(form, datetime):
        return _MOMENT.validate_python(form.fromisoformat(value))
    return form.fromisoformat(value) if issubclass(form, date) else form(value)
