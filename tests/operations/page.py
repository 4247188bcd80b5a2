"""The page for whoever runs the platform, and its commands by the headings they stand under."""

import itertools
from collections import defaultdict
from pathlib import Path

from shared.kit.guide.rendering import parser

PAGE = Path(__file__).parents[2] / "docs" / "operations.md"


def anchor(heading: str) -> str:
    """As a heading is linked to."""
    return "".join(letter for letter in heading.lower().replace(" ", "-") if letter.isalnum() or letter == "-")


def headings() -> list[str]:
    return [line.lstrip("# ") for line in PAGE.read_text().splitlines() if line.startswith("#")]


def commands() -> dict[str, list[str]]:
    """The blocks of shell under each heading."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    tokens = parser().parse(PAGE.read_text())
    heading = ""
    for before, token in itertools.pairwise(tokens):
        if before.type == "heading_open":
            heading = token.content
        if token.type == "fence" and token.info.strip() == "bash":
            found[heading].append(token.content)
    return dict(found)
