"""What an extract may tell of a school. Pure: no database.

A cell is the schools of which the extract tells the same: region, and cohort, offer and status of each year. Whoever
has the earlier extracts of an evaluation can put them side by side, because a school has the same pseudonym in all of
them. So what they told of a school is part of its cell as well (docs/decisions/0020).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shared.contracts.reporting.extracts import QuasiIdentifier

ANY = "*"


class Part(NamedTuple):
    """How a school takes part in one year."""

    programme_year: str
    cohort: str
    offer: str
    status: str


class Told(NamedTuple):
    """What is told of one school that somebody may know from elsewhere."""

    region: str
    parts: tuple[Part, ...]


class Treatment(NamedTuple):
    """What is done about cells of fewer schools than the threshold."""

    threshold: int
    generalise: frozenset[QuasiIdentifier]
    suppress: bool


@dataclass(frozen=True)
class Outcome:
    """What may be told of each school that stays, and how small the cells were and are."""

    told: Mapping[str, Told]
    smallest_before: int
    smallest: int
    generalised: int
    suppressed: int


def disclosed(schools: Mapping[str, Told], before: Mapping[str, str], treatment: Treatment) -> Outcome:
    """Tell less of the schools in small cells, one thing after the other, and leave out those that stay in one.

    `before` says what earlier extracts told of a school, where they told anything.
    """
    told = dict(schools)
    for quasi in QuasiIdentifier:
        if quasi in treatment.generalise:
            told |= {school: _less_exact(told[school], quasi) for school in _in_small(told, before, treatment)}
    if treatment.suppress:
        for school in _in_small(told, before, treatment):
            del told[school]
    return Outcome(
        told=told,
        smallest_before=_smallest(schools, before),
        smallest=_smallest(told, before),
        generalised=sum(what != schools[school] for school, what in told.items()),
        suppressed=len(schools) - len(told),
    )


def reasons(outcome: Outcome, threshold: int, incomplete: Sequence[str] = ()) -> list[str]:
    """Why it does not pass; empty when it does. `incomplete` names the sources that were not read to their end."""
    if incomplete:
        return [f"The copies are being made: not all that {' and '.join(incomplete)} said is in them. Check it later."]
    if not outcome.told:
        return ["No school is left in it: every cell is smaller than the threshold."]
    if outcome.smallest < threshold:
        return [f"The smallest cell has {outcome.smallest} of the {threshold} schools that it must have at least."]
    return []


def earlier(releases: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """What the releases, in their order, told of each school that is in any of them."""
    schools = {school for release in releases for school in release}
    return {school: "|".join(release.get(school, "-") for release in releases) for school in schools}


def _cells(told: Mapping[str, Told], before: Mapping[str, str]) -> Counter[tuple[Told, str | None]]:
    return Counter((what, before.get(school)) for school, what in told.items())


def _in_small(told: Mapping[str, Told], before: Mapping[str, str], treatment: Treatment) -> list[str]:
    sizes = _cells(told, before)
    return [school for school, what in told.items() if sizes[what, before.get(school)] < treatment.threshold]


def _smallest(told: Mapping[str, Told], before: Mapping[str, str]) -> int:
    return min(_cells(told, before).values(), default=0)


def _less_exact(told: Told, quasi: QuasiIdentifier) -> Told:
    if quasi is QuasiIdentifier.REGION:
        return told._replace(region=ANY)
    return told._replace(parts=in_order(part._replace(**{quasi.value: ANY}) for part in told.parts))


def in_order(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts in the one order in which they are compared."""
    return tuple(sorted(parts))
