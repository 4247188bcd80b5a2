"""A report in print: a PDF that says what it is to those who listen to it (PDF/UA-1), the same bytes each time."""

import asyncio
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import typst

from shared.contracts.reporting.quarterly_reports import ReportDocument
from shared.contracts.reporting.report_figures import Figure, FigureUnit

from . import wording

_Content = Mapping[str, Any]
_TEMPLATE = Path(__file__).with_name("report.typ")
_GROUPS = {
    FigureUnit.SCHOOLS: "Schools",
    FigureUnit.LINES: "Lines of support",
    FigureUnit.HOURS: "Hours and money",
    FigureUnit.PENCE: "Hours and money",
    FigureUnit.SCORE: "Scores by domain",
}
_OTHERS = "Other figures"
_NAMED = "Characters that cannot be printed here are given by their names, in square brackets."
# How the library tells which characters none of its fonts has.
_NOT_SHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_CODE_POINT = re.compile(r"\\u\{([0-9a-f]+)\}")
# What is longer than any word would run off the page: it may be broken after so many characters.
_TOO_LONG = re.compile(r"\S{31,}")
_PIECE = re.compile(r".{15}(?=.)")
_BREAK_HERE = "\u200b"
# Setting type is work for a processor: more at once would only be slower, and take memory.
_workers = ThreadPoolExecutor(2, thread_name_prefix="report")


async def pdf(report: ReportDocument) -> bytes:
    """The whole report."""
    return await asyncio.get_running_loop().run_in_executor(_workers, _set, report)


def file_name(report: ReportDocument) -> str:
    """What it is called where it is kept."""
    return f"quarterly-report-{report.icb_code}-{report.programme_year}-quarter-{report.quarter}.pdf".lower()


def _set(report: ReportDocument) -> bytes:
    content, moment = _content(report), int((report.submitted_at or report.figures.taken_at).timestamp())
    try:
        return _compiled(content, moment)
    except typst.TypstError as error:
        lacking = _lacking(error.diagnostic)
        if not lacking:
            raise
    # PDF/UA allows no character without a shape, and the fonts that come with the library lack some scripts.
    named = _named(content, lacking)
    return _compiled({**named, "notes": [*named["notes"], _NAMED]}, moment)


def _compiled(content: _Content, moment: int) -> bytes:
    return typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=_fonts(),
        sys_inputs={"report": json.dumps(content)},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=moment,
    )


@cache
def _fonts() -> typst.Fonts:
    # Those of the machine would make other bytes on each.
    return typst.Fonts(include_system_fonts=False)


def _content(report: ReportDocument) -> _Content:
    content: _Content = {
        "title": wording.title(report),
        "author": report.icb_code,
        "summary": wording.summary(report),
        "notes": [wording.ILLUSTRATIVE] if report.illustrative else [],
        "sections": [{"title": each.title, "paragraphs": wording.paragraphs(each)} for each in report.sections],
        "taken": wording.taken(report),
        "figures": [
            {"title": name, "rows": wording.figures(group)} for name, group in _grouped(report.figures.figures)
        ],
        "plan": wording.plan(report),
        "sources": wording.sources(report),
    }
    return _changed(content, lambda text: _TOO_LONG.sub(_breakable, text))


def _breakable(word: re.Match[str]) -> str:
    return _PIECE.sub(rf"\g<0>{_BREAK_HERE}", word[0])


def _grouped(figures: Iterable[Figure]) -> list[tuple[str, list[Figure]]]:
    titles = [*_GROUPS.values(), _OTHERS]
    ranked = sorted(figures, key=lambda each: titles.index(_title(each)))
    return [(title, list(group)) for title, group in groupby(ranked, key=_title)]


def _title(figure: Figure) -> str:
    return _GROUPS.get(figure.unit, _OTHERS)


def _lacking(diagnostic: str) -> set[str]:
    found = (_CODE_POINT.sub(lambda code: chr(int(code[1], 16)), text) for text in _NOT_SHOWN.findall(diagnostic))
    return set("".join(found))


def _named(content: _Content, lacking: set[str]) -> _Content:
    names = str.maketrans({each: _name(each) for each in lacking})
    return _changed(content, lambda text: text.translate(names))


def _name(character: str) -> str:
    if unicodedata.category(character) == "Cf":
        return ""  # it only says how others are joined or turned
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"


def _changed(content: _Content, change: Callable[[str], str]) -> _Content:
    return {name: _each_text(each, change) for name, each in content.items()}


def _each_text(content: Any, change: Callable[[str], str]) -> Any:
    if isinstance(content, str):
        return change(content)
    if isinstance(content, Mapping):
        return _changed(content, change)
    return [_each_text(each, change) for each in content]
