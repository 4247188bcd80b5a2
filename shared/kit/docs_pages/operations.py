"""One operation of the reference: what it does, who may call it, what goes in and what comes out."""

import json
import shlex
from collections.abc import Iterator
from html import escape
from http import HTTPStatus
from typing import Any

from shared.contracts.problem import MEDIA_TYPE
from shared.kit.openapi.examples import example

from .html import code, inline, link, listing, prose
from .schemas import Node, field, type_of

# Headers a careful client sends although they may be left out.
_HEADERS = {"if-match": '"3"', "idempotency-key": "5f0c7d5e-8f0b-4a51-9a5e-0d0c6d7c1a11"}
_ORGANISATIONS = {
    "icb": "integrated care boards",
    "la": "local authorities",
    "school": "schools",
    "pcg": "parent carer groups",
    "provider": "providers",
    "national": "the national team",
    "evaluator": "the evaluator",
    "service": "the platform's own services",
}


def anchor(operation: Node) -> str:
    """Give the id of an operation's place on the page."""
    return f"operation-{operation['operationId']}"


def badge(method: str) -> str:
    """Give the method as a coloured word."""
    return f'<span class="method {method}">{method.upper()}</span>'


def section(path: str, method: str, operation: Node, document: Node) -> str:
    """Give the whole entry of one operation."""
    name = anchor(operation)
    parts = [
        f'<p class="address">{badge(method)} <code>{_breakable(path)}</code></p>',
        '<p class="deprecated"><strong>Deprecated.</strong> It will go.</p>' if operation.get("deprecated") else "",
        prose(_further(operation)),
        _access(operation),
        _parameters(operation),
        _request(operation),
        _answers(operation),
        _problems(operation, document),
    ]
    return (
        f'<section class="operation" id="{escape(name, quote=True)}" aria-labelledby="{escape(name)}-title">'
        f'<div class="words"><h3 id="{escape(name)}-title">{inline(_summary(operation))}</h3>'
        f"{''.join(parts)}</div>"
        f'<div class="examples">{_examples(path, method, operation, document)}</div></section>'
    )


def entry(method: str, operation: Node) -> str:
    """Give the operation's line in a table of contents."""
    return f'<li><a href="#{escape(anchor(operation))}">{badge(method)} {inline(_summary(operation))}</a></li>'


def _summary(operation: Node) -> str:
    return str(operation.get("summary") or operation["operationId"])


def _further(operation: Node) -> str:
    """Give the description without the first line when that is the summary already."""
    text: str = operation.get("description", "")
    first_line, _, rest = text.partition("\n")
    return rest if first_line.rstrip(".") == operation.get("summary") else text


def _breakable(path: str) -> str:
    """Let a long path break at its slashes on a narrow screen."""
    return escape(path).replace("/", "<wbr>/")


def _access(operation: Node) -> str:
    access = operation.get("x-access")
    if not access:
        return '<p class="access"><strong>Who may call it:</strong> anybody, without a token.</p>'
    kinds = access["organisations"]
    everyone = set(kinds) >= _ORGANISATIONS.keys()
    names = "every kind of organisation" if everyone else ", ".join(_ORGANISATIONS.get(k, k) for k in kinds)
    return (
        f'<p class="access"><strong>Who may call it:</strong> {escape(names)}, '
        f"with the scope {code(access['scope'])}.</p>"
    )


def _parameters(operation: Node) -> str:
    rows = "".join(
        field(
            parameter["name"],
            parameter.get("schema", {}),
            required=parameter.get("required", False),
            place=parameter["in"],
            description=parameter.get("description", ""),
        )
        for parameter in operation.get("parameters", ())
    )
    return f'<h4>Parameters</h4><dl class="fields">{rows}</dl>' if rows else ""


def _request(operation: Node) -> str:
    body = operation.get("requestBody")
    if not body:
        return ""
    need = '<span class="required">required</span>' if body.get("required") else "optional"
    return f"<h4>Request body</h4>{prose(body.get('description', ''))}<p>{need}</p>{_contents(body)}"


def _contents(holder: Node) -> str:
    rows = (
        f"<li>{code(media_type)}: {type_of(content.get('schema', {}))}</li>"
        for media_type, content in holder.get("content", {}).items()
    )
    return f'<ul class="media">{"".join(rows)}</ul>' if holder.get("content") else ""


def _answers(operation: Node) -> str:
    rows = []
    for status, answer in operation["responses"].items():
        if status < "400":
            headers = ", ".join(code(name) for name in answer.get("headers", {}))
            rows.append(
                f"<li><p><strong>{_status(status)}</strong> {inline(answer.get('description', ''))}</p>"
                f"{_contents(answer)}{f'<p class=bounds>Headers: {headers}</p>' if headers else ''}</li>"
            )
    return f'<h4>Answers</h4><ul class="answers">{"".join(rows)}</ul>' if rows else ""


def problems(operation: Node, document: Node) -> Iterator[tuple[str, str, str]]:
    """Give the status, slug and title of each problem an operation can answer."""
    for status, answer in operation["responses"].items():
        examples = answer.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {})
        for slug in examples:
            yield status, slug, document["components"]["examples"][slug]["summary"]


def _problems(operation: Node, document: Node) -> str:
    rows = "".join(
        f"<li><strong>{status}</strong> {link(f'problems/{slug}', title)}</li>"
        for status, slug, title in problems(operation, document)
    )
    return f'<h4>Problems</h4><ul class="problems">{rows}</ul>' if rows else ""


def _status(status: str) -> str:
    try:
        return f"{status} {HTTPStatus(int(status)).phrase}"
    except ValueError:
        return escape(status)


def _examples(path: str, method: str, operation: Node, document: Node) -> str:
    shown = [listing("Request", curl(path, method, operation, document))]
    for status, response in operation["responses"].items():
        content = response.get("content", {})
        if status < "300" and "application/json" in content:
            value = content["application/json"]["example"]
            shown.append(listing(f"Answer {status}", json.dumps(value, indent=2, ensure_ascii=False)))
    return "".join(shown)


def curl(path: str, method: str, operation: Node, document: Node) -> str:
    """Give a command that can be pasted into a shell, with `$TOKEN` for the access token."""
    schemas = document.get("components", {}).get("schemas", {})
    query = []
    lines = []
    for parameter in operation.get("parameters", ()):
        stated = parameter.get("example", example(parameter["schema"], schemas, parameter["name"]))
        value = _HEADERS.get(parameter["name"].lower(), _plain(stated))
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", value)
        elif parameter.get("required") and parameter["in"] == "query":
            query.append(f"{parameter['name']}={value}")
        elif parameter.get("required") or parameter["name"].lower() in _HEADERS:
            header = f"{parameter['name']}: {value}"
            lines.append(f"-H {shlex.quote(header)}")
    server = (document.get("servers") or [{"url": ""}])[0]["url"].rstrip("/")
    url = shlex.quote(server + path + ("?" + "&".join(query) if query else ""))
    first = f"curl {'' if method == 'get' else f'-X {method.upper()} '}{url}"
    token = ['-H "Authorization: Bearer $TOKEN"'] if operation.get("x-access") else []
    return " \\\n  ".join([first, *token, *lines, *_data(operation)])


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(_plain(part) for part in value)
    return value if isinstance(value, str) else json.dumps(value)


def _data(operation: Node) -> list[str]:
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        header = f"-H 'Content-Type: {media_type}'"
        if media_type != "application/json":
            return [header, "--data-binary @file"]
        text = json.dumps(content["example"], indent=2, ensure_ascii=False)
        return [header, f"-d {shlex.quote(text)}"]
    return []
