"""Refusals about measures."""

from shared.kit.errors import NotFound


class MeasureNotFound(NotFound):
    """There is no measure with this code."""

    title = "There is no measure with this code"
