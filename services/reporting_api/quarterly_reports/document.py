"""A report as a page: readable by people, screen readers and printers, without scripts."""

from datetime import date
from html import escape

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
# The style of the service's other pages, from wherever a gateway puts this one.
_STYLE = "../../../static/docs.css"


def page(report: ReportDocument) -> str:
    """The whole page."""
    title = f"Quarterly report: {report.project_name}, {report.programme_year}, quarter {report.quarter}"
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="stylesheet" href="{_STYLE}">
<link rel="icon" href="data:,">
</head>
<body>
<main id="main">
<h1>{escape(title)}</h1>
{_summary(report)}
{"".join(_section(each) for each in report.sections)}
{_figures(report)}
{_sources(report)}
</main>
</body>
</html>
"""


def _summary(report: ReportDocument) -> str:
    rows = [
        ("Board", report.icb_code),
        ("Quarter", f"{_day(report.starts_on)} to {_day(report.ends_on)}"),
        ("Due", _day(report.due_on)),
        ("Status", _STATUS[report.status]),
        ("Submitted", _day(day_of(report.submitted_at)) if report.submitted_at else "Not yet"),
    ]
    told = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    made_up = "<p>The sections are those of an illustrative template: no national one is published.</p>"
    return f"<dl>{told}</dl>\n{made_up if report.illustrative else ''}"


def _section(section: WrittenSection) -> str:
    blocks = [block.strip() for block in (section.text or "Nothing is written here.").split("\n\n")]
    prose = "".join(f"<p>{_lines(block)}</p>" for block in blocks if block)
    heading = f'<h2 id="s-{section.code}">{escape(section.title)}</h2>'
    return f'<section aria-labelledby="s-{section.code}">{heading}{prose}</section>\n'


def _lines(block: str) -> str:
    return "<br>".join(escape(line) for line in block.splitlines())


def _figures(report: ReportDocument) -> str:
    taken = f"{report.figures.taken_at:%H:%M} UTC on {_day(report.figures.taken_at.date())}"
    caption = f"Figures taken down at {taken}" if report.pinned else f"Figures as they are now, at {taken}"
    rows = "".join(
        f'<tr><th scope="row">{escape(each.label)}</th><td>{escape(_value(each))}</td></tr>'
        for each in report.figures.figures
    )
    return (
        f'<section aria-labelledby="figures"><h2 id="figures">Figures</h2><table><caption>{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">Measure</th><th scope="col">Value</th></tr></thead><tbody>'
        f"{rows}</tbody></table></section>"
    )


def _sources(report: ReportDocument) -> str:
    plan = report.figures.plan
    on = f"version {plan.version_number} of the delivery plan ({plan.status})" if plan else "no delivery plan"
    rows = "".join(_position(each) for each in report.figures.positions)
    return (
        '<section aria-labelledby="sources"><h2 id="sources">What the figures rest on</h2>'
        f"<p>At that time there was {escape(on)}.</p><table><caption>How far each service had been read</caption>"
        '<thead><tr><th scope="col">Service</th><th scope="col">Facts read</th><th scope="col">Complete until</th></tr>'
        f"</thead><tbody>{rows}</tbody></table></section>"
    )


def _position(position: FeedPosition) -> str:
    until = f"{_day(position.as_of.date())}, {position.as_of:%H:%M:%S} UTC" if position.as_of else "Not read to its end"
    return (
        f'<tr><th scope="row">{escape(position.source)}</th><td>{position.applied:,}</td><td>{escape(until)}</td></tr>'
    )


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
