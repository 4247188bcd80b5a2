"""Every request and every answer is shown by an example that is valid, and that a person would take for real."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from shared.contracts.problem import MEDIA_TYPE
from shared.kit.app import create_app
from shared.kit.routing import Route
from shared.kit.service import Service
from shared.kit.settings import Settings
from tests.architecture.test_documents import EACH_SERVICE, document, operations

Node = dict[str, Any]
PLACEHOLDERS = re.compile(r"(?i)^(string|text|example|foo|bar|baz|test|lorem.*|todo|xxx+|value\d*|key|.*_of_one)$")
TO_DO = "give the field's type `Field(examples=[...])`, or its name a value in shared/contracts/examples.py"


def bodies(service: Service) -> Iterator[tuple[str, Node]]:
    for _, _, operation in operations(service):
        holders = {"request": operation.get("requestBody", {}), **operation["responses"]}
        for where, holder in holders.items():
            for media_type, body in holder.get("content", {}).items():
                yield f"{operation['operationId']} {where} {media_type}", body


def shown(body: Node, whole: Node) -> list[Any]:
    if "example" in body:
        return [body["example"]]
    named = whole["components"]["examples"]
    return [named[each["$ref"].rsplit("/", 1)[-1]]["value"] for each in body.get("examples", {}).values()]


class Validity:
    """Validates against the schemas of one document, each of them prepared once."""

    def __init__(self, whole: Node) -> None:
        self.registry = Registry().with_resource("urn:document", DRAFT202012.create_resource(whole))
        self.prepared: dict[str, Draft202012Validator] = {}
        self.found_valid: set[tuple[str, str]] = set()

    def faults(self, schema: Node, value: Any) -> Iterator[str]:
        text = json.dumps(schema, sort_keys=True).replace('"#/', '"urn:document#/')
        if text not in self.prepared:
            self.prepared[text] = Draft202012Validator(
                json.loads(text), registry=self.registry, format_checker=Draft202012Validator.FORMAT_CHECKER
            )
        # The same problems are shown at hundreds of operations.
        if (text, json.dumps(value)) in self.found_valid:
            return
        self.found_valid.add((text, json.dumps(value)))
        for error in self.prepared[text].iter_errors(value):
            yield f"/{'/'.join(str(step) for step in error.absolute_path)}: {error.message[:120]}"


def words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (name for name in value if name.endswith("_of_one"))
        for each in value.values():
            yield from words(each)
    elif isinstance(value, list):
        for each in value:
            yield from words(each)
    elif isinstance(value, str):
        yield value


@EACH_SERVICE
def test_every_body_has_an_example_and_it_is_valid(service: Service):
    whole = document(service.name)
    validity = Validity(whole)
    faults = []
    for place, body in bodies(service):
        examples = shown(body, whole)
        faults += [f"{place}: {fault}" for each in examples for fault in validity.faults(body["schema"], each)]
        if not examples:
            faults.append(f"{place}: no example")
    assert faults == [], f"{TO_DO}:\n" + "\n".join(faults)


@EACH_SERVICE
def test_every_part_of_an_address_has_an_example_and_it_is_valid(service: Service):
    validity = Validity(document(service.name))
    faults = [
        f"{operation['operationId']} {parameter['name']}: {fault}"
        for _, _, operation in operations(service)
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "path"
        for fault in validity.faults(parameter["schema"], parameter["example"])
    ]
    assert faults == [], f"{TO_DO}:\n" + "\n".join(faults)


@EACH_SERVICE
def test_no_example_is_a_placeholder(service: Service):
    whole = document(service.name)
    found = {
        f"{place}: {word}"
        for place, body in bodies(service)
        for each in shown(body, whole)
        for word in words(each)
        if PLACEHOLDERS.match(word)
    }
    assert found == set(), f"{TO_DO}:\n" + "\n".join(sorted(found))


@pytest.mark.parametrize("word", ["string", "Lorem ipsum", "links_of_one", "foo"])
def test_a_placeholder_is_known(word: str):
    assert PLACEHOLDERS.match(word)


@EACH_SERVICE
def test_every_request_that_is_shown_is_one_the_service_takes(service: Service):
    """The models know rules that a schema does not: an end after its beginning, one of two fields."""
    whole = document(service.name)
    refused = []
    for context in iter_route_contexts(create_app(service, Settings.for_documents(service.name)).routes):
        route = context.original_route
        if not isinstance(route, Route) or route.body_field is None:
            continue
        for method in route.methods or ():
            body = whole["paths"][context.path][method.lower()]["requestBody"]["content"]["application/json"]
            try:
                TypeAdapter(route.body_field.field_info.annotation).validate_json(json.dumps(body["example"]))
            except ValidationError as error:
                refused += [f"{route.operation_id} {each['loc']}: {each['msg']}" for each in error.errors()]
    to_do = (
        "give the model a whole example: model_config = Input.model_config | {'json_schema_extra': {'examples': []}}"
    )
    assert refused == [], f"{to_do}\n" + "\n".join(refused)


ALWAYS = {"400", "401", "403", "429", "500", "503"}
OF_A_WRITE = {"409", "413", "422"}


@EACH_SERVICE
def test_every_operation_documents_what_the_edge_can_refuse(service: Service):
    missing = []
    for path, method, operation in operations(service):
        if not path.startswith("/v1/"):
            continue
        takes = {parameter["name"] for parameter in operation.get("parameters", ())}
        kinds = operation["responses"].get("200", {}).get("content", {})
        expected = ALWAYS | (set() if method == "get" else OF_A_WRITE)
        expected |= {"412", "428"} if "If-Match" in takes else set()
        expected |= {"406"} if "application/x-ndjson" in kinds and "application/json" in kinds else set()
        expected |= {"415"} if "text/csv" in operation.get("requestBody", {}).get("content", {}) else set()
        expected |= {"304"} if "If-None-Match" in takes and method == "get" else set()
        if lacking := sorted(expected - operation["responses"].keys()):
            missing.append(f"{operation['operationId']}: {', '.join(lacking)}")
    assert missing == [], "add the refusals to `responses=problems(...)` of the route:\n" + "\n".join(missing)


@EACH_SERVICE
def test_every_problem_that_is_documented_is_shown_under_its_name(service: Service):
    for place, body in bodies(service):
        if place.endswith(MEDIA_TYPE):
            assert body["examples"], place
    for slug, stated in document(service.name)["components"]["examples"].items():
        assert stated["value"]["type"].endswith(f"/problems/{slug}")
        assert stated["value"]["title"] == stated["summary"]
