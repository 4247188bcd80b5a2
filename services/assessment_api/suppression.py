"""Hiding small numbers, so that nobody can be recognised by them. Pure: no database."""


def publishable(count: int, threshold: int) -> int | None:
    """The count as everybody may see it; None where it is small: from 1 to one less than the threshold."""
    return None if 0 < count < threshold else count
