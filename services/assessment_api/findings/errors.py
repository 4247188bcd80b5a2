"""Why a finding is not shown."""

from shared.kit.errors import NotFound


class FindingNotFound(NotFound):
    """No finding has this id, or it is not yours to see."""

    title = "There is no finding with this id"
