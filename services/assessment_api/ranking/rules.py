"""From findings to a ranking of domains, every term shown. Pure: no database.

For each domain and each source (self-assessment, survey, voice) there is a `need` from 0 to 100:
1. the figure of the source's latest occasion for the domain: of self-assessments the follow-up before the review of an
   existing school before the baseline, of surveys the later term, and of two alike the one said later;
2. where there is no such figure, the greatest need among the themes that this source has in the domain;
3. children's voice has themes alone: where it was heard and nobody was concerned about the domain, its need is 0;
4. otherwise the source says nothing on the domain, and does not count there.

A domain's score is the sum of weight times need over the sources that say something, divided by the sum of their
weights; a term's contribution is its part of that. The score has one decimal and a contribution two, rounded half up.
Domains are ordered by their exact score, the greatest need first; of two alike the one that the tool names first. A
domain of which no source that counts says anything has no score and comes last.
"""

from collections.abc import Mapping, Sequence, Set as AbstractSet
from datetime import datetime
from fractions import Fraction
from math import floor
from typing import NamedTuple
from uuid import UUID

from shared.contracts.assessment.findings import FindingScope, FindingSource
from shared.contracts.assessment.priorities import MissingSource, RankedDomain, RankingTerm, RankingWeights
from shared.contracts.problem import FieldError

from .schemas import NewWeights

# How an occasion begins, from the earliest to the latest of its source.
_OCCASIONS = ("baseline", "embedding", "follow", "summer", "autumn", "spring")
_MISSING = {
    FindingSource.SELF_ASSESSMENT: "The school has not submitted a self-assessment.",
    FindingSource.SURVEY: "Nothing is recorded from a survey of the school's parent carers.",
    FindingSource.VOICE: "Nothing is recorded of what the school's children said.",
}


class Heard(NamedTuple):
    """A finding that holds now, as far as a ranking looks at it."""

    id: UUID
    source: FindingSource
    source_id: UUID
    occasion: str
    scope: FindingScope
    domain: str
    need: float
    created_at: datetime


class Rested(NamedTuple):
    """What a source says of a domain, and the findings that this rests on."""

    need: Fraction
    finding_ids: list[UUID]


def weight_faults(weights: NewWeights) -> list[FieldError]:
    """All that is wrong with weights."""
    if any(weights.model_dump().values()):
        return []
    return [FieldError(pointer="/weights", code="all_zero", detail="At least one source has a weight above 0.")]


def domains_of(of_the_tool: Sequence[str], heard: Sequence[Heard]) -> list[str]:
    """The domains that are ranked: those of the tool in its order, then others that something was found on."""
    return [*of_the_tool, *sorted({each.domain for each in heard} - set(of_the_tool))]


def missing(heard: Sequence[Heard], voice_was_heard: bool) -> list[MissingSource]:
    """The sources that are not there at all, each with the reason (R26)."""
    there = _there(heard, voice_was_heard)
    return [MissingSource(source=source, reason=_MISSING[source]) for source in FindingSource if source not in there]


def ranked(
    domains: Sequence[str], heard: Sequence[Heard], voice_was_heard: bool, weights: RankingWeights
) -> list[RankedDomain]:
    """The domains, greatest need first, by the rule that stands above."""
    voice_was_heard = FindingSource.VOICE in _there(heard, voice_was_heard)
    latest = {source: _latest(source, heard) for source in FindingSource}
    found = []
    for domain in domains:
        said = {source: _said(source, domain, heard, latest[source]) for source in FindingSource}
        if said[FindingSource.VOICE] is None and voice_was_heard:
            said[FindingSource.VOICE] = Rested(Fraction(0), [])
        found.append((domain, _score(said, weights), said))
    found.sort(key=lambda each: (each[1] is None, -(each[1] or 0)))  # stable: ties stay in the order of the domains
    return [
        RankedDomain(rank=rank, domain=domain, score=_rounded(score, 10), terms=_terms(said, weights))
        for rank, (domain, score, said) in enumerate(found, start=1)
    ]


def _there(heard: Sequence[Heard], voice_was_heard: bool) -> AbstractSet[FindingSource]:
    return {each.source for each in heard} | ({FindingSource.VOICE} if voice_was_heard else set())


def _latest(source: FindingSource, heard: Sequence[Heard]) -> UUID | None:
    figures = [each for each in heard if each.source == source and each.scope == FindingScope.DOMAIN]
    newest = max(figures, key=lambda each: (_order(each.occasion), each.created_at, each.source_id), default=None)
    return newest.source_id if newest else None


def _order(occasion: str) -> int:
    return next((place for place, word in enumerate(_OCCASIONS) if occasion.lower().startswith(word)), -1)


def _said(source: FindingSource, domain: str, heard: Sequence[Heard], latest: UUID | None) -> Rested | None:
    on_it = [each for each in heard if each.source == source and each.domain == domain]
    figures = [each for each in on_it if each.scope == FindingScope.DOMAIN and each.source_id == latest]
    counting = figures or [each for each in on_it if each.scope == FindingScope.THEME]
    if not counting:
        return None
    need = max(_exact(each.need) for each in counting)
    return Rested(need, sorted(each.id for each in counting if _exact(each.need) == need))


def _score(said: Mapping[FindingSource, Rested | None], weights: RankingWeights) -> Fraction | None:
    total = _weights_of(said, weights)
    return sum((_share(source, said, weights, total) for source in said), Fraction(0)) if total else None


def _terms(said: Mapping[FindingSource, Rested | None], weights: RankingWeights) -> list[RankingTerm]:
    total = _weights_of(said, weights)
    return [
        RankingTerm(
            source=source,
            need=float(rested.need) if rested else None,
            weight=_weight(source, weights),
            contribution=_rounded(_share(source, said, weights, total), 100),
            finding_ids=rested.finding_ids if rested else [],
        )
        for source, rested in said.items()
    ]


def _share(
    source: FindingSource, said: Mapping[FindingSource, Rested | None], weights: RankingWeights, total: int
) -> Fraction:
    rested = said[source]
    return _weight(source, weights) * rested.need / total if rested and total else Fraction(0)


def _weights_of(said: Mapping[FindingSource, Rested | None], weights: RankingWeights) -> int:
    return sum(_weight(source, weights) for source, rested in said.items() if rested)


def _weight(source: FindingSource, weights: RankingWeights) -> int:
    weight: int = getattr(weights, source)
    return weight


def _exact(need: float) -> Fraction:
    # From its digits, and not from the float: 0.1 is to be a tenth, so that halves are rounded as they are read.
    return Fraction(str(need))


def _rounded(exact: Fraction | None, parts: int) -> float | None:
    """Half up, to so many parts of one."""
    return None if exact is None else floor(exact * parts + Fraction(1, 2)) / parts
