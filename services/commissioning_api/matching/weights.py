"""How much each term of a match counts. Illustrative: no national weights are published; argued in decision 16."""

from shared.contracts.commissioning.matching import MatchTermName

WEIGHTS = {
    MatchTermName.PRIORITY: 40,
    MatchTermName.NEED: 30,
    MatchTermName.AVAILABILITY: 15,
    MatchTermName.EXISTING: -30,
    MatchTermName.ALREADY_PLANNED: -60,
    MatchTermName.PROGRAMMES: -10,
}
