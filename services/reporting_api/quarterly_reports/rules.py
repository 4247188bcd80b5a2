"""What a report consists of, and how one taking of figures differs from another."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from shared.contracts.problem import FieldError
from shared.contracts.reporting.quarterly_reports import SectionText, WrittenSection
from shared.contracts.reporting.report_figures import Figure, FigureDifference, FigureUnit
from shared.contracts.reporting.report_templates import TemplateSection

_SCHOOLS, _LINES, _HOURS, _PENCE = FigureUnit.SCHOOLS, FigureUnit.LINES, FigureUnit.HOURS, FigureUnit.PENCE
MEASURES: tuple[tuple[str, str, FigureUnit], ...] = (
    ("target_schools", "New schools expected", _SCHOOLS),
    ("difference_from_target", "Confirmed new schools less those expected", _SCHOOLS),
    ("new_selected", "New schools selected", _SCHOOLS),
    ("new_confirmed", "New schools confirmed", _SCHOOLS),
    ("new_withdrawn", "New schools withdrawn", _SCHOOLS),
    ("existing_selected", "Existing schools selected", _SCHOOLS),
    ("existing_confirmed", "Existing schools confirmed", _SCHOOLS),
    ("existing_withdrawn", "Existing schools withdrawn", _SCHOOLS),
    ("baselines_not_begun", "First self-assessments not begun", _SCHOOLS),
    ("baselines_in_progress", "First self-assessments in progress", _SCHOOLS),
    ("baselines_submitted", "First self-assessments submitted", _SCHOOLS),
    ("baselines_reopened", "First self-assessments reopened", _SCHOOLS),
    ("schools_missing_a_strand", "Schools without agreed support in both strands", _SCHOOLS),
    ("lines_proposed", "Lines of support proposed", _LINES),
    ("lines_agreed", "Lines of support agreed", _LINES),
    ("tailored_support_hours", "Hours agreed of tailored support", _HOURS),
    ("tailored_support_cost_pence", "Cost agreed of tailored support", _PENCE),
    ("parent_carer_engagement_hours", "Hours agreed of parent carer engagement", _HOURS),
    ("parent_carer_engagement_cost_pence", "Cost agreed of parent carer engagement", _PENCE),
    ("hours", "Hours agreed in all", _HOURS),
    ("cost_pence", "Cost agreed in all", _PENCE),
)
_DOMAINS = ("mean_score", "Mean score")


class Request(Protocol):
    """What is said of a request that is open."""

    id: Any
    organisation: str


def figures(summary: Mapping[str, Any], domains: Iterable[Mapping[str, Any]]) -> list[Figure]:
    """The figures of a project, from its summary and those of its domains."""
    of_project = [
        Figure(measure=name, domain=None, label=label, unit=unit, value=summary[name]) for name, label, unit in MEASURES
    ]
    name, label = _DOMAINS
    of_domains = [
        Figure(
            measure=name,
            domain=each["domain"],
            label=f"{label}: {each['label'] or each['domain']}",
            unit=FigureUnit.SCORE,
            value=each["mean_score"],
        )
        for each in domains
    ]
    return of_project + of_domains


def differences(pinned: Sequence[Figure], now: Sequence[Figure]) -> list[FigureDifference]:
    """Every figure whose value is another one now, in the order of the report, new ones last."""
    before, after = _by_measure(pinned), _by_measure(now)
    named = before | {key: figure for key, figure in after.items() if key not in before}
    values = {key: (_value(before.get(key)), _value(after.get(key))) for key in named}
    return [
        FigureDifference(
            measure=figure.measure,
            domain=figure.domain,
            label=figure.label,
            unit=figure.unit,
            pinned=values[key][0],
            now=values[key][1],
        )
        for key, figure in named.items()
        if values[key][0] != values[key][1]
    ]


def saved(sections: Iterable[SectionText], given: Mapping[str, str | None]) -> list[SectionText]:
    """The texts after some were given: those left out stay, those given as null go."""
    texts: dict[str, str | None] = {each.section: each.text for each in sections}
    texts.update(given)
    return [SectionText(section=code, text=text) for code, text in texts.items() if text is not None]


def faults_of_sections(
    given: Sequence[tuple[str, str | None]], template: Iterable[TemplateSection], written: Iterable[SectionText]
) -> list[FieldError]:
    """Every section that the template has not, or that was named before; what is obsolete may be taken out."""
    known, obsolete = {each.code for each in template}, {each.section for each in written}
    codes = [code for code, _ in given]
    faults = []
    for place, (code, text) in enumerate(given):
        pointer = f"/sections/{place}/section"
        if code in codes[:place]:
            faults.append(FieldError(pointer=pointer, code="repeated", detail="This section is named twice."))
        elif code not in known and not (text is None and code in obsolete):
            detail = "The report's template has no section with this code."
            faults.append(FieldError(pointer=pointer, code="unknown", detail=detail))
    return faults


def outdated(template: Iterable[TemplateSection], written: Iterable[SectionText]) -> list[FieldError]:
    """Every section that something is written in and that the template has no longer."""
    known = {each.code for each in template}
    detail = "The template has this section no longer."
    return [
        FieldError(pointer=f"/{each.section}", code="outdated", detail=detail)
        for each in written
        if each.section not in known
    ]


def as_written(template: Iterable[TemplateSection], texts: Iterable[SectionText]) -> list[WrittenSection]:
    """The sections of a template with what was written in each."""
    found = {each.section: each.text for each in texts}
    return [
        WrittenSection(code=each.code, title=each.title, required=each.required, text=found.get(each.code))
        for each in template
    ]


def empty(sections: Iterable[WrittenSection]) -> list[FieldError]:
    """Every required section that nothing is written in."""
    return [
        FieldError(pointer=f"/{each.code}", code="empty", detail=f"{each.title}: nothing is written here.")
        for each in sections
        if each.required and not each.text
    ]


def waiting(requests: Iterable[Request]) -> list[FieldError]:
    """Every request that a report waits for, by its address."""
    return [
        FieldError(pointer=f"/update-requests/{each.id}", code="open", detail=f"{each.organisation} has not answered.")
        for each in requests
    ]


def _by_measure(found: Iterable[Figure]) -> dict[tuple[str, str | None], Figure]:
    return {(each.measure, each.domain): each for each in found}


def _value(figure: Figure | None) -> float | None:
    return None if figure is None else figure.value
