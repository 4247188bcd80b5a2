"""`python -m docs.building write`: what the guide takes from the code. `... site FOLDER`: the guide as static files."""

import sys
from collections.abc import Iterator
from pathlib import Path

from shared.kit import guide
from shared.kit.docs_pages import problems
from shared.kit.errors import every_refusal
from shared.kit.guide import contents
from shared.kit.static import STYLE, STYLE_VERSION

from . import facts, lives

GENERATED = contents.FOLDER / "generated"
PRODUCT = "PINS platform"


def fragments() -> Iterator[tuple[str, str]]:
    """Every generated file by name."""
    yield from lives.fragments()
    yield from facts.fragments()


def write() -> None:
    """Write what the guide takes from the code, and delete what is no longer made."""
    GENERATED.mkdir(exist_ok=True)
    made = dict(fragments())
    for name, text in made.items():
        (GENERATED / name).write_text(text)
    for each in GENERATED.iterdir():
        if each.name not in made:
            each.unlink()


def site(folder: Path) -> None:
    """Write the guide and a page for each problem, linked to each other by relative addresses."""
    (folder / "problems").mkdir(parents=True, exist_ok=True)
    (folder / "docs.css").write_bytes(STYLE)
    for slug in contents.titles():
        shown = guide.render(slug, PRODUCT, root="", style="docs.css", to=_file, elsewhere=False)
        (folder / f"{slug}.html").write_bytes(shown)
    for refusal in every_refusal():
        (folder / "problems" / f"{refusal.slug()}.html").write_bytes(
            problems.render_alone(refusal, PRODUCT, STYLE_VERSION)
        )


def _file(other: str) -> str:
    kind, _, slug = other.rpartition(":")
    return f"problems/{slug}.html" if kind else f"{slug}.html"


def main(arguments: list[str]) -> int:
    """Do what the command line says."""
    match arguments:
        case ["write"]:
            write()
        case ["site", folder]:
            site(Path(folder))
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
