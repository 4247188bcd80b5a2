"""How much of a line is accrued. Pure."""


def to_accrue(given_pence: int, invoiced_pence: int, open_pence: int) -> int:
    """What was given and not invoiced, and no more than is still open of the line."""
    return min(max(given_pence - invoiced_pence, 0), open_pence)
