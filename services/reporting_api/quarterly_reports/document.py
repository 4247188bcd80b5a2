"""A report as a page: readable by people, screen readers and printers, without scripts."""

from html import escape

from shared.contracts.reporting.quarterly_reports import ReportDocument, WrittenSection

from . import wording

# The style of the service's other pages, from wherever a gateway puts this one.
_STYLE = "../../../static/docs.css"


def page(report: ReportDocument) -> str:
    """The whole page."""
    title = escape(wording.title(report))
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="{_STYLE}">
<link rel="icon" href="data:,">
</head>
<body>
<main id="main">
<h1>{title}</h1>
{_summary(report)}
{"".join(_section(each) for each in report.sections)}
{_figures(report)}
{_sources(report)}
</main>
</body>
</html>
"""


def _summary(report: ReportDocument) -> str:
    told = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in wording.summary(report))
    return f"<dl>{told}</dl>\n{f'<p>{wording.ILLUSTRATIVE}</p>' if report.illustrative else ''}"


def _section(section: WrittenSection) -> str:
    prose = "".join(f"<p>{'<br>'.join(map(escape, lines))}</p>" for lines in wording.paragraphs(section))
    heading = f'<h2 id="s-{section.code}">{escape(section.title)}</h2>'
    return f'<section aria-labelledby="s-{section.code}">{heading}{prose}</section>\n'


def _figures(report: ReportDocument) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{escape(value)}</td></tr>'
        for label, value in wording.figures(report.figures.figures)
    )
    return (
        '<section aria-labelledby="figures"><h2 id="figures">Figures</h2>'
        f"<table><caption>{escape(wording.taken(report))}</caption>"
        f'<thead><tr><th scope="col">Measure</th><th scope="col">Value</th></tr></thead><tbody>'
        f"{rows}</tbody></table></section>"
    )


def _sources(report: ReportDocument) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(source)}</th><td>{applied}</td><td>{escape(until)}</td></tr>'
        for source, applied, until in wording.sources(report)
    )
    return (
        '<section aria-labelledby="sources"><h2 id="sources">What the figures rest on</h2>'
        f"<p>{escape(wording.plan(report))}</p><table><caption>How far each service had been read</caption>"
        '<thead><tr><th scope="col">Service</th><th scope="col">Facts read</th><th scope="col">Complete until</th></tr>'
        f"</thead><tbody>{rows}</tbody></table></section>"
    )
