"""Finding what points to a person in free text (R37): the platform holds no record about a pupil.

A net for what is typed by mistake, not a proof: a name cannot be told from other words. Each kind is found by its
form, and NHS numbers by their check digit too, so that other numbers of ten digits pass.
"""

import re
from collections.abc import Iterator

_EMAIL = re.compile(r"[^\s@]@[^\s@]+\.[^\s@]{2,}")
# 10 or 11 digits from a leading 0, or as many after +44, with the usual separators; a date before other digits is none.
_PHONE = re.compile(
    r"(?<![\w+])(?![0-9]{1,2}[\s-][0-9]{1,2}[\s-][0-9]{4}\b)"
    r"(?:(?:\+|00)44[\s-]?(?:\(0\))?|\(?0)(?:[\s()-]{0,2}[0-9]){9,10}(?![0-9])"
)
_TEN_DIGITS = re.compile(r"(?<![0-9])[0-9]{3}[\s-]?[0-9]{3}[\s-]?[0-9]{4}(?![0-9])")
# DfE: a check letter, three digits of the authority, four of the school, two of the year, three of a serial number,
# of which the last is a letter in a temporary UPN.
_UPN = re.compile(r"(?<![A-Za-z0-9])[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z](?![A-Za-z0-9])", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = (
    r"(?:[0-9]{1,2}\s?[./-]\s?[0-9]{1,2}\s?[./-]\s?(?:[0-9]{4}|[0-9]{2})|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+[0-9]{{4}})"
)
# A date alone may be that of a meeting: it is one of birth when birth is spoken of just before it.
_BORN_ON = re.compile(
    rf"\b(?:born|birth|birthday|birth\s?date|d\.?\s?o\.?\s?b\.?)(?![a-z])[^0-9]{{0,20}}{_DATE}", re.IGNORECASE
)


def personal_data(text: str) -> Iterator[str]:
    """What kinds of personal data a text seems to hold, as they are called in a sentence."""
    if _EMAIL.search(text):
        yield "an e-mail address"
    if any(_is_nhs_number(found.group()) for found in _TEN_DIGITS.finditer(text)):
        yield "an NHS number"
    if _PHONE.search(text):
        yield "a telephone number"
    if _UPN.search(text):
        yield "a unique pupil number"
    if _BORN_ON.search(text):
        yield "a date of birth"


def _is_nhs_number(text: str) -> bool:
    digits = [int(character) for character in text if character.isdigit()]
    weighted = sum(digit * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - weighted % 11) % 11 == digits[9]
