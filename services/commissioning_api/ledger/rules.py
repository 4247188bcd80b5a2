"""How released money is split between strands, and what may be committed by the year's rule (R18). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from shared.contracts.commissioning.ledger import Account, StrandPosition
from shared.contracts.partnership.funding import FundingStrand
from shared.contracts.partnership.programmes import CommitmentsUpTo

from . import errors

BOUND = (Account.COMMITTED, Account.ACCRUED, Account.INVOICED, Account.SPENT)
"""Where money stands once it is committed."""

Profile = Mapping[FundingStrand, int]
"""What is allotted to each strand."""


@dataclass(frozen=True)
class Said:
    """What the owner says when it is asked: the year's rule, and the project's money as it is there now."""

    up_to: CommitmentsUpTo
    allocated_pence: int
    released_pence: int


NOTHING = {
    CommitmentsUpTo.RELEASED: errors.NothingReleased,
    CommitmentsUpTo.ALLOCATED: errors.NothingAllocated,
}
NOT_ENOUGH = {
    CommitmentsUpTo.RELEASED: errors.NotEnoughReleased,
    CommitmentsUpTo.ALLOCATED: errors.NotEnoughAllocated,
}


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


def ceiling(said: Said, allotted: Profile, released_pence: int) -> Profile:
    """What may be committed of each strand by the year's rule. The one place that says so.

    Of what is posted and what the owner says, the lower counts: nothing that was taken back is overlooked.
    """
    if said.up_to is CommitmentsUpTo.ALLOCATED:
        return split(min(sum(allotted.values()), said.allocated_pence), allotted)
    return split(min(released_pence, said.released_pence), allotted)


def must_be_free(
    strand: FundingStrand, amount_pence: int, up_to: CommitmentsUpTo, allotted: Profile, most: Profile, bound: Profile
) -> None:
    """Refuse to commit more than is free.

    `most` is what may be committed of each strand, `bound` what is committed already of it, and all after that.
    """
    if not any(most.values()):
        raise NOTHING[up_to]
    unbound = allotted.get(strand, 0) - bound.get(strand, 0)
    if amount_pence > unbound:
        raise errors.NotEnoughInTheStrand(
            f"Of the {pounds(allotted.get(strand, 0))} allotted to {named(strand)}, {pounds(max(unbound, 0))} are not"
            f" committed yet; {pounds(amount_pence)} are needed."
        )
    free = free_of(strand, most, bound)
    if amount_pence > free:
        raise NOT_ENOUGH[up_to](
            f"Of the {pounds(most.get(strand, 0))} {up_to} for {named(strand)}, {pounds(free)} are free;"
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


def over_committed(up_to: CommitmentsUpTo, strands: Sequence[StrandPosition]) -> bool:
    """Whether more of a strand is committed than the rule lets it be, as it stands now."""
    if up_to is CommitmentsUpTo.ALLOCATED:
        return any(each.underspend_forecast_pence < 0 for each in strands)
    return any(each.free_pence < 0 for each in strands)
