"""What a school needs, of what its assessments found and what was agreed. Pure: no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from shared.contracts.assessment.findings import AT_POINT, IN_TERM, FindingScope, FindingSource

_ORDERS = {
    FindingSource.SELF_ASSESSMENT: {words: place for place, words in enumerate(AT_POINT.values())},
    FindingSource.SURVEY: {words: place for place, words in enumerate(IN_TERM.values())},
}
_OF_A_DOMAIN = (FindingScope.DOMAIN, FindingScope.THEME)


@dataclass(frozen=True)
class Found:
    """One current finding of a school. `need`: 0 to 100."""

    finding_id: UUID
    source: FindingSource
    occasion: str
    scope: FindingScope
    domain: str
    need: float
    statement: str


def still_said(findings: Iterable[Found]) -> list[Found]:
    """Findings without those that a later occasion of the same source has overtaken, in their order.

    What has a figure of a domain at the follow-up is told no more by the baseline, neither by its figure nor by its
    statements and themes there; a domain of which the later occasion has no figure is. Activities of children's voice
    have themes alone, each from other children: none overtakes another.
    """
    known = list(findings)
    latest: dict[tuple[FindingSource, str], int] = {}
    for each in known:
        if each.scope is FindingScope.DOMAIN:
            about = (each.source, each.domain)
            latest[about] = max(latest.get(about, -1), _order(each))
    return [each for each in known if _order(each) >= latest.get((each.source, each.domain), -1)]


def _order(finding: Found) -> int:
    return _ORDERS.get(finding.source, {}).get(finding.occasion, 0)


@dataclass(frozen=True)
class Agreed:
    """One agreed priority of a school; rank 1 is the first."""

    rank: int
    domain: str
    finding_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class SchoolNeeds:
    """The needs of one school.

    `findings`: what is said of it now, greatest need first. `priorities`: those in force, the first first; empty as
    long as school and delivery team have agreed none.
    """

    findings: Sequence[Found] = ()
    priorities: Sequence[Agreed] = ()

    @cached_property
    def by_domain(self) -> dict[str, float]:
        """The need of each domain that anything is said of: the greatest of its findings of a domain or a theme.

        A finding of one statement of the tool alone is evidence for its domain, and not its need.
        """
        needs: dict[str, float] = {}
        for finding in self.findings:
            if finding.scope in _OF_A_DOMAIN:
                needs[finding.domain] = max(needs.get(finding.domain, 0.0), finding.need)
        return needs

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The rank of each domain that is an agreed priority; the best one of a domain named twice."""
        ranks: dict[str, int] = {}
        for priority in self.priorities:
            ranks[priority.domain] = min(ranks.get(priority.domain, priority.rank), priority.rank)
        return ranks

    @property
    def first_domain(self) -> str | None:
        """What support answers first: the first agreed priority, or else the domain of greatest need, if there is any.

        Of domains of the same need, the first by name.
        """
        if self.ranks:
            return min(self.ranks, key=lambda domain: (self.ranks[domain], domain))
        felt = [domain for domain, need in self.by_domain.items() if need > 0]
        return min(felt, key=lambda domain: (-self.by_domain[domain], domain), default=None)

    def has_need_in(self, domain: str) -> bool:
        """Whether a domain is an agreed priority, or something found there tells of a need."""
        return domain in self.ranks or self.by_domain.get(domain, 0) > 0

    def answered_by(self, domains: Iterable[str]) -> list[Found]:
        """The findings in these domains that tell of a need, greatest first."""
        among = frozenset(domains)
        return [finding for finding in self.findings if finding.domain in among and finding.need > 0]


NOTHING_KNOWN = SchoolNeeds()
