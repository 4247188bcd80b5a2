"""What generators of clients trip over, said so that they do not; it means the same."""

import json
import re
from collections.abc import Iterable
from typing import Any

Node = dict[str, Any]

_GENERIC = re.compile(r"\w+_\w+_")


def name_pages(document: Node) -> Node:
    """Name the schemas of generic models by their titles: `SchoolPage`, where the framework says `Page_School_`."""
    schemas = document["components"]["schemas"]
    titles = {name: part["title"] for name, part in schemas.items() if _GENERIC.fullmatch(name)}
    if taken := sorted(set(titles.values()) & schemas.keys()):
        raise ValueError(f"These schemas have the name of a page: {', '.join(taken)}")
    text = json.dumps([document["paths"], schemas])
    for name, title in titles.items():
        text = text.replace(f'schemas/{name}"', f'schemas/{title}"')
    paths, named = json.loads(text)
    components = {**document["components"], "schemas": {titles.get(name, name): named[name] for name in named}}
    return {**document, "paths": paths, "components": components}


def say_plainly(document: Node, found: Iterable[tuple[str, str, Node]]) -> None:
    """Leave out null where none can be sent, and tell what a map holds in the one way that all understand."""
    for _, _, operation in found:
        for parameter in operation.get("parameters", ()):
            schema = parameter["schema"] = _without_null(parameter["schema"])
            if "description" in schema:
                parameter.setdefault("description", schema["description"])
        for body in operation.get("requestBody", {}).get("content", {}).values():
            body["schema"] = _without_null(body["schema"])
    for schema in document["components"]["schemas"].values():
        _tell_what_maps_hold(schema)


def _without_null(schema: Node) -> Node:
    """A parameter or a body that is null is one that is not sent."""
    choices = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    if len(choices) != 1:
        return schema
    # Beside a reference, a title would make it another schema of a name that is taken.
    dropped = {"anyOf", "title"} if "$ref" in choices[0] else {"anyOf"}
    return {**choices[0], **{key: value for key, value in schema.items() if key not in dropped}}


def _tell_what_maps_hold(node: object) -> None:
    if isinstance(node, list):
        for part in node:
            _tell_what_maps_hold(part)
    elif isinstance(node, dict):
        kinds = node.get("patternProperties")
        if isinstance(kinds, dict) and len(kinds) == 1 and "properties" not in node:
            ((pattern, held),) = node.pop("patternProperties").items()
            node["additionalProperties"] = held
            node["propertyNames"] = {**node.get("propertyNames", {}), "pattern": pattern}
        for part in node.values():
            _tell_what_maps_hold(part)
