"""States one below the other: a step to the next one goes straight down, others go round, each with its number."""

from collections.abc import Iterator
from html import escape

_BOX, _HEIGHT, _ROW, _LEFT = 180, 36, 76, 140
_WIDTH = 2 * _LEFT + _BOX
_HEAD = 'viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"'
_MIDDLE = _LEFT + _BOX // 2


def draw(slug: str, name: str, statuses: list[str], first: str, arrows: list[tuple[int, str, str]]) -> str:
    """The drawing, in one line for each thing in it; its words are in the table beside it."""
    reached = {first, *(status for _, *ends in arrows for status in ends)}
    rows = [status for status in statuses if status in reached]
    height = 34 + len(rows) * _ROW - (_ROW - _HEIGHT) + 12
    ends = ", ".join(f"{number}: {_said(a)} to {_said(b)}" for number, a, b in arrows)
    named = f'role="img" aria-labelledby="{slug}-title {slug}-desc"'
    parts = [
        f'<svg class="life" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" {named}>',
        f'<title id="{slug}-title">{escape(name)}: its statuses</title>',
        f'<desc id="{slug}-desc">It begins as {_said(first)}. Steps: {escape(ends)}.</desc>',
        f'<defs><marker id="{slug}-head" {_HEAD}><path d="M0 0 L8 4 L0 8 z"/></marker></defs>',
        f'<circle class="start" cx="{_MIDDLE}" cy="8" r="6"/>' if rows[0] == first else "",
        f'<path class="step" d="M{_MIDDLE} 14 V33" marker-end="url(#{slug}-head)"/>' if rows[0] == first else "",
        *(_box(row, status) for row, status in enumerate(rows)),
        *_arrows(slug, rows, arrows),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _said(status: str) -> str:
    return status.replace("_", " ")


def _top(row: int) -> int:
    return 34 + row * _ROW


def _box(row: int, status: str) -> str:
    return (
        f'<rect class="state" x="{_LEFT}" y="{_top(row)}" width="{_BOX}" height="{_HEIGHT}" rx="18"/>'
        f'<text class="status" x="{_MIDDLE}" y="{_top(row) + 23}" text-anchor="middle">{escape(_said(status))}</text>'
    )


def _arrows(slug: str, rows: list[str], arrows: list[tuple[int, str, str]]) -> Iterator[str]:
    lanes = {1: 0, -1: 0}
    # The shorter goes inside the longer, so that they cross as little as can be.
    for number, origin, end in sorted(arrows, key=lambda each: abs(rows.index(each[2]) - rows.index(each[1]))):
        start, stop = rows.index(origin), rows.index(end)
        if stop - start == 1:
            yield _step(slug, f"M{_MIDDLE} {_top(start) + _HEIGHT} V{_top(stop) - 1}")
            yield _number(number, _MIDDLE, _top(start) + _HEIGHT + (_ROW - _HEIGHT) // 2 - 3)
            continue
        side = 1 if stop > start else -1
        out = _MIDDLE + side * (_BOX // 2 + 22 + 20 * min(lanes[side], 5))
        lanes[side] += 1
        edge = _MIDDLE + side * _BOX // 2
        # Leaving below the middle and arriving above it keeps the two apart.
        leave, arrive = _top(start) + 24 + lanes[side] % 2 * 4, _top(stop) + 8 + lanes[side] % 3 * 7
        corner = 10 * side
        turn = 10 if stop > start else -10
        yield _step(
            slug,
            f"M{edge} {leave} H{out - corner} Q{out} {leave} {out} {leave + turn} V{arrive - turn} "
            f"Q{out} {arrive} {out - corner} {arrive} H{edge + side}",
        )
        yield _number(number, out, (leave + arrive) // 2)


def _step(slug: str, path: str) -> str:
    return f'<path class="step" d="{path}" marker-end="url(#{slug}-head)"/>'


def _number(number: int, x: int, y: int) -> str:
    return (
        f'<circle class="number" cx="{x}" cy="{y}" r="9"/>'
        f'<text class="number" x="{x}" y="{y + 4}" text-anchor="middle">{number}</text>'
    )
