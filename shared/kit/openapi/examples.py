"""Examples made from schemas: whole, valid, and the same each time.

A schema's own example comes first, then what a field of its name holds (`shared/contracts/examples.py`), then what its
form and bounds allow. What no example can be guessed for (a pattern) is left to the test, which asks for one by name.
"""

import csv
import json
import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from io import StringIO
from typing import Any

from shared.contracts.examples import WHAT_FIELDS_HOLD

Node = dict[str, Any]

_DEEPEST = 12
_NOTHING = object()
_ENDS = frozenset({"end", "ends", "ended", "until", "to", "due", "deadline", "by", "closes", "last"})
_FIRST_AND_LAST = {
    "date": ("2025-09-01", "2026-07-31"),
    "date-time": ("2025-09-01T08:30:00.000000Z", "2026-07-31T16:00:00.000000Z"),
}
# What has not happened in the life of an ordinary resource.
_NOT_SO = re.compile(
    r"^(cancel|clos|convert|credit|declin|delet|eras|failed|failure|override|recover|reduc|refus|reopen|retir|revok"
    r"|superseded|variation|void|withdraw)"
)
_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}


def example(schema: Node, schemas: Mapping[str, Node], name: str = "", within: tuple[str, ...] = ()) -> Any:
    """Give a value that fits a schema. `name` is the field it is for."""
    if "$ref" in schema and not schema.get("examples"):
        target = schema["$ref"].rsplit("/", 1)[-1]
        return example(schemas.get(target, {}), schemas, name, (*within, target))
    if (stated := _stated(schema, name)) is not _NOTHING:
        return stated
    if "allOf" in schema:
        merged = {key: value for part in schema["allOf"] for key, value in part.items()}
        return example({**merged, **{k: v for k, v in schema.items() if k != "allOf"}}, schemas, name, within)
    if variants := schema.get("anyOf") or schema.get("oneOf"):
        return _of_variants(variants, schemas, name, within)
    owner = within[-1] if within else ""
    candidates = (*WHAT_FIELDS_HOLD.get(f"{owner}.{name}", ()), *WHAT_FIELDS_HOLD.get(name, ()))
    known = next((value for value in candidates if _fits(value, schema)), None)
    return _made(schema, schemas, name, within) if known is None else known


def _stated(schema: Node, name: str) -> Any:
    if (late := _late(schema, name)) is not None:
        return late
    for stated in ("examples", "enum"):
        if schema.get(stated):
            return schema[stated][0]
    return schema.get("example", schema.get("const", _NOTHING))


def _late(schema: Node, name: str) -> str | None:
    """The end of a period, so that it does not begin and end on the same day."""
    if schema.get("format") in _FIRST_AND_LAST and _ENDS & set(name.split("_")):
        return _FIRST_AND_LAST[schema["format"]][1]
    return None


def _of_variants(variants: list[Node], schemas: Mapping[str, Node], name: str, within: tuple[str, ...]) -> Any:
    others = [part for part in variants if part.get("type") != "null"]
    if len(others) < len(variants) and (_NOT_SO.match(name) or _turns_back(others[0], within)):
        return None
    return example(others[0], schemas, name, within)


def _turns_back(schema: Node, within: tuple[str, ...]) -> bool:
    return schema.get("$ref", "").rsplit("/", 1)[-1] in within or len(within) >= _DEEPEST


def _fits(value: object, schema: Node) -> bool:
    kind = _TYPES.get(schema.get("type", ""))
    if kind is None or not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        return False
    if isinstance(value, str):
        return (
            "format" not in schema
            and schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
            and re.search(schema.get("pattern", ""), value) is not None
        )
    return not isinstance(value, int | float) or value == _within_bounds(value, schema)


def _made(schema: Node, schemas: Mapping[str, Node], name: str, within: tuple[str, ...]) -> Any:
    kind = schema.get("type")
    if kind == "object":
        return _object(schema, schemas, name, within)
    if kind == "array":
        return _array(schema, schemas, name, within)
    simple: dict[Any, Callable[[], Any]] = {
        "string": lambda: _text(schema, name),
        "integer": lambda: int(_within_bounds(125_000 if name.endswith("_pence") else 3, schema)),
        "number": lambda: _within_bounds(0.5 if schema.get("maximum", 2) <= 1 else 3.5, schema),
        "boolean": lambda: schema.get("default", True),
    }
    return simple[kind]() if kind in simple else None


def _object(schema: Node, schemas: Mapping[str, Node], name: str, within: tuple[str, ...]) -> Node:
    fields = schema.get("properties", {})
    made = {}
    for field, part in fields.items():
        if _turns_back(part, within) and field not in schema.get("required", ()):
            continue
        # A project's own id is the one that others name as `project_id`.
        called = f"{_snake(within[-1])}_id" if field == "id" and within else field
        made[field] = example(part, schemas, called, within)
    free = schema.get("additionalProperties")
    if not fields and isinstance(free, dict):
        key = example(schema.get("propertyNames", {}), schemas) or f"{name}_of_one".lstrip("_")
        made[str(key)] = example(free, schemas, name, within)
    return made


def _array(schema: Node, schemas: Mapping[str, Node], name: str, within: tuple[str, ...]) -> list[Any]:
    items, least = schema.get("items", {}), schema.get("minItems", 0)
    if _turns_back(items, within) and not least:
        return []
    target = schemas.get(items.get("$ref", "").rsplit("/", 1)[-1], items)
    if choices := target.get("enum"):
        return list(choices[: max(least, 1)])
    one = example(items, schemas, _singular(name), within)
    return [one] * min(max(least, 1), schema.get("maxItems", 1_000))


def _singular(name: str) -> str:
    single = name.removesuffix("s")
    return single if name not in WHAT_FIELDS_HOLD and (single in WHAT_FIELDS_HOLD or single.endswith("_id")) else name


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _text(schema: Node, name: str) -> str:
    form = schema.get("format", "")
    if form == "uuid":
        digits = sha256(name.encode()).hexdigest()
        return f"0199c0de-{digits[:4]}-7{digits[4:7]}-8{digits[7:10]}-{digits[10:22]}"
    if form in _FIRST_AND_LAST:
        return _FIRST_AND_LAST[form][0]
    known = {"email": "send.team@leeds.example", "uri": "https://pins.leeds.example/"}
    words = known.get(form) or (name.replace("_", " ").strip().capitalize() or "Elm Park")
    words = words.ljust(schema.get("minLength", 0), ".")
    return words[: schema.get("maxLength", len(words))]


def _within_bounds(wanted: float, schema: Node) -> Any:
    low: Any = schema.get("minimum", schema.get("exclusiveMinimum", wanted))
    high: Any = schema.get("maximum", schema.get("exclusiveMaximum", wanted))
    value = min(max(wanted, low), high)
    if value == schema.get("exclusiveMinimum"):
        value = low + min(1, (high - low) / 2) if high > low else low + 1
    if step := schema.get("multipleOf"):
        value = round(value / step) * step
    return int(value) if float(value).is_integer() else value


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "t" if value else "f"
    return json.dumps(value) if isinstance(value, dict | list) else value


def as_csv(row: Node) -> str:
    """A row as a list gives it in CSV: a header, and what is nested as JSON."""
    written = StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(row)
    lines.writerow([_cell(value) for value in row.values()])
    return written.getvalue()
