"""One document of all services, as they stand behind one address: `/partnership/v1/projects`, `/reporting/...`.

Each operation has its service as its only tag, so that a generated client reads `partnership.submit_delivery_plan`.
"""

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from .finishing import Node, operations

_REFERENCE = re.compile(r'"#/components/(\w+)/([^"]+)"')
_PUBLIC_URL = "https://pins.example"
Place = tuple[str, str]


def merged(documents: Mapping[str, Node]) -> Node:
    """Give one document of all, each under its service's name as the first part of the path."""
    differing = _differing(documents)
    shared_ids = _shared_ids(documents)
    whole = _frame(documents)
    for service, document in documents.items():
        named = _renamed(document, service, differing)
        for _, _, operation in operations(named):
            operation["x-group"], operation["tags"] = operation["tags"][0], [service]
            if operation["operationId"] in shared_ids:
                verb, _, rest = operation["operationId"].partition("_")
                operation["operationId"] = f"{verb}_{service}_{rest}"
        whole["paths"].update({f"/{service}{path}".rstrip("/"): item for path, item in named["paths"].items()})
        for kind, parts in named["components"].items():
            if kind != "securitySchemes":
                whole["components"].setdefault(kind, {}).update(parts)
    return whole


def _frame(documents: Mapping[str, Node]) -> Node:
    first = next(iter(documents.values()))
    schemes = deepcopy(first["components"]["securitySchemes"])
    for document in documents.values():
        flow = document["components"]["securitySchemes"]["oauth2"]["flows"]["clientCredentials"]
        schemes["oauth2"]["flows"]["clientCredentials"]["scopes"].update(flow["scopes"])
    return {
        "openapi": first["openapi"],
        "info": {
            "title": "PINS platform",
            "description": "All services of the platform in one document, behind one address: the first part of each "
            "path names the service, which takes it with that part and without it.",
            "version": first["info"]["version"],
            "license": first["info"]["license"],
            "contact": {"name": "PINS platform", "url": f"{_PUBLIC_URL}/partnership/docs"},
        },
        "servers": [{"url": _PUBLIC_URL, "description": "The address before all services of this installation"}],
        "tags": [{"name": name, "description": each["info"]["description"]} for name, each in documents.items()],
        "paths": {},
        "components": {"securitySchemes": schemes},
    }


def _shared_ids(documents: Mapping[str, Node]) -> set[str]:
    """Names of operations that more than one service has: those that the kit serves in each."""
    names = [operation["operationId"] for each in documents.values() for _, _, operation in operations(each)]
    return {name for name in names if names.count(name) > 1}


def _components(document: Node) -> dict[Place, str]:
    return {
        (kind, name): json.dumps(part, sort_keys=True)
        for kind, parts in document["components"].items()
        if kind != "securitySchemes"
        for name, part in parts.items()
    }


def _differing(documents: Mapping[str, Node]) -> set[Place]:
    """Components of one name and unequal content, or that point to such, in two services or more."""
    texts: dict[Place, list[str]] = {}
    for document in documents.values():
        for place, text in _components(document).items():
            texts.setdefault(place, []).append(text)
    found = {place for place, each in texts.items() if len(set(each)) > 1}
    shared = {place: each[0] for place, each in texts.items() if len(each) > 1}
    while more := {p for p, text in shared.items() if p not in found and found & set(_REFERENCE.findall(text))}:
        found |= more
    return found


def _renamed(document: Node, service: str, differing: set[Place]) -> Node:
    def target(kind: str, name: str) -> str:
        if (kind, name) not in differing:
            return name
        return f"{service}-{name}" if "-" in name or name.islower() else f"{service.capitalize()}{name}"

    def reference(found: re.Match[str]) -> str:
        return f'"#/components/{found[1]}/{target(found[1], found[2])}"'

    renamed: dict[str, Any] = json.loads(_REFERENCE.sub(reference, json.dumps(document)))
    for kind, parts in renamed["components"].items():
        renamed["components"][kind] = {target(kind, name): part for name, part in parts.items()}
    # Some generators name a class by its schema's title.
    for name, schema in renamed["components"]["schemas"].items():
        schema["title"] = name
    return renamed
