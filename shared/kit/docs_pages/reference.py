"""The reference: every operation by tag, then every schema."""

from html import escape

from shared.kit.openapi import operations

from . import operations as entries, schemas
from .html import code, inline, page, prose
from .schemas import Node

_Found = list[tuple[str, str, Node]]


def render(document: Node, style: str) -> bytes:
    """Give the reference of a finished OpenAPI document as one page."""
    groups = _by_tag(document)
    info = document["info"]
    described = document.get("components", {}).get("schemas", {})
    body = [
        f"<h1>{escape(info['title'])}</h1>",
        f'<p class="version">Version {escape(info["version"])}</p>',
        prose(info.get("description", "")),
        _calling(document),
        *(_group(tag, found, document) for tag, found in groups.values()),
        _schemas(described),
    ]
    return page(
        title=f"{info['title']}: reference",
        product=info["title"],
        body="\n".join(body),
        root="",
        style=style,
        contents=_contents(groups, described),
    )


def _by_tag(document: Node) -> dict[str, tuple[Node, _Found]]:
    groups: dict[str, tuple[Node, _Found]] = {tag["name"]: (tag, []) for tag in document.get("tags", ())}
    for path, method, operation in operations(document):
        name = (operation.get("tags") or ["Other"])[0]
        groups.setdefault(name, ({"name": name}, []))[1].append((path, method, operation))
    return groups


def _anchor(tag: str) -> str:
    return "tag-" + "-".join(tag.lower().split())


def _contents(groups: dict[str, tuple[Node, _Found]], described: Node) -> str:
    parts = ['<ul><li><a href="#calling">Calling it</a></li>']
    for name, (_, found) in groups.items():
        parts.append(f'<li><a href="#{escape(_anchor(name))}">{escape(name)}</a>{_index(found)}</li>')
    names = "".join(f'<li><a href="#{escape(schemas.anchor(n))}">{escape(n)}</a></li>' for n in described)
    parts.append(f'<li><a href="#schemas">Schemas</a><ul>{names}</ul></li></ul>')
    return "".join(parts)


def _index(found: _Found) -> str:
    return f"<ul>{''.join(entries.entry(method, operation) for _, method, operation in found)}</ul>"


def _calling(document: Node) -> str:
    servers = ", ".join(code(server["url"]) for server in document.get("servers", ()))
    flows = document.get("components", {}).get("securitySchemes", {}).get("oauth2", {}).get("flows", {})
    grant = flows.get("clientCredentials", {})
    scopes = "".join(
        f'<div class="field"><dt>{code(scope)}</dt><dd><p>{inline(text)}</p></dd></div>'
        for scope, text in grant.get("scopes", {}).items()
    )
    return (
        f'<section class="tag" id="calling"><h2>Calling it</h2><p>The service is at {servers}. '
        "Send an access token with each call: <code>Authorization: Bearer $TOKEN</code>. "
        f"Tokens are issued at {code(grant.get('tokenUrl', ''))} to a client's id and secret "
        "(OAuth 2.0 client credentials), and each is bound to one organisation.</p>"
        f'<dl class="fields">{scopes}</dl></section>'
    )


def _group(tag: Node, found: _Found, document: Node) -> str:
    name = _anchor(tag["name"])
    listed = "".join(entries.section(path, method, operation, document) for path, method, operation in found)
    return (
        f'<section class="tag" id="{escape(name)}"><h2>{escape(tag["name"])}</h2>'
        f"{prose(tag.get('description', ''))}"
        f'<div class="in-this-part">{_index(found)}</div>{listed}</section>'
    )


def _schemas(described: Node) -> str:
    parts = (
        f'<section class="schema" id="{escape(schemas.anchor(name))}"><h3>{escape(name)}</h3>'
        f"{prose(schema.get('description', ''))}{schemas.fields(schema)}</section>"
        for name, schema in described.items()
    )
    return f'<section class="tag" id="schemas"><h2>Schemas</h2>{"".join(parts)}</section>'
