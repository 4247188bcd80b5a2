"""Which differences between two documents break a caller: a table of changes, each made to the same small document."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from shared.kit.openapi.changes import breaking
from shared.kit.openapi.releasing import BREAKS, NOTES, last_release, release, undeclared

Node = dict[str, Any]
Change = Callable[[Node], object]

BEFORE: Node = {
    "info": {"version": "1.0.0"},
    "paths": {
        "/v1/things": {
            "post": {
                "operationId": "add_thing",
                "x-access": {"scope": "demo:write", "organisations": ["icb", "la"]},
                "parameters": [
                    {"in": "query", "name": "dry_run", "schema": {"type": "boolean"}},
                    {"in": "query", "name": "kind", "schema": {"type": "string", "enum": ["a", "b"]}},
                ],
                "requestBody": {
                    "required": False,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/New"}}},
                },
                "responses": {
                    "201": {
                        "headers": {"ETag": {}},
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}},
                            "text/csv": {"schema": {}},
                        },
                    },
                    "409": {"content": {}},
                },
            }
        }
    },
    "components": {
        "schemas": {
            "New": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "maxLength": 20, "minLength": 2},
                    "size": {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 9}, {"type": "null"}]},
                    "kind": {"enum": ["a", "b"], "type": "string"},
                    "parts": {"type": "array", "maxItems": 5, "items": {"$ref": "#/components/schemas/New"}},
                    "either": {"anyOf": [{"type": "string", "maxLength": 5}, {"type": "integer"}]},
                },
            },
            "Thing": {
                "type": "object",
                "required": ["name", "state"],
                "properties": {
                    "name": {"type": "string", "maxLength": 20},
                    "state": {"enum": ["open", "closed"], "type": "string"},
                    "size": {"type": "integer"},
                    "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
                },
            },
        }
    },
}


def operation(document: Node) -> Node:
    return document["paths"]["/v1/things"]["post"]


def new(document: Node) -> Node:
    return document["components"]["schemas"]["New"]["properties"]


def thing(document: Node) -> Node:
    return document["components"]["schemas"]["Thing"]["properties"]


def needed(document: Node, name: str) -> list[str]:
    return document["components"]["schemas"][name]["required"]


def sentences(change: Change) -> list[str]:
    now = deepcopy(BEFORE)
    change(now)
    return list(breaking(BEFORE, now))


BREAKING: dict[str, tuple[Change, str]] = {
    "path-gone": (lambda d: d["paths"].clear(), "POST /v1/things is gone"),
    "operation-renamed": (lambda d: operation(d).update(operationId="make_thing"), "add_thing is called make_thing"),
    "scope": (lambda d: operation(d)["x-access"].update(scope="demo:admin"), "needs the scope demo:admin"),
    "fewer-callers": (lambda d: operation(d)["x-access"].update(organisations=["icb"]), "la may no longer call it"),
    "parameter-gone": (lambda d: operation(d)["parameters"].pop(0), "the query parameter dry_run is gone"),
    "parameter-needed": (lambda d: operation(d)["parameters"][0].update(required=True), "dry_run is needed now"),
    "parameter-new-and-needed": (
        lambda d: operation(d)["parameters"].append({"in": "header", "name": "X", "required": True, "schema": {}}),
        "the header parameter X is needed now",
    ),
    "parameter-narrower": (
        lambda d: operation(d)["parameters"][1]["schema"].update(enum=["a"]),
        'the query parameter kind: no longer takes "b"',
    ),
    "body-needed": (lambda d: operation(d)["requestBody"].update(required=True), "a body is needed now"),
    "body-gone": (lambda d: operation(d).pop("requestBody"), "it takes no body any more"),
    "body-media-type": (lambda d: operation(d)["requestBody"].update(content={}), "does not read application/json"),
    "status-gone": (lambda d: operation(d)["responses"].pop("201"), "it does not answer 201 any more"),
    "answer-media-type": (
        lambda d: operation(d)["responses"]["201"]["content"].pop("text/csv"),
        "it does not give text/csv",
    ),
    "header-gone": (lambda d: operation(d)["responses"]["201"]["headers"].clear(), "has no header ETag any more"),
    "field-needed": (lambda d: needed(d, "New").append("size"), "in the request, /size is needed now"),
    "new-field-needed": (
        lambda d: (new(d).update(more={"type": "string"}), needed(d, "New").append("more")),
        "/more is needed now",
    ),
    "field-gone": (lambda d: new(d).pop("kind"), "in the request, /kind is gone"),
    "choice-gone": (lambda d: new(d)["kind"].update(enum=["a"]), '/kind no longer takes "b"'),
    "choices-only": (lambda d: new(d)["name"].update(enum=["a"]), "/name takes only listed values now"),
    "shorter": (lambda d: new(d)["name"].update(maxLength=10), "/name has maxLength 10 now, which was 20"),
    "longer-at-least": (lambda d: new(d)["name"].update(minLength=3), "/name has minLength 3 now, which was 2"),
    "pattern": (lambda d: new(d)["name"].update(pattern="^a"), "/name has another pattern now"),
    "smaller": (lambda d: new(d)["size"]["anyOf"][0].update(maximum=5), "/size has maximum 5 now, which was 9"),
    "no-null": (lambda d: new(d)["size"]["anyOf"].pop(), "/size may no longer be null"),
    "other-type": (lambda d: new(d)["name"].update(type="integer"), "/name may no longer be string"),
    "fewer-items": (lambda d: new(d)["parts"].update(maxItems=4), "/parts has maxItems 4 now"),
    "one-of-two-narrower": (
        lambda d: new(d)["either"]["anyOf"][0].update(maxLength=3),
        "/either: its form 1 of 2 is no longer taken",
    ),
    "answer-field-gone": (lambda d: thing(d).pop("size"), "in the answer 201, /size is gone"),
    "answer-field-may-miss": (lambda d: needed(d, "Thing").remove("state"), "/state may be missing now"),
    "answer-null": (
        lambda d: thing(d).update(size={"anyOf": [{"type": "integer"}, {"type": "null"}]}),
        "/size may now be null",
    ),
    "answer-choice-new": (lambda d: thing(d)["state"]["enum"].append("lost"), '/state may now be "lost"'),
    "answer-choice-gone": (lambda d: thing(d)["state"]["enum"].pop(), '/state never is any more "closed"'),
    "answer-any-value": (lambda d: thing(d)["state"].pop("enum"), "/state may now be any value"),
    "answer-wider-number": (lambda d: thing(d)["size"].update(type="number"), "/size may now be number"),
}  # fmt: skip
HARMLESS: dict[str, Change] = {
    "nothing": lambda _: None,
    "new-path": lambda d: d["paths"].update({"/v1/others": {"get": {"operationId": "list_others"}}}),
    "more-callers": lambda d: operation(d)["x-access"]["organisations"].append("school"),
    "new-parameter": lambda d: operation(d)["parameters"].append({"in": "query", "name": "q", "schema": {}}),
    "new-field": lambda d: new(d).update(more={"type": "string", "maxLength": 3}),
    "longer": lambda d: new(d)["name"].update(maxLength=30, minLength=1),
    "unbounded": lambda d: new(d)["name"].pop("maxLength"),
    "new-choice": lambda d: new(d)["kind"]["enum"].append("c"),
    "null-taken": lambda d: new(d).update(kind={"anyOf": [new(d)["kind"], {"type": "null"}]}),
    "number-taken": lambda d: new(d)["size"]["anyOf"][0].update(type="number"),
    "field-not-needed": lambda d: needed(d, "New").remove("name"),
    "answer-new-field": lambda d: (thing(d).update(more={"type": "string"}), needed(d, "Thing").append("more")),
    "answer-shorter": lambda d: thing(d)["name"].update(maxLength=3),
    "another-refusal": lambda d: operation(d)["responses"].update({"410": {}}),
    "one-refusal-less": lambda d: operation(d)["responses"].pop("409"),
    "schema-renamed": lambda d: d["components"]["schemas"].update(Other=deepcopy(d["components"]["schemas"]["New"])),
}


@pytest.mark.parametrize("name", BREAKING)
def test_what_breaks_a_caller_is_said_in_one_sentence(name: str) -> None:
    change, sentence = BREAKING[name]
    (found,) = sentences(change)
    assert sentence in found
    assert found.startswith("POST /v1/things")


@pytest.mark.parametrize("name", HARMLESS)
def test_what_breaks_nobody_is_not_mentioned(name: str) -> None:
    assert sentences(HARMLESS[name]) == []


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / NOTES).parent.mkdir(parents=True)
    (tmp_path / NOTES).write_text(f"# Notes\n\n## Unreleased\n\n{BREAKS}\n\nNone.\n", encoding="utf-8")
    return tmp_path


def renamed() -> Node:
    now = deepcopy(BEFORE)
    operation(now)["operationId"] = "make_thing"
    return now


def declare(root: Path, line: str) -> None:
    notes = root / NOTES
    notes.write_text(notes.read_text().replace(f"{BREAKS}\n\nNone.", f"{BREAKS}\n\n{line}", 1), encoding="utf-8")


def test_before_the_first_release_nothing_is_broken(root: Path) -> None:
    assert last_release(root) is None
    assert undeclared(root, {"demo": BEFORE}) == []


def test_a_break_is_declared_with_the_line_that_the_check_prints(root: Path) -> None:
    release(root, {"demo": BEFORE})
    assert undeclared(root, {"demo": BEFORE}) == []
    told, line = undeclared(root, {"demo": renamed()})
    assert "break callers of 1.0.0" in told
    declare(root, line)
    assert undeclared(root, {"demo": renamed()}) == []
    (idle,) = undeclared(root, {"demo": BEFORE})
    assert "delete `demo POST /v1/things" in idle


def test_what_was_declared_for_one_release_does_not_excuse_the_next(root: Path) -> None:
    release(root, {"demo": BEFORE})
    declare(root, undeclared(root, {"demo": renamed()})[1])
    release(root, {"demo": renamed() | {"info": {"version": "1.10.0"}}})
    assert json.loads((root / "docs/releases/1.10.0/demo.json").read_text())["info"]["version"] == "1.10.0"
    assert last_release(root) == root / "docs/releases/1.10.0"
    assert "add_thing" in undeclared(root, {"demo": BEFORE})[1]
    assert len(undeclared(root, {})) == 2


def test_a_version_is_released_once_and_with_its_breaks_declared(root: Path) -> None:
    release(root, {"demo": BEFORE})
    with pytest.raises(ValueError, match="released already"):
        release(root, {"demo": BEFORE})
    with pytest.raises(ValueError, match="make_thing"):
        release(root, {"demo": renamed() | {"info": {"version": "2.0.0"}}})
