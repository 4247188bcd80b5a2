"""The pages that the `type` of a problem leads to."""

import json
from collections.abc import Iterable, Iterator
from html import escape
from http import HTTPStatus

from shared.kit.errors import Refusal
from shared.kit.openapi import operations

from . import operations as entries
from .html import inline, link, listing, page, prose
from .schemas import Node

# What helps depends on the class of the failure, not on which one it is.
_REMEDIES = {
    400: "Correct the parameter or header that `errors` names, and send the request again.",
    401: "Get a new access token from the issuer, and send it as `Authorization: Bearer <token>`.",
    403: "Ask the organisation that may do this, or ask for a token with the scope that `detail` names.",
    404: "Check the identifier, and whether your organisation takes part in what it belongs to.",
    405: "Use one of the methods that the header `Allow` lists.",
    406: "Ask for one of the media types that the reference lists for this address.",
    409: "Read the resource again: `detail` says what stands in the way.",
    410: "Start again as `detail` describes.",
    412: "Read the resource again, compare, and send your change with the new `ETag` in `If-Match`.",
    413: "Send less at once: `detail` gives the limit.",
    415: "Send one of the media types that the reference lists for this operation.",
    422: "Correct each place that `errors` names, and send the request again.",
    428: "Read the resource, and send its `ETag` in `If-Match` with your change.",
    429: "Wait for the seconds in `Retry-After`; `RateLimit-Policy` gives the budget to plan with.",
    500: "Report it with the `instance` of the answer. Nothing was changed.",
    503: "Wait for the seconds in `Retry-After`, and send the same request again.",
}


def render_index(refusals: Iterable[type[Refusal]], document: Node, style: str) -> bytes:
    """Give the list of every problem, by status."""
    rows = "".join(
        f"<li><strong>{kind.status}</strong> {link(f'problems/{kind.slug()}', kind.title)}</li>"
        for kind in sorted(refusals, key=lambda kind: (kind.status, kind.title))
    )
    body = (
        "<h1>Problems</h1><p>Every error is a problem document (RFC 9457, "
        "<code>application/problem+json</code>). Its <code>type</code> leads to one of these pages.</p>"
        f'<ul class="problems">{rows}</ul>'
    )
    return page(title="Problems", product=document["info"]["title"], body=body, root="", style=style)


def remedy(status: int) -> str:
    """Give what helps against a failure of this status."""
    return _REMEDIES.get(status, _REMEDIES[409])


def render_problem(refusal: type[Refusal], document: Node, style: str) -> bytes:
    """Give the page of one problem."""
    where = "".join(_answering(refusal.slug(), document))
    return page(
        title=f"Problem: {refusal.title}",
        product=document["info"]["title"],
        body=_body(refusal, _example(refusal, document))
        + (f"<h2>Where it occurs</h2><ul class=problems>{where}</ul>" if where else ""),
        root="../",
        style=style,
    )


def render_alone(refusal: type[Refusal], product: str, style: str) -> bytes:
    """Give the page of one problem beside a guide that stands on a host of its own."""
    return page(
        title=f"Problem: {refusal.title}",
        product=product,
        body=_body(refusal, _example(refusal, {})),
        root="../",
        style=style,
        style_at="docs.css",
        home="../errors.html",
        elsewhere=(),
    )


def _body(refusal: type[Refusal], example: str) -> str:
    return (
        f"<h1>{escape(refusal.title)}</h1>"
        f'<p class="version">{refusal.status} {HTTPStatus(refusal.status).phrase}</p>'
        f"<h2>What it means</h2>{prose(refusal.__doc__ or refusal.title)}"
        f"<h2>What to do</h2><p>{inline(remedy(refusal.status))}</p>"
        f"<h2>What it looks like</h2>{listing('Answer', example)}"
    )


def render_unknown(document: Node, style: str) -> bytes:
    """Give the page for an address that is no problem's."""
    body = (
        "<h1>There is no such problem</h1><p>This address does not belong to a problem of this service. "
        f"{link('../problems', 'All problems')} are listed by status.</p>"
    )
    return page(title="No such problem", product=document["info"]["title"], body=body, root="../", style=style)


def _example(refusal: type[Refusal], document: Node) -> str:
    server = (document.get("servers") or [{"url": ""}])[0]["url"].rstrip("/")
    problem = {
        "type": f"{server}/problems/{refusal.slug()}",
        "title": refusal.title,
        "status": refusal.status,
        "detail": f"{refusal.title}.",
        "instance": "urn:pins:request:0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a",
    }
    return json.dumps(problem, indent=2, ensure_ascii=False)


def _answering(slug: str, document: Node) -> Iterator[str]:
    for path, method, operation in operations(document):
        if slug in {other for _, other, _ in entries.problems(operation, document)}:
            href = f"../docs#{entries.anchor(operation)}"
            yield f"<li>{entries.badge(method)} {link(href, path)}</li>"
