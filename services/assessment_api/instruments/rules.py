"""What makes an instrument usable: every fault is named, not only the first."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from shared.contracts.problem import FieldError

from .schemas import NewInstrument


def faults(new: NewInstrument, domains_of_year: Collection[str]) -> list[FieldError]:
    """All that is wrong with an instrument, by place."""
    return [
        *_scale_faults([step.value for step in new.scale]),
        *_domain_faults(new.domains, domains_of_year),
        *_question_faults(new),
    ]


def _scale_faults(values: Sequence[int]) -> Iterator[FieldError]:
    for place, (lower, upper) in enumerate(pairwise(values), start=1):
        if upper <= lower:
            yield _fault(
                f"/scale/{place}/value", "not_rising", "Each step of the scale is greater than the one before."
            )


def _domain_faults(domains: Sequence[str], domains_of_year: Collection[str]) -> Iterator[FieldError]:
    for place, domain in enumerate(domains):
        if domain in domains[:place]:
            yield _fault(f"/domains/{place}", "repeated", "This domain is named twice.")
        elif domain not in domains_of_year:
            yield _fault(f"/domains/{place}", "not_of_the_year", "The programme year does not have this domain.")
    if missing := [domain for domain in domains_of_year if domain not in domains]:
        detail = f"The programme year also has the domains {', '.join(missing)}."
        yield _fault("/domains", "missing", detail[:500])


def _question_faults(new: NewInstrument) -> Iterator[FieldError]:
    seen: set[str] = set()
    for place, question in enumerate(new.questions):
        if question.code in seen:
            yield _fault(f"/questions/{place}/code", "repeated", "Another question has this code already.")
        if question.domain not in new.domains:
            yield _fault(f"/questions/{place}/domain", "unknown", "The instrument does not name this domain.")
        seen.add(question.code)
    asked = {question.domain for question in new.questions}
    for place, domain in enumerate(new.domains):
        if domain not in asked:
            yield _fault(f"/domains/{place}", "empty", "No question belongs to this domain.")


def _fault(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)
