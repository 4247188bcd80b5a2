"""Where the examples of an operation stand: in its parameters, its bodies, and once for all in the components."""

import json
from collections.abc import Iterable
from typing import Any

from shared.contracts.problem import MEDIA_TYPE

from .examples import as_csv, example

Node = dict[str, Any]


def show_examples(operation: Node, schemas: Node) -> None:
    """Give each body and each part of the address an example, unless it has its own."""
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path" and not {"example", "examples"} & parameter.keys():
            parameter["example"] = example(parameter["schema"], schemas, parameter["name"])
    for holder in (operation.get("requestBody", {}), *operation["responses"].values()):
        bodies = holder.get("content", {})
        for media_type, body in bodies.items():
            if not {"example", "examples"} & body.keys():
                binary = body["schema"].get("format") == "binary"
                rows = _first_item(bodies, schemas) if binary else {}
                body["example"] = _of_form(media_type, rows) if binary else example(body["schema"], schemas)


def _first_item(bodies: Node, schemas: Node) -> Node:
    page = bodies.get("application/json", {}).get("schema")
    items = example(page, schemas).get("items") if page else None
    return items[0] if items else {"urn": "107866", "school_name": "Elm Park Primary School"}


def _of_form(media_type: str, row: Node) -> str:
    text = {
        "text/csv": as_csv(row),
        "application/x-ndjson": json.dumps(row, ensure_ascii=False) + "\n",
        "text/html": '<!doctype html>\n<html lang="en"><title>PINS</title>...</html>\n',
        "application/pdf": "%PDF-1.7 ...",
    }
    return text.get(media_type, "The bytes of the file.")


def taken_out(found: Iterable[tuple[str, str, Node]]) -> Node:
    """Say each problem's example once for the whole document; hundreds of operations point to it."""
    taken: Node = {}
    for _, _, operation in found:
        for response in operation["responses"].values():
            shown = response.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {})
            for slug, stated in shown.items():
                if taken.setdefault(slug, stated) != stated:
                    raise ValueError(f"Two refusals are both called {slug}, with different titles: rename one.")
                shown[slug] = {"$ref": f"#/components/examples/{slug}"}
    return taken
