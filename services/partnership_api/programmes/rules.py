"""What must hold within one programme year, so that projects, reports and assessments can stand on it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from shared.contracts.partnership.programmes import Domain, Quarter
from shared.contracts.problem import FieldError

_NUMBERS = [1, 2, 3, 4]


def faults_of_window(starts_on: date, ends_on: date, evaluation_ends_on: date) -> Iterator[FieldError]:
    """Delivery has a length, and the evaluation goes on at least to its end (R5)."""
    if ends_on <= starts_on:
        yield _fault("/ends_on", "too_early", "The year must end after it starts.")
    if evaluation_ends_on < ends_on:
        yield _fault("/evaluation_ends_on", "too_early", "The evaluation cannot end before delivery does.")


def faults_of_quarters(quarters: Sequence[Quarter], starts_on: date, ends_on: date) -> Iterator[FieldError]:
    """Four quarters, one after the other, inside the year, each with a deadline after its end (R11)."""
    if [quarter.number for quarter in quarters] != _NUMBERS:
        yield _fault("/quarters", "not_four", "A year has four quarters, numbered 1 to 4 in this order.")
    for place, quarter in enumerate(quarters):
        here = f"/quarters/{place}"
        if quarter.ends_on < quarter.starts_on:
            yield _fault(f"{here}/ends_on", "too_early", "A quarter cannot end before it starts.")
        if quarter.starts_on < starts_on:
            yield _fault(f"{here}/starts_on", "outside_year", "A quarter cannot start before the year does.")
        if quarter.ends_on > ends_on:
            yield _fault(f"{here}/ends_on", "outside_year", "A quarter cannot end after the year does.")
        if quarter.report_due_on <= quarter.ends_on:
            yield _fault(f"{here}/report_due_on", "too_early", "A report can only be due after its quarter has ended.")
        if place and quarter.starts_on != quarters[place - 1].ends_on + timedelta(days=1):
            yield _fault(
                f"{here}/starts_on", "not_contiguous", "A quarter starts on the day after the one before has ended."
            )


def faults_of_domains(domains: Sequence[Domain]) -> Iterator[FieldError]:
    """No two domains share a code."""
    codes = [domain.code for domain in domains]
    for place, code in enumerate(codes):
        if code in codes[:place]:
            yield _fault(f"/domains/{place}/code", "repeated", "Another domain has this code already.")


def faults_of_partners(kinds: Sequence[str]) -> Iterator[FieldError]:
    """A partnership needs somebody (R7), and names each kind once."""
    if not kinds:
        yield _fault("/required_partner_kinds", "missing", "Name at least one kind of partner that a project needs.")
    for place, kind in enumerate(kinds):
        if kind in kinds[:place]:
            yield _fault(f"/required_partner_kinds/{place}", "repeated", "This kind of partner is named already.")


def _fault(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)
