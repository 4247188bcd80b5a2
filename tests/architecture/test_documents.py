"""The OpenAPI documents: complete, bounded, and the same as the committed ones."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from shared.contracts.roles import COMMON
from shared.kit import openapi
from shared.kit.app import create_app, document_of
from shared.kit.openapi.merging import merged
from shared.kit.openapi.releasing import undeclared
from shared.kit.service import Service
from shared.kit.settings import Settings
from tests.support.services import SERVICES

Node = dict[str, Any]
ROOT = Path(__file__).parents[2]
EACH_SERVICE = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)


@cache
def document(name: str) -> Node:
    service = next(each for each in SERVICES if each.name == name)
    return document_of(create_app(service, Settings.for_documents(name)), service)


def operations(service: Service) -> Iterator[tuple[str, str, Node]]:
    yield from openapi.operations(document(service.name))


def schemas_within(node: Any, place: str = "") -> Iterator[tuple[str, Node]]:
    if isinstance(node, dict):
        if "type" in node and isinstance(node["type"], str):
            yield place, node
        for name, value in node.items():
            if name not in ("example", "examples", "default"):
                yield from schemas_within(value, f"{place}/{name}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from schemas_within(value, f"{place}/{number}")


@EACH_SERVICE
def test_the_document_is_valid_openapi(service: Service):
    validate(document(service.name))
    assert document(service.name)["openapi"].startswith("3.1")


@EACH_SERVICE
def test_the_committed_document_is_the_real_one(service: Service):
    committed = (service.folder / "openapi.json").read_text()
    assert committed == openapi.render(document(service.name)), "run `make openapi` and look at the difference"


@EACH_SERVICE
def test_every_operation_is_described(service: Service):
    silent = [op["operationId"] for _, _, op in operations(service) if not op.get("description") and not op["summary"]]
    assert silent == []


@EACH_SERVICE
def test_every_operation_says_who_may_call_it_and_every_row_of_the_matrix_is_an_operation(service: Service):
    of_the_matrix = {op["operationId"] for path, _, op in operations(service) if path.startswith("/v1/")}
    assert of_the_matrix == set(service.matrix | COMMON)
    assert all("x-access" in op for path, _, op in operations(service) if path.startswith("/v1/"))


OPEN = {"describe_service", "read_liveness", "read_readiness", "read_metrics"}


@EACH_SERVICE
def test_only_what_says_nothing_of_anybody_is_open(service: Service):
    assert {op["operationId"] for _, _, op in operations(service) if op["security"] == []} == OPEN


@cache
def whole() -> Node:
    return merged({service.name: document(service.name) for service in SERVICES})


def test_no_two_operations_of_the_platform_share_a_name():
    names = [op["operationId"] for service in SERVICES for _, _, op in operations(service)]
    shared = {name for name in names if names.count(name) > 1}
    assert shared == OPEN | {"list_events", "list_event_audiences", "list_audit_entries"}, (
        "a function's name is its operation's: give one of them another"
    )
    names = [op["operationId"] for _, _, op in openapi.operations(whole())]
    assert len(names) == len(set(names))


# What an operation does comes first in its name.
_VERBS = """
accept acknowledge activate add agree allow amend answer apply approve archive ask assess assign attach begin bring
calculate cancel change check choose close commission compare complete confirm convert copy correct count create
credit deactivate decide decline define delete deliver describe disable discard download draft enable end erase
explain export extend find finish forget get give hand hold import invite list make mark match measure merge move
name note offer open pause pay ping plan preview propose publish put read rebuild receive recommend record recover
reduce redeliver refresh refuse register reject release remind remove renew reopen replace report request resend
reset restore resume retire retry return reverse review revise revoke rotate run save schedule search select send
set share show sign split start stop submit subscribe summarise suspend take tell test unsubscribe update upload
validate vary verify void withdraw write
"""
VERBS = frozenset(_VERBS.split())


def test_an_operations_name_is_the_name_of_a_method():
    strange = [
        name
        for _, _, op in openapi.operations(whole())
        if (name := op["operationId"])
        and not (re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", name) and name.partition("_")[0] in VERBS)
    ]
    assert strange == [], "name the function snake_case, verb first; a verb that is new here goes into VERBS"


def test_a_generated_client_reads_the_service_and_what_it_does():
    ((tags, path),) = [
        (op["tags"], path) for path, _, op in openapi.operations(whole()) if op["operationId"] == "submit_delivery_plan"
    ]
    assert tags == ["partnership"]
    assert path.startswith("/partnership/v1/")


def test_the_document_of_all_services_is_whole_and_committed():
    """Its parts are valid, each in its own document; here it is seen that nothing points nowhere."""
    components = whole()["components"]
    pointed_to = set(re.findall(r'"#/components/(\w+)/([^"]+)"', json.dumps(whole())))
    assert {(kind, name) for kind, name in pointed_to if name not in components[kind]} == set()
    assert sum(1 for _ in openapi.operations(whole())) == sum(1 for each in SERVICES for _ in operations(each))
    committed = (ROOT / "docs" / "openapi.json").read_text()
    assert committed == openapi.render(whole()), "run `make openapi` and look at the difference"


@EACH_SERVICE
def test_no_schema_is_named_by_where_its_class_stands(service: Service):
    """The framework does that to two classes of one name, and a generated client has to call them so."""
    long = [name for name in document(service.name)["components"]["schemas"] if "__" in name]
    assert long == [], "give one of the classes another name"


def test_nothing_breaks_a_caller_of_the_last_release_but_what_the_release_notes_declare():
    found = undeclared(ROOT, {service.name: document(service.name) for service in SERVICES})
    assert found == [], "\n".join(found)


# What is streamed (binary) has the limit of its operation: x-max-body-bytes.
BOUNDED_FORMS = ("uuid", "date-time", "binary")


def within_bounds(schema: Node) -> bool:
    low, high = {"minimum", "exclusiveMinimum"}, {"maximum", "exclusiveMaximum"}
    return bool(low & schema.keys() and high & schema.keys())


@EACH_SERVICE
def test_every_string_has_a_greatest_length_every_array_and_number_its_bounds(service: Service):
    loose: list[str] = []
    for place, schema in schemas_within(document(service.name)):
        kind = schema["type"]
        bounded = {
            "string": {"maxLength", "enum", "const"} & schema.keys() or schema.get("format") in BOUNDED_FORMS,
            "array": "maxItems" in schema,
            "object": not schema.get("additionalProperties") or "maxProperties" in schema,
            "integer": {"minimum", "exclusiveMinimum"} & schema.keys()
            and {"maximum", "exclusiveMaximum"} & schema.keys(),
            "number": {"minimum", "exclusiveMinimum"} & schema.keys()
            and {"maximum", "exclusiveMaximum"} & schema.keys(),
        }
        if not bounded.get(kind, True):
            loose.append(place)
    assert loose == [], "\n".join(loose)


@EACH_SERVICE
def test_no_body_takes_a_field_it_does_not_know(service: Service):
    schemas = document(service.name)["components"]["schemas"]
    for _, _, operation in operations(service):
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        name = content.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
        if name:
            assert schemas[name].get("additionalProperties") is False, name


@EACH_SERVICE
def test_every_error_of_an_operation_is_a_problem(service: Service):
    for path, _, operation in operations(service):
        for status, response in operation["responses"].items():
            if int(status) >= 400 and not path.startswith("/health/"):
                assert list(response["content"]) == ["application/problem+json"], (path, status)


@EACH_SERVICE
def test_the_document_names_no_machine(service: Service):
    text = json.dumps(document(service.name))
    assert "127.0.0.1" not in text
    assert "localhost" not in text
