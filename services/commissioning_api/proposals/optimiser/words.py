"""How a plan is spoken of: money, hours, strands and domains as a commissioning manager says them."""

from collections.abc import Sequence

from shared.contracts.commissioning.menus import Strand
from shared.contracts.partnership.funding import FundingStrand

_LONGEST = 500
_STRANDS = {Strand.TAILORED_SUPPORT: "tailored support", Strand.PARENT_CARER_ENGAGEMENT: "parent carer engagement"}


def pounds(pence: float) -> str:
    """£1,250, or £1,250.50."""
    whole, rest = divmod(round(pence), 100)
    return f"£{whole:,}" + (f".{rest:02}" if rest else "")


def hours(number: float) -> str:
    """1 hour, 3.5 hours."""
    return "1 hour" if number == 1 else f"{round(number, 2):,g} hours"


def strand(which: Strand) -> str:
    """A strand's words."""
    return _STRANDS[which]


def budget(which: FundingStrand) -> str:
    """What a budget line is for."""
    return "the embedding offer" if which is FundingStrand.EMBEDDING else strand(Strand(which.value))


def domain(code: str) -> str:
    """A domain's words, from its code."""
    return code.replace("_", " ").replace("-", " ")


def percent(share: float) -> str:
    """A share in whole hundredths."""
    return f"{share:.0%}"


def named(names: Sequence[str], most: int = 5) -> str:
    """A, B and C; of many the first, and how many more."""
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def sentence(text: str) -> str:
    """A sentence that is not longer than sentences may be."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
