"""How a report is worded wherever people read it: its page and its print say the same."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from shared.contracts.reporting.quarterly_reports import ReportDocument, ReportStatus, WrittenSection
from shared.contracts.reporting.report_figures import FeedPosition, Figure, FigureUnit
from shared.kit.clock import day_of

_STATUS = {
    ReportStatus.DRAFT: "Draft",
    ReportStatus.REQUESTED: "Draft, waiting for partners",
    ReportStatus.READY: "Ready, not submitted",
    ReportStatus.SUBMITTED: "Submitted",
    ReportStatus.ACCEPTED: "Accepted",
    ReportStatus.SENT_BACK: "Sent back",
}
ILLUSTRATIVE = "The sections are those of an illustrative template: no national one is published."
_EMPTY = "Nothing is written here."


def title(report: ReportDocument) -> str:
    """What the report is called."""
    return f"Quarterly report: {report.project_name}, {report.programme_year}, quarter {report.quarter}"


def summary(report: ReportDocument) -> list[tuple[str, str]]:
    """What is said first of it."""
    return [
        ("Board", report.icb_code),
        ("Quarter", f"{_day(report.starts_on)} to {_day(report.ends_on)}"),
        ("Due", _day(report.due_on)),
        ("Status", _STATUS[report.status]),
        ("Submitted", _day(day_of(report.submitted_at)) if report.submitted_at else "Not yet"),
    ]


def paragraphs(section: WrittenSection) -> list[list[str]]:
    """What is written in a section: lines by paragraph, with blank lines between those."""
    lines = [line.strip() for line in (section.text or "").splitlines()]
    blocks = re.split(r"\n{2,}", "\n".join(lines).strip("\n"))
    return [block.split("\n") for block in blocks if block] or [[_EMPTY]]


def taken(report: ReportDocument) -> str:
    """As of when the figures are."""
    at = f"{report.figures.taken_at:%H:%M} UTC on {_day(report.figures.taken_at.date())}"
    return f"Figures taken down at {at}" if report.pinned else f"Figures as they are now, at {at}"


def plan(report: ReportDocument) -> str:
    """On which delivery plan they rest."""
    found = report.figures.plan
    on = f"version {found.version_number} of the delivery plan ({found.status})" if found else "no delivery plan"
    return f"At that time there was {on}."


def sources(report: ReportDocument) -> list[tuple[str, str, str]]:
    """How far each service had been read."""
    return [(each.source, f"{each.applied:,}", _until(each)) for each in report.figures.positions]


def figures(found: Sequence[Figure]) -> list[tuple[str, str]]:
    """Figures by their labels."""
    return [(each.label, _value(each)) for each in found]


def _until(position: FeedPosition) -> str:
    return f"{_moment(position.as_of)} UTC" if position.as_of else "Not read to its end"


def _moment(moment: datetime) -> str:
    return f"{_day(moment.date())}, {moment:%H:%M:%S}"


def _value(figure: Figure) -> str:
    if figure.value is None:
        return "Not known"
    if figure.unit is FigureUnit.PENCE:
        return f"£{figure.value / 100:,.2f}"
    if figure.unit in (FigureUnit.HOURS, FigureUnit.SCORE):
        return f"{figure.value:,.1f}"
    return f"{figure.value:,.0f}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
