"""The few pieces every documentation page is made of. Whatever comes from outside passes through `escape`."""

import re
from collections.abc import Sequence
from html import escape

_CODE = re.compile(r"`([^`]+)`")
ELSEWHERE = (("guide", "Guide"), ("docs", "Reference"), ("problems", "Problems"), ("openapi.json", "OpenAPI document"))
_BOLD = re.compile(r"\*\*([^*]+)\*\*")


def page(
    *,
    title: str,
    product: str,
    body: str,
    root: str,
    style: str,
    contents: str = "",
    home: str = "",
    style_at: str = "static/docs.css",
    elsewhere: Sequence[tuple[str, str]] = ELSEWHERE,
) -> bytes:
    """Give a whole page; `root` leads from it to the service's root, below any prefix of a gateway."""
    others = "".join(f'<li><a href="{root}{path}">{escape(name)}</a></li>' for path, name in elsewhere)
    aside = f'<nav class="contents" aria-label="Contents">{contents}</nav>' if contents else ""
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="stylesheet" href="{root}{style_at}?v={style}">
<link rel="icon" href="data:,">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<p class="product"><a href="{home or f"{root}docs"}">{escape(product)}</a></p>
{f'<ul class="elsewhere">{others}</ul>' if others else ""}
</header>
<div class="frame{" with-contents" if contents else ""}">
{aside}
<main id="main" tabindex="-1">
{body}
</main>
</div>
</body>
</html>
""".encode()


def prose(text: str) -> str:
    """Give paragraphs, lists, `code` and **bold** of a docstring; anything else stays as it was typed."""
    blocks = (block.strip() for block in text.strip().split("\n\n"))
    return "\n".join(_block(block) for block in blocks if block)


def _block(text: str) -> str:
    lines = [line.strip() for line in text.splitlines()]
    if all(line.startswith("- ") for line in lines):
        return f"<ul>{''.join(f'<li>{inline(line[2:])}</li>' for line in lines)}</ul>"
    return f"<p>{inline(' '.join(lines))}</p>"


def inline(text: str) -> str:
    """Give one line of prose."""
    return _BOLD.sub(r"<strong>\1</strong>", _CODE.sub(r"<code>\1</code>", escape(text)))


def code(text: str) -> str:
    """Give a short piece of code."""
    return f"<code>{escape(text)}</code>"


def listing(label: str, text: str) -> str:
    """Give a block of code that can be scrolled with the keyboard and is selected whole by one click."""
    name = escape(label, quote=True)
    return (
        f'<figure class="listing"><figcaption>{escape(label)}</figcaption>'
        f'<pre tabindex="0" role="region" aria-label="{name}"><code>{escape(text)}</code></pre></figure>'
    )


def link(href: str, text: str) -> str:
    """Give a link whose text is plain."""
    return f'<a href="{escape(href, quote=True)}">{escape(text)}</a>'
