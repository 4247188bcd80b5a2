"""What makes an instrument usable: every fault is named, not only the first."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from shared.contracts.assessment.instruments import Instrument, InstrumentKind
from shared.contracts.problem import FieldError


def faults(edition: Instrument, domains_of_year: Collection[str]) -> list[FieldError]:
    """All that is wrong with an edition, by place."""
    of_its_kind = _voice_faults if edition.kind is InstrumentKind.CHILDRENS_VOICE else _rated_faults
    return [
        *of_its_kind(edition),
        *_scale_faults([step.value for step in edition.scale]),
        *_domain_faults(edition.domains, domains_of_year),
        *_question_faults(edition),
        *_repeated("/methods", (method.code for method in edition.methods), "Another method has this code already."),
    ]


def _rated_faults(edition: Instrument) -> Iterator[FieldError]:
    if len(edition.scale) < 2:
        yield _fault("/scale", "too_short", "Statements are rated on a scale of two steps or more.")
    if edition.methods:
        yield _fault("/methods", "not_for_this_kind", "Only a guide to children's voice has methods.")


def _voice_faults(edition: Instrument) -> Iterator[FieldError]:
    if edition.scale:
        yield _fault("/scale", "not_for_this_kind", "What children say is not rated, so there is no scale.")
    if not edition.methods:
        yield _fault("/methods", "missing", "A guide to children's voice names one way of hearing children or more.")
    for place, question in enumerate(edition.questions):
        if question.evidence_required:
            detail = "What children say stands by itself: no evidence is asked for it."
            yield _fault(f"/questions/{place}/evidence_required", "not_for_this_kind", detail)


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


def _question_faults(edition: Instrument) -> Iterator[FieldError]:
    codes = (question.code for question in edition.questions)
    yield from _repeated("/questions", codes, "Another question has this code already.")
    for place, question in enumerate(edition.questions):
        if question.domain not in edition.domains:
            yield _fault(f"/questions/{place}/domain", "unknown", "The instrument does not name this domain.")
    asked = {question.domain for question in edition.questions}
    for place, domain in enumerate(edition.domains):
        if domain not in asked:
            yield _fault(f"/domains/{place}", "empty", "No question belongs to this domain.")


def _repeated(at: str, codes: Iterable[str], detail: str) -> Iterator[FieldError]:
    seen: set[str] = set()
    for place, code in enumerate(codes):
        if code in seen:
            yield _fault(f"{at}/{place}/code", "repeated", detail)
        seen.add(code)


def _fault(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)
