"""How released money is split between strands, and what may be committed of it (R18). Pure."""

from collections.abc import Mapping
from fractions import Fraction

from shared.contracts.commissioning.ledger import Account, StrandPosition
from shared.contracts.partnership.funding import FundingStrand

from . import errors

BOUND = (Account.COMMITTED, Account.ACCRUED, Account.INVOICED, Account.SPENT)
"""Where money stands once it is committed."""

Profile = Mapping[FundingStrand, int]
"""What is allotted to each strand."""


def split(released_pence: int, profile: Profile) -> dict[FundingStrand, int]:
    """The part of each strand in what was released so far, at most its part of the allocation.

    The parts add up to what was released, and all of an allocation is the profile itself. The pennies over go where
    the strand has the most left for each penny it got (the greatest-divisor rule), and not to the largest remainder:
    under that rule a strand can lose a penny when more is released.
    """
    allotted = sum(profile.values())
    if allotted == 0:
        return dict.fromkeys(FundingStrand, 0)
    whole = min(max(released_pence, 0), allotted)
    parts = {strand: whole * profile.get(strand, 0) // allotted for strand in FundingStrand}
    for _ in range(whole - sum(parts.values())):
        parts[max(FundingStrand, key=lambda strand: Fraction(profile.get(strand, 0), parts[strand] + 1))] += 1
    return parts


def ceiling(allotted: Profile, released: Profile) -> Profile:
    """What may be committed of each strand: what is released of it, and no more than is allotted.

    The one place that says so: a year whose guidance lets the whole allocation be committed gives `allotted`.
    """
    return {strand: min(allotted.get(strand, 0), released.get(strand, 0)) for strand in FundingStrand}


def must_be_free(
    strand: FundingStrand, amount_pence: int, allotted: Profile, released: Profile, bound: Profile
) -> None:
    """Refuse to commit more than is free. `bound` is what is committed already of each strand, and all after that."""
    if not any(released.values()):
        raise errors.NothingReleased
    unbound = allotted.get(strand, 0) - bound.get(strand, 0)
    if amount_pence > unbound:
        raise errors.NotEnoughInTheStrand(
            f"Of the {pounds(allotted.get(strand, 0))} allotted to {named(strand)}, {pounds(max(unbound, 0))} are not"
            f" committed yet; {pounds(amount_pence)} are needed."
        )
    free = free_of(strand, ceiling(allotted, released), bound)
    if amount_pence > free:
        raise errors.NotEnoughReleased(
            f"Of the {pounds(released.get(strand, 0))} released for {named(strand)}, {pounds(free)} are free;"
            f" {pounds(amount_pence)} are needed."
        )


def free_of(strand: FundingStrand, most: Profile, bound: Profile) -> int:
    """What may still be committed of a strand: where another is overdrawn, what all together have left bounds it."""
    of_strand = most.get(strand, 0) - bound.get(strand, 0)
    return max(0, min(of_strand, sum(most.values()) - sum(bound.values())))


def named(strand: FundingStrand) -> str:
    """As it stands in a sentence."""
    return strand.value.replace("_", " ")


def pounds(pence: int) -> str:
    """As a commissioning manager reads it: £209,000.00."""
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02}"


Balances = Mapping[Account, int]


def standing(strand: FundingStrand | None, balances: Balances) -> StrandPosition:
    """What stands where, from the balances of a strand or of all together."""
    at = {account: balances.get(account, 0) for account in Account}
    bound = sum(at[account] for account in BOUND)
    return StrandPosition(
        strand=strand,
        allocated_pence=-at[Account.FUNDER],
        released_pence=at[Account.FREE] + bound,
        free_pence=at[Account.FREE],
        committed_pence=at[Account.COMMITTED],
        accrued_pence=at[Account.ACCRUED],
        invoiced_pence=at[Account.INVOICED],
        spent_pence=at[Account.SPENT],
        underspend_forecast_pence=-at[Account.FUNDER] - bound,
    )


def all_together(strands: Mapping[FundingStrand, Balances]) -> Balances:
    """The balances of all strands added up."""
    return {account: sum(each.get(account, 0) for each in strands.values()) for account in Account}
