"""Numbers, days and codes as a reader expects them."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from services.reporting_api.reference.authorities import local_authorities
from shared.contracts.reporting.dashboards import AsOf
from shared.contracts.roles import Kind
from shared.kit.auth import Actor

from .boards import name_of

NONE = "\u2013"
MINUS = "\u2212"
"""As they are typeset."""

_ENGLAND = ZoneInfo("Europe/London")
_SOURCES = {
    "partnership": "partnerships, plans and funding",
    "assessment": "self-assessments, priorities and surveys",
    "commissioning": "support, delivery and spending",
}
_WORDS = {
    "la": "Local authority",
    "mou": "Memorandum",
    "tailored_support": "Tailored support",
    "parent_carer_engagement": "Parent carer engagement",
    "administration": "Administration",
}
_NATIONAL = {"dfe": "Department for Education", "nhse": "NHS England"}


def pounds(pence: int) -> str:
    """`£209,000`: to the pound, as a reader compares it."""
    whole = int((Decimal(pence) / 100).quantize(Decimal(1), rounding="ROUND_HALF_UP"))
    return f"{MINUS}£{-whole:,}" if whole < 0 else f"£{whole:,}"


def number(value: float) -> str:
    """`1,204` and `27.5`: no decimals that say nothing."""
    return f"{value:,.1f}".removesuffix(".0")


def counted(value: int, thing: str) -> str:
    """`1 school`, `1,204 schools`, `2 activities`, `3 days`."""
    many = f"{thing[:-1]}ies" if thing.endswith("y") and thing[-2] not in "aeiou" else f"{thing}s"
    return f"{value:,} {thing if value == 1 else many}"


def part_of(part: float, whole: float) -> str:
    """`2 of 3`; a dash when there is nothing of which it could be a part."""
    return f"{number(part)} of {number(whole)}" if whole else NONE


def score(value: float | None) -> str:
    """A score of 0 to 100, to one decimal."""
    return NONE if value is None else f"{value:.1f}"


def change(value: float | None) -> str:
    """`+4.5` or `-4.5`: the sign says which way."""
    if value is None:
        return NONE
    return f"{MINUS}{-value:.1f}" if value < 0 else f"+{value:.1f}"


def day(when: date) -> str:
    """`31 March 2026`."""
    return f"{when.day} {when:%B %Y}"


def moment(when: datetime) -> str:
    """`31 March 2026 at 2:05pm`, by the clocks of England."""
    here = when.astimezone(_ENGLAND)
    return f"{day(here)} at {here.hour % 12 or 12}:{here:%M}{'am' if here.hour < 12 else 'pm'}"


def of_day(when: datetime | None) -> str:
    """The day of a moment, by the clocks of England; a dash for none."""
    return NONE if when is None else day(when.astimezone(_ENGLAND))


def words(code: str) -> str:
    """`support_agreed` as `Support agreed`."""
    return _WORDS.get(code) or code.replace("_", " ").capitalize()


def year(code: str) -> str:
    """`2025-26` as `2025 to 2026`."""
    return f"{code[:4]} to {code[:2]}{code[5:]}"


def year_of(when: date) -> str:
    """The programme year that a day is in: they begin in April."""
    first = when.year if when.month >= 4 else when.year - 1
    return f"{first}-{(first + 1) % 100:02}"


def authority(code: str) -> str:
    """`Leeds`; `Authority 999` when the reference does not know it."""
    found = local_authorities().get(code)
    return found["name"] if found else f"Authority {code}"


def sources(found: AsOf) -> list[tuple[str, str]]:
    """For each source what it tells of, and until when it is counted."""
    known = [(told, getattr(found, name)) for name, told in _SOURCES.items()]
    return [
        (told, "not read to its end yet, so numbers may be missing" if when is None else f"as of {moment(when)}")
        for told, when in known
    ]


def caller(actor: Actor) -> str:
    """The organisation that is signed in."""
    if actor.kind is Kind.ICB:
        return name_of(actor.code)
    if actor.kind is Kind.NATIONAL:
        return _NATIONAL.get(actor.code, "National team")
    named = {Kind.LA: "Local authority", Kind.SCHOOL: "School", Kind.PCG: "Parent carer group"}
    return (
        f"{named[actor.kind]} {actor.code}"
        if actor.kind in (Kind.LA, Kind.SCHOOL)
        else named.get(actor.kind, actor.kind.value.capitalize())
    )
