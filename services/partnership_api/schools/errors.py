"""Why something about schools is not done."""

from shared.kit.errors import NotFound


class SchoolNotFound(NotFound):
    """No school with this URN was in the files of GIAS that have been imported."""

    title = "There is no school with this URN"
