"""`Prefer: code=409`: the problem that an operation's documentation shows for a status, and nothing done."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from starlette.requests import Request

from shared.contracts.problem import MEDIA_TYPE, FieldError, Problem
from shared.kit.errors import BadRequest, Refusal, every_refusal
from shared.kit.openapi import operations

_ALONGSIDE = {
    401: {"WWW-Authenticate": 'Bearer error="invalid_token"'},
    429: {"Retry-After": "5"},
    503: {"Retry-After": "5"},
}
_PREFERENCE = re.compile(r'\s*([A-Za-z0-9_-]+)\s*=\s*"?([A-Za-z0-9_-]*)"?\s*')

Examples = Mapping[int, Mapping[str, Mapping[str, Any]]]
"""Status, then the last part of the problem's `type`, to the example."""


class Forced:
    """Asked at the edge of each operation; raises what the caller prefers, if it prefers anything."""

    def __init__(self, document: Callable[[], Mapping[str, Any]]) -> None:
        self._document = document

    def __call__(self, request: Request, operation: str) -> None:
        """Raise the documented problem that `Prefer` asks for. Raises BadRequest for one that is not documented."""
        preferred = _preferred(request.headers.getlist("prefer"))
        if "code" not in preferred or operation not in self._examples:
            return
        examples = self._examples[operation]
        chosen = examples.get(int(preferred["code"]) if preferred["code"].isdigit() else 0)
        if chosen is None:
            raise _not_documented("statuses", [str(status) for status in sorted(examples)])
        slug = preferred.get("type", next(iter(chosen)))
        if slug not in chosen:
            raise _not_documented("types of that status", sorted(chosen))
        raise _refusal(slug, chosen[slug])

    @cached_property
    def _examples(self) -> Mapping[str, Examples]:
        document = dict(self._document())
        shown = document["components"]["examples"]
        return {each["operationId"]: _problems_of(each, shown) for _, _, each in operations(document)}


def _problems_of(operation: Mapping[str, Any], shown: Mapping[str, Any]) -> Examples:
    """What an operation refers to by its slugs, as the document shows it once for all."""
    found: dict[int, dict[str, Mapping[str, Any]]] = {}
    for status, response in operation["responses"].items():
        examples = response.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {})
        if examples:
            found[int(status)] = {slug: shown[slug]["value"] for slug in examples}
    return found


def _preferred(headers: list[str]) -> dict[str, str]:
    """The preferences of RFC 7240 that have a value; of two with one name the first counts."""
    preferred: dict[str, str] = {}
    for part in re.split("[,;]", ",".join(headers)):
        if (match := _PREFERENCE.fullmatch(part)) is not None:
            preferred.setdefault(match[1].lower(), match[2])
    return preferred


def _refusal(slug: str, example: Mapping[str, Any]) -> Refusal:
    shown = Problem.model_validate(example)
    kind = next(each for each in every_refusal() if each.slug() == slug)
    # Each kind may want to be told something of its own. The example has said it already.
    refusal = kind.__new__(kind)
    headers = {**_ALONGSIDE.get(shown.status, {}), "Preference-Applied": f"code={shown.status}, type={slug}"}
    Refusal.__init__(refusal, shown.detail, errors=shown.errors, headers=headers)
    return refusal


def _not_documented(what: str, known: list[str]) -> BadRequest:
    detail = f"The documented {what} are: {', '.join(known)}."[:500]
    wrong = FieldError(parameter="Prefer", code="not_documented", detail=detail)
    return BadRequest("This operation has no such problem to show: see errors.", errors=[wrong])
