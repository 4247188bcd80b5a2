"""A page of the guide as HTML: CommonMark and tables, drawings within the page, what was generated in its place."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from shared.kit.docs_pages.html import listing

from .contents import FOLDER, Address

_LANGUAGES = {
    "console": "Terminal", "sh": "Shell", "python": "Python", "javascript": "JavaScript", "powershell": "PowerShell",
    "powerquery": "Power Query (M)", "csharp": "C#", "json": "JSON", "http": "HTTP", "csv": "CSV", "text": "Text",
    "toml": "TOML", "typescript": "TypeScript", "java": "Java",
}  # fmt: skip
_INCLUDED = re.compile(r"^\{\{ ([a-z-]+) \}\}$", re.MULTILINE)
_PAGE = re.compile(r"^([a-z-]+)\.md(#.*)?$")


def source_of(slug: str) -> str:
    """The Markdown of a page, with what was generated in its place."""
    text = (FOLDER / f"{slug}.md").read_text()
    return _INCLUDED.sub(lambda found: (FOLDER / "generated" / f"{found[1]}.md").read_text(), text)


def parser() -> MarkdownIt:
    """CommonMark with tables; HTML in a page is text."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def body_of(slug: str, to: Address) -> str:
    """The page as HTML."""
    markdown = parser()
    for kind, rule in (
        ("fence", _fence), ("table_open", _table_open), ("table_close", _table_close), ("image", _image),
        ("th_open", _header),
    ):  # fmt: skip
        markdown.add_render_rule(kind, rule)
    tokens = markdown.parse(source_of(slug))
    _prepare(tokens, to)
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def _prepare(tokens: Sequence[Token], to: Address) -> None:
    """Give headings ids, tables the name of the heading above them, and links to pages their addresses."""
    heading = ""
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = tokens[number + 1].content.replace("`", "")
            token.attrSet("id", anchor(heading))
        elif token.type == "table_open":
            token.meta["name"] = heading
        _lead(token.children or (), to)


def _lead(children: Sequence[Token], to: Address) -> None:
    """Give links their addresses; one that leads nowhere from here is plain text."""
    lost = False
    for child in children:
        if child.type == "link_open":
            address = _address(str(child.attrGet("href")), to)
            child.attrSet("href", address)
            lost = not address
        if lost and child.type in ("link_open", "link_close"):
            child.type, child.tag, child.content = "text", "", ""


def _address(written: str, to: Address) -> str:
    if written.startswith("problem:"):
        return to(written)
    found = _PAGE.match(written)
    return to(found[1]) + (found[2] or "") if found else written


def anchor(heading: str) -> str:
    """The id of a heading."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def _fence(_self: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    token = tokens[at]
    language = (token.info.split() or ["text"])[0]
    return listing(_LANGUAGES.get(language, language), token.content.rstrip("\n"))


def _table_open(_self: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    name = str(tokens[at].meta["name"]).replace('"', "")
    return f'<div class="wide" role="region" tabindex="0" aria-label="Table: {name}">\n<table>\n'


def _table_close(_self: RendererHTML, _tokens: Sequence[Token], _at: int, _options: Any, _env: Any) -> str:
    return "</table>\n</div>\n"


def _header(_self: RendererHTML, _tokens: Sequence[Token], _at: int, _options: Any, _env: Any) -> str:
    return '<th scope="col">'


def _image(_self: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    """A drawing stands in the page itself, so that it takes the page's colours and needs no other request."""
    return (FOLDER / str(tokens[at].attrGet("src"))).read_text()
