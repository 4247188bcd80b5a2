"""How much of a line is accrued. Pure."""

from fractions import Fraction


def given_pence(cost_pence: int, hours: float, hours_held: float, *, completed: bool) -> int:
    """What was given of a line is worth: its part of the hours, in whole pence; all of it once it is completed."""
    if completed:
        return cost_pence
    return cost_pence * min(Fraction(hours_held), Fraction(hours)) // Fraction(hours)


def to_accrue(given_pence: int, invoiced_pence: int, open_pence: int) -> int:
    """What was given and not invoiced, and no more than is still open of the line."""
    return min(max(given_pence - invoiced_pence, 0), open_pence)
