"""Why something about a ranking or its weights is not done."""

from shared.kit.errors import Conflict, NotFound, Unprocessable


class RankingRuleNotFound(NotFound):
    """No edition of the ranking weights has this id."""

    title = "There are no ranking weights with this id"


class RankingRuleRefused(Unprocessable):
    """At least one source counts for something. `errors` names what is wrong."""

    title = "The weights cannot be published as they stand"


class RankingRuleUnchanged(Conflict):
    """The current edition for the programme year already says exactly this, so there is nothing to publish."""

    title = "This edition is already the current one"


class RankingYearUnknown(Conflict):
    """Weights belong to a programme year, which must be published before them."""

    title = "There is no such programme year"


class RankingRuleMissing(Conflict):
    """The national team has published no weights for this programme year, so its schools' domains are not ranked."""

    title = "There are no ranking weights for this programme year yet"


class RankingNotFound(NotFound):
    """Nothing is known here of a participation with this id, or it is not yours to see."""

    title = "There is no school in a project with this id"
