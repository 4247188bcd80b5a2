"""Which pages the guide has, in which order. A page that the table of contents does not name comes last."""

import tomllib
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "docs" / "guide"
FIRST = "index"
Address = Callable[[str], str]


@cache
def groups() -> dict[str, list[str]]:
    """The pages there are, by group."""
    planned: dict[str, list[str]] = tomllib.loads((FOLDER / "contents.toml").read_text())
    there = {each.stem for each in FOLDER.glob("*.md")}
    found = {group: [slug for slug in slugs if slug in there] for group, slugs in planned.items()}
    named = {slug for slugs in found.values() for slug in slugs}
    found["More"] = sorted(there - named)
    return {group: slugs for group, slugs in found.items() if slugs}


@cache
def titles() -> dict[str, str]:
    """The title of each page, in order: its first heading."""
    return {slug: _title(slug) for slugs in groups().values() for slug in slugs}


def _title(slug: str) -> str:
    for line in (FOLDER / f"{slug}.md").read_text().splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    raise LookupError(f"docs/guide/{slug}.md has no heading")


def listed(current: str, to: Address) -> str:
    """The table of contents, as seen from a page."""
    parts = []
    for group, slugs in groups().items():
        rows = "".join(_row(slug, current, to) for slug in slugs)
        parts.append(f"<li><span>{escape(group)}</span><ul>{rows}</ul></li>")
    return f'<ul class="guide-contents">{"".join(parts)}</ul>'


def _row(slug: str, current: str, to: Address) -> str:
    here = ' aria-current="page"' if slug == current else ""
    return f'<li><a href="{escape(to(slug))}"{here}>{escape(titles()[slug])}</a></li>'


def neighbours(current: str, to: Address) -> str:
    """The page after this one."""
    order = list(titles())
    after = order[order.index(current) + 1 : order.index(current) + 2]
    links = "".join(f'<p>Next: <a href="{escape(to(slug))}">{escape(titles()[slug])}</a></p>' for slug in after)
    return f'<nav class="next" aria-label="Next page">{links}</nav>' if links else ""
