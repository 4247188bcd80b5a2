"""`python -m docs.pictures.house`: the four services, whom each asks and follows, from their own declarations."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from services.assessment_api.main import SERVICE as ASSESSMENT
from services.commissioning_api.main import SERVICE as COMMISSIONING
from services.partnership_api.main import SERVICE as PARTNERSHIP
from services.reporting_api.main import SERVICE as REPORTING
from shared.kit.service import Service

FILE = Path(__file__).with_name("house.svg")
SERVICES = (PARTNERSHIP, ASSESSMENT, COMMISSIONING, REPORTING)
_WIDTH, _BOX, _GAP, _LEFT = 900, 74, 46, 230
_STYLE = """
text { font: 15px system-ui, sans-serif; fill: #0b0c0c } .name { font-weight: 700; font-size: 17px }
.box { fill: #fff; stroke: #0b0c0c; stroke-width: 1.5 } .ask { stroke: #1d70b8; stroke-width: 2; fill: none }
.follow { stroke: #00703c; stroke-width: 2; fill: none; stroke-dasharray: 6 4 } .paper { fill: #f8f8f8 }
"""

_HEAD = """<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
<path d="M0 0 L8 4 L0 8 z"/></marker></defs>"""


def draw() -> str:
    """The picture as SVG, with a description for those who do not see it."""
    height = 40 + len(SERVICES) * (_BOX + _GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="t d">',
        '<title id="t">The four services</title>',
        f'<desc id="d">{escape(" ".join(_sentences()))}</desc>',
        f"<style>{_STYLE}</style>",
        _HEAD,
        f'<rect class="paper" width="{_WIDTH}" height="{height}"/>',
        *(line for service in SERVICES for line in _box(service)),
        *_arrows(),
        *_legend(height),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _sentences() -> Iterator[str]:
    for service in SERVICES:
        follows = [each.source for each in service.subscriptions]
        yield f"{service.name}_api asks {_listed(service.asks)} and follows {_listed(follows)}."


def _listed(names: object) -> str:
    found = [str(name) for name in names] if isinstance(names, list | tuple) else []
    return " and ".join(found) or "nobody"


def _top(name: str) -> int:
    return 20 + [service.name for service in SERVICES].index(name) * (_BOX + _GAP)


def _box(service: Service) -> Iterator[str]:
    top = _top(service.name)
    yield f'<rect class="box" x="{_LEFT}" y="{top}" width="{_WIDTH - 2 * _LEFT}" height="{_BOX}" rx="4"/>'
    yield f'<text class="name" x="{_LEFT + 16}" y="{top + 28}">{service.name}_api</text>'
    for number, line in enumerate(_wrapped(service.description, 56)):
        yield f'<text x="{_LEFT + 16}" y="{top + 49 + number * 18}" style="font-size:14px">{escape(line)}</text>'


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:2]


def _arrows() -> Iterator[str]:
    for service in SERVICES:
        for number, name in enumerate(service.asks):
            yield _arrow("ask", service.name, name, _LEFT, -1, number)
        for number, subscription in enumerate(service.subscriptions):
            yield _arrow("follow", service.name, subscription.source, _WIDTH - _LEFT, 1, number)


def _arrow(kind: str, lower: str, upper: str, edge: int, side: int, number: int) -> str:
    start, end = _top(lower) + 18 + number * 16, _top(upper) + _BOX - 14 - number * 8
    out = edge + side * (40 + (start - end) // 4)
    path = f"M{edge} {start} C{out} {start} {out} {end} {edge + side * 3} {end}"
    return f'<path class="{kind}" d="{path}" marker-end="url(#head)"/>'


def _legend(height: int) -> Iterator[str]:
    yield f'<path class="ask" d="M24 {height - 44} h40"/><text x="74" y="{height - 39}">asks, to decide</text>'
    yield f'<path class="follow" d="M24 {height - 20} h40"/><text x="74" y="{height - 15}">follows, to show</text>'


if __name__ == "__main__":
    FILE.write_text(draw())
