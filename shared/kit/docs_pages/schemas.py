"""JSON schemas as a person reads them: a type with links, the bounds in words."""

import json
from html import escape
from typing import Any

from .html import code, inline, link

Node = dict[str, Any]

_LEAST_AND_MOST = (
    ("minLength", "maxLength", "characters"),
    ("minItems", "maxItems", "items"),
    ("minimum", "maximum", ""),
)


def anchor(name: str) -> str:
    """Give the id of a schema's place on the page."""
    return f"schema-{name}"


def reference(schema: Node) -> str | None:
    """Give the name of the schema that this one points to."""
    ref = schema.get("$ref")
    return ref.rsplit("/", 1)[-1] if isinstance(ref, str) else None


def type_of(schema: Node) -> str:
    """Give a type as HTML: `array of <a>School</a>`, `string (uuid) or null`."""
    if name := reference(schema):
        return link(f"#{anchor(name)}", name)
    if variants := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        return " or ".join(type_of(part) for part in variants)
    if "const" in schema or "enum" in schema:
        values = schema.get("enum") or [schema["const"]]
        return "one of " * (len(values) > 1) + ", ".join(code(str(value)) for value in values)
    kind = schema.get("type", "any value")
    if kind == "array":
        return f"array of {type_of(schema.get('items', {}))}"
    names = " or ".join(kind) if isinstance(kind, list) else str(kind)
    return escape(f"{names} ({schema['format']})" if "format" in schema else names)


def bounds(schema: Node) -> list[str]:
    """Give what a value must keep to, each as a phrase of HTML."""
    found: list[str] = []
    for least, most, unit in _LEAST_AND_MOST:
        found += _range(schema.get(least), schema.get(most), unit)
    if "exclusiveMinimum" in schema:
        found.append(f"more than {schema['exclusiveMinimum']}")
    if "pattern" in schema:
        found.append(f"pattern {code(str(schema['pattern']))}")
    if schema.get("default") is not None:
        found.append(f"default {code(json.dumps(schema['default'], ensure_ascii=False))}")
    for part in schema.get("anyOf", ()):
        found += bounds(part)
    if isinstance(schema.get("items"), dict):
        found += [f"each: {phrase}" for phrase in bounds(schema["items"])]
    return found


def _range(least: object, most: object, unit: str) -> list[str]:
    if least is None and most is None:
        return []
    if least == most:
        return [f"exactly {least} {unit}".rstrip()]
    if most is None:
        return [f"at least {least} {unit}".rstrip()]
    if least is None:
        return [f"at most {most} {unit}".rstrip()]
    return [f"{least} to {most} {unit}".rstrip()]


def field(name: str, schema: Node, *, required: bool, place: str = "", description: str = "") -> str:
    """Give one row of a list of fields or parameters."""
    if place:
        schema = _without_null(schema)
    text = description or schema.get("description", "")
    notes = "; ".join([*bounds(schema), *_own_example(schema)])
    where = f' <span class="place">in {escape(place)}</span>' if place else ""
    need = ' <span class="required">required</span>' if required else ""
    return (
        f'<div class="field"><dt><code class="name">{escape(name)}</code> '
        f'<span class="type">{type_of(schema)}</span>{where}{need}</dt>'
        f"<dd>{f'<p>{inline(text)}</p>' if text else ''}"
        f"{f'<p class=bounds>{notes}</p>' if notes else ''}</dd></div>"
    )


def _without_null(schema: Node) -> Node:
    """Leave `null` out of a parameter's type: in an address it can only be left out."""
    variants = [part for part in schema.get("anyOf", ()) if part.get("type") != "null"]
    if not variants:
        return schema
    others = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**variants[0], **others} if len(variants) == 1 else {**others, "anyOf": variants}


def _own_example(schema: Node) -> list[str]:
    examples = schema.get("examples") or ([schema["example"]] if "example" in schema else [])
    return [f"for example {code(json.dumps(examples[0], ensure_ascii=False))}"] if examples else []


def fields(schema: Node) -> str:
    """Give the fields of an object, or the type of anything else."""
    properties = schema.get("properties")
    if not properties:
        phrases = "; ".join([type_of(schema), *bounds(schema)])
        return f'<p class="type">{phrases}</p>'
    required = set(schema.get("required", ()))
    rows = (field(name, part, required=name in required) for name, part in properties.items())
    return f'<dl class="fields">{"".join(rows)}</dl>'
