"""What an evaluation must be. Pure: no database, no clock."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from shared.contracts.problem import FieldError


def faults(years: Sequence[str], starts_on: date, ends_on: date, last_days: Mapping[str, date]) -> list[FieldError]:
    """All that is wrong, by place. `last_days` has the last day of evaluation of each of the years that is known."""
    found = list(_year_faults(years, last_days))
    if ends_on < starts_on:
        found.append(FieldError(pointer="/ends_on", code="too_early", detail="It ends before it begins."))
    last = max((last_days[year] for year in years if year in last_days), default=None)
    if last is not None and ends_on > last:
        detail = f"The evaluation of these programme years ends on {last.isoformat()} (R5)."
        found.append(FieldError(pointer="/ends_on", code="too_late", detail=detail))
    return found


def _year_faults(years: Sequence[str], last_days: Mapping[str, date]) -> Iterator[FieldError]:
    for place, year in enumerate(years):
        at = f"/programme_years/{place}"
        if year not in last_days:
            yield FieldError(pointer=at, code="unknown", detail="No such programme year has been announced here.")
        if year in years[:place]:
            yield FieldError(pointer=at, code="repeated", detail="This year is named already. Name it once.")
