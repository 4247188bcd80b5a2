"""How the values of a GIAS file are read: zero-padded codes, British dates, words that stand for nothing."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache

_NOTHING = frozenset(
    {
        "",
        "not applicable",
        "does not apply",
        "not collected",
        "not recorded",
        "not known",
        "n/a",
    }
)
# U+FFFD passes: GIAS copies hold some already, and a lost letter is no reason to lose a school.
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_DATE = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4})")
_PERCENTAGE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?")


class ValueRefused(Exception):
    """A value that cannot be read, with a code and a sentence that does not repeat it."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def text(max_length: int) -> Callable[[str], str | None]:
    """Text in one line, or None where the file says there is none."""

    def read(value: str) -> str | None:
        line = " ".join(value.split())
        if line.lower() in _NOTHING:
            return None
        if len(line) > max_length:
            raise ValueRefused("too_long", f"The value is longer than {max_length} characters.")
        if _UNREADABLE.search(line):
            raise ValueRefused(
                "unreadable_character",
                "The value holds a character that cannot be read.",
            )
        return line

    return read


def required_text(max_length: int) -> Callable[[str], str]:
    read_text = text(max_length)

    def read(value: str) -> str:
        line = read_text(value)
        if line is None:
            raise ValueRefused("value_missing", "A value must be given.")
        return line

    return read


def urn(value: str) -> str:
    digits = value.strip()
    if not _is_number(digits, 6) or len(digits) != 6 or digits[0] == "0":
        raise ValueRefused("not_a_urn", "A URN is a number of six digits that does not start with 0.")
    return digits


@lru_cache(maxsize=1024)
def code(value: str) -> int:
    """A GIAS code: `01` and `1` are the same."""
    digits = value.strip()
    if not _is_number(digits, 3):
        raise ValueRefused("not_a_code", "The code must be a number of at most three digits.")
    return int(digits)


@lru_cache(maxsize=1024)
def la_code(value: str) -> str:
    digits = value.strip()
    if not _is_number(digits, 3):
        raise ValueRefused("not_an_la_code", "A local authority code is a number of three digits.")
    return digits.zfill(3)


@lru_cache(maxsize=8192)
def establishment_number(value: str) -> str | None:
    digits = value.strip()
    if digits.lower() in _NOTHING:
        return None
    if not _is_number(digits, 4):
        raise ValueRefused(
            "not_an_establishment_number",
            "An establishment number is a number of four digits.",
        )
    return digits.zfill(4)


@lru_cache(maxsize=8192)
def count(value: str) -> int | None:
    digits = value.strip()
    if digits.lower() in _NOTHING:
        return None
    if not _is_number(digits, 6):
        raise ValueRefused("not_a_number", "The value must be a whole number of at most six digits.")
    return int(digits)


@lru_cache(maxsize=8192)
def trust_uid(value: str) -> str | None:
    digits = value.strip()
    if digits.lower() in _NOTHING:
        return None
    if not _is_number(digits, 8):
        raise ValueRefused("not_a_trust_uid", "The UID of a trust is a number of at most eight digits.")
    return digits


def ukprn(value: str) -> str | None:
    digits = value.strip()
    if digits.lower() in _NOTHING:
        return None
    if not _is_number(digits, 8) or len(digits) != 8:
        raise ValueRefused("not_a_ukprn", "A UKPRN is a number of eight digits.")
    return digits


@lru_cache(maxsize=1024)
def percentage(value: str) -> Decimal | None:
    number = value.strip()
    if number.lower() in _NOTHING:
        return None
    if not _PERCENTAGE.fullmatch(number) or Decimal(number) > 100:
        raise ValueRefused("not_a_percentage", "The value must be a number from 0 to 100.")
    return Decimal(number)


@lru_cache(maxsize=8192)
def day(value: str) -> date | None:
    """A date as GIAS writes it (`31-08-2019`), or as Excel rewrites it (`31/08/2019`)."""
    written = value.strip()
    if written.lower() in _NOTHING:
        return None
    match = _DATE.fullmatch(written)
    try:
        if match:
            return date(int(match[4]), int(match[3]), int(match[1]))
    except ValueError:
        match = None
    raise ValueRefused("not_a_date", "The date must be a real one, written day-month-year: dd-mm-yyyy.")


def _is_number(digits: str, max_length: int) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) <= max_length
