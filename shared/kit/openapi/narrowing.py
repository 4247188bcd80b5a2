"""Whether one schema still takes what another took, or still gives no more than it gave.

What a caller sends may be taken more widely, never more narrowly; what it gets may be given more narrowly, never more
widely, because a generated client knows only what was promised.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Node = dict[str, Any]

# Names of bounds, and whether a greater one lets more through.
_BOUNDS = {
    "maxLength": True,
    "maxItems": True,
    "maxProperties": True,
    "maximum": True,
    "exclusiveMaximum": True,
    "minLength": False,
    "minItems": False,
    "minProperties": False,
    "minimum": False,
    "exclusiveMinimum": False,
}
_FORMS = ("pattern", "format", "multipleOf", "uniqueItems")


@dataclass(frozen=True, slots=True)
class Pair:
    """The documents of before and now, and whether it is a request that is looked at."""

    before: Node
    now: Node
    request: bool
    seen: set[tuple[str, str]] = field(default_factory=set)


def breaks(old: Node, new: Node, pair: Pair, place: str = "") -> Iterator[str]:
    """Give a sentence for each difference that breaks a caller, with its place in the body."""
    names = old.get("$ref", ""), new.get("$ref", "")
    if all(names):
        if names in pair.seen:
            return
        pair.seen.add(names)
    old_ones, new_ones = _variants(old, pair.before), _variants(new, pair.now)
    yield from _of_types(old_ones, new_ones, pair, place)
    old_ones, new_ones = _without_null(old_ones), _without_null(new_ones)
    if len(old_ones) == 1 and len(new_ones) == 1:
        yield from _of_one(old_ones[0], new_ones[0], pair, place)
    else:
        yield from _of_many(old_ones, new_ones, pair, place)


def resolved(schema: Node, document: Node) -> Node:
    """Give the schema that a reference points to."""
    while "$ref" in schema:
        target = document["components"]["schemas"].get(schema["$ref"].rsplit("/", 1)[-1], {})
        schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema


def _variants(schema: Node, document: Node) -> list[Node]:
    schema = resolved(schema, document)
    choices = schema.get("anyOf") or schema.get("oneOf")
    return [part for each in choices for part in _variants(each, document)] if choices else [schema]


def _without_null(variants: list[Node]) -> list[Node]:
    return [each for each in variants if each.get("type") != "null"]


def _types(variants: list[Node]) -> set[str]:
    found: set[str] = set()
    for each in variants:
        kind = each.get("type", "anything")
        found |= set(kind) if isinstance(kind, list) else {kind}
    return found | {"integer"} if "number" in found else found


def _of_types(old: list[Node], new: list[Node], pair: Pair, place: str) -> Iterator[str]:
    before, now = _types(old), _types(new)
    if pair.request and "anything" not in now and (lost := before - now):
        yield f"{place or 'the body'} may no longer be {' or '.join(sorted(lost))}"
    if not pair.request and "anything" not in before and (more := now - before):
        yield f"{place or 'the body'} may now be {' or '.join(sorted(more))}"


def _of_many(old: list[Node], new: list[Node], pair: Pair, place: str) -> Iterator[str]:
    """Each form there was must still be taken; each form there is must have been known."""
    wanted, offered = (old, new) if pair.request else (new, old)
    for number, each in enumerate(wanted, 1):
        pairs = ((each, other) if pair.request else (other, each) for other in offered)
        if not any(_holds(first, second, pair) for first, second in pairs):
            said = "is no longer taken" if pair.request else "was not known before"
            yield f"{place or 'the body'}: its form {number} of {len(wanted)} {said}"


def _holds(old: Node, new: Node, pair: Pair) -> bool:
    if _types([old]) != _types([new]):
        return False
    return not list(_of_one(old, new, Pair(pair.before, pair.now, pair.request, set(pair.seen)), ""))


def _of_one(old: Node, new: Node, pair: Pair, place: str) -> Iterator[str]:
    yield from _of_choices(old, new, pair, place)
    if pair.request:
        yield from _of_bounds(old, new, place)
    yield from _of_fields(old, new, pair, place)
    if isinstance(old.get("items"), dict) and isinstance(new.get("items"), dict):
        yield from breaks(old["items"], new["items"], pair, f"{place}/*")
    free = old.get("additionalProperties"), new.get("additionalProperties")
    if isinstance(free[0], dict) and isinstance(free[1], dict):
        yield from breaks(free[0], free[1], pair, f"{place}/*")


def _choices(schema: Node) -> set[str] | None:
    values = schema.get("enum", [schema["const"]] if "const" in schema else None)
    return None if values is None else {json.dumps(value) for value in values}


def _of_choices(old: Node, new: Node, pair: Pair, place: str) -> Iterator[str]:
    before, now = _choices(old), _choices(new)
    if before is not None and now is not None:
        for value in sorted(before - now):
            yield f"{place} {'no longer takes' if pair.request else 'never is any more'} {value}"
        if not pair.request:
            for value in sorted(now - before):
                yield f"{place} may now be {value}"
    elif pair.request and now is not None:
        yield f"{place} takes only listed values now"
    elif not pair.request and before is not None:
        yield f"{place} may now be any value"


def _of_bounds(old: Node, new: Node, place: str) -> Iterator[str]:
    for name, greater_is_wider in _BOUNDS.items():
        before, now = old.get(name), new.get(name)
        if now is None or before == now:
            continue
        if before is None or (now < before) == greater_is_wider:
            yield f"{place} has {name} {now} now, which was {'unbounded' if before is None else before}"
    for name in _FORMS:
        if name in new and new[name] != old.get(name):
            yield f"{place} has another {name} now"


def _of_fields(old: Node, new: Node, pair: Pair, place: str) -> Iterator[str]:
    before, now = old.get("properties", {}), new.get("properties", {})
    needed_before, needed_now = set(old.get("required", ())), set(new.get("required", ()))
    for name in before:
        if name not in now:
            yield f"{place}/{name} is gone"
        else:
            yield from breaks(before[name], now[name], pair, f"{place}/{name}")
    if pair.request:
        for name in sorted(needed_now - needed_before):
            yield f"{place}/{name} is needed now"
    else:
        for name in sorted((needed_before - needed_now) & now.keys()):
            yield f"{place}/{name} may be missing now"
