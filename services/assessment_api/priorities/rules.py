"""When priorities may be proposed: every fault is named, not only the first. Pure: no database."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from shared.contracts.assessment.priorities import Priority, RankedDomain
from shared.contracts.problem import FieldError

from .schemas import NewPriority


class Cited(NamedTuple):
    """A finding of the school, as far as citing it asks."""

    domain: str
    holds: bool


def faults(
    proposed: Sequence[NewPriority], ranked: Sequence[RankedDomain], findings: Mapping[UUID, Cited]
) -> list[FieldError]:
    """All that is wrong with priorities, by place. `findings` are those of the school among the cited ones."""
    known = {each.domain for each in ranked}
    found: list[FieldError] = []
    for place, priority in enumerate(proposed):
        at = f"/priorities/{place}"
        if priority.domain not in known:
            found.append(_fault(f"{at}/domain", "unknown", "The ranking does not have this domain."))
        if priority.domain in {before.domain for before in proposed[:place]}:
            found.append(_fault(f"{at}/domain", "repeated", "This domain is a priority already. Name it once."))
        found += _finding_faults(f"{at}/finding_ids", priority, findings)
        if priority.reason is None:
            found += _reason_faults(at, priority, ranked[place] if place < len(ranked) else None)
    return found


def numbered(proposed: Sequence[NewPriority]) -> list[Priority]:
    """Priorities with their ranks."""
    return [Priority(rank=rank, **each.model_dump()) for rank, each in enumerate(proposed, start=1)]


def _finding_faults(at: str, priority: NewPriority, findings: Mapping[UUID, Cited]) -> Iterator[FieldError]:
    for place, finding_id in enumerate(priority.finding_ids):
        finding = findings.get(finding_id)
        if finding is None:
            yield _fault(f"{at}/{place}", "unknown", "This school has no finding with this id.")
            continue
        if not finding.holds:
            yield _fault(f"{at}/{place}", "superseded", "This finding holds no longer. Cite what took its place.")
        if finding.domain != priority.domain:
            yield _fault(f"{at}/{place}", "other_domain", f"This finding is about the domain {finding.domain}.")
        if finding_id in priority.finding_ids[:place]:
            yield _fault(f"{at}/{place}", "repeated", "This finding is cited already. Cite it once.")


def _reason_faults(at: str, priority: NewPriority, there: RankedDomain | None) -> Iterator[FieldError]:
    if there is not None and there.domain != priority.domain:
        detail = f"The ranking has {there.domain} at place {there.rank}. Say why this comes there instead."
        yield _fault(f"{at}/reason", "missing", detail)
    elif not priority.finding_ids:
        yield _fault(f"{at}/reason", "missing", "Cite a finding, or say why there is none to cite.")


def _fault(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)
