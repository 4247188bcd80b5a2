"""One service's OpenAPI document as an integrator needs it: what the framework cannot know, added to what it writes."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from shared.contracts.problem import MEDIA_TYPE, Problem
from shared.contracts.roles import Matrix
from shared.kit.errors import ServiceFailed, TooManyRequests
from shared.kit.problems import problems

from .plain import name_pages, say_plainly
from .showing import show_examples, taken_out

Node = dict[str, Any]

METHODS = ("get", "put", "post", "patch", "delete", "head", "options")
SERVICE_TAG = "Service"
# What the kit serves in every service.
COMMON_TAGS = {
    SERVICE_TAG: "What this service is, whether it works, and how it is doing.",
    "Events": "Everything that changed, in order, for those who keep a copy.",
    "Audit": "Who changed what, and who read contacts and extracts: kept where no service can change it.",
}
_SCHEMAS = "#/components/schemas/"
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_DONE = {"200": "What was asked for.", "201": "What was made.", "202": "Taken on; the work follows."}
_FRAMEWORK_ERRORS = ("HTTPValidationError", "ValidationError")
_HEADERS: Node = {
    "X-Request-ID": {
        "description": "Your id of the request, or the one made for it. Quote it when you report a problem.",
        "schema": {"type": "string", "maxLength": 128, "pattern": "^[A-Za-z0-9._-]+$"},
        "example": "0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a",
    },
    "RateLimit-Policy": {
        "description": "The budget: `q` requests in every `w` seconds.",
        "schema": {"type": "string", "maxLength": 200},
        "example": '"default";q=600;w=60',
    },
    "RateLimit": {
        "description": "What is left of it: `r` requests for the next `t` seconds.",
        "schema": {"type": "string", "maxLength": 200},
        "example": '"default";r=599;t=60',
    },
    "Retry-After": {
        "description": "Seconds to wait before the request is worth sending again.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 86400},
        "example": 5,
    },
    "Location": {
        "description": "Where the new resource is.",
        "schema": {"type": "string", "format": "uri-reference", "maxLength": 500},
        "example": "/v1/parent-carer-groups/0199c0de-5e1f-7a55-8a3c-1f2e3d4c5b6a",
    },
    "ETag": {
        "description": "The version of the resource, to send back in `If-Match` or `If-None-Match`.",
        "schema": {"type": "string", "maxLength": 100},
        "example": '"3"',
    },
}
_IDEMPOTENCY_KEY: Node = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Makes it safe to send this again: it takes effect once, and the first answer comes again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
_IF_NONE_MATCH: Node = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag you have. Still current: 304, without a body.",
    "schema": {"type": "string", "maxLength": 100},
}


@dataclass(frozen=True, slots=True)
class Described:
    """What a service says about itself. `tags` holds each tag's sentence, in reading order."""

    name: str
    tags: Mapping[str, str]
    matrix: Matrix
    token_url: str
    public_url: str


def operations(document: Node) -> Iterator[tuple[str, str, Node]]:
    """Give every operation of a document as path, method and operation."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def finish(document: Node, service: Described) -> Node:
    """Complete FastAPI's document with what it cannot know, without touching the original."""
    document = deepcopy(document)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    _replace_error_schemas(schemas)
    _share_definitions(document, schemas)
    document = name_pages(document)
    components = document["components"]
    components["securitySchemes"] = _security_schemes(service)
    document["info"].setdefault("license", {"name": "MIT", "identifier": "MIT"})
    document["info"].setdefault("contact", {"name": document["info"]["title"], "url": f"{service.public_url}/docs"})
    document["servers"] = [{"url": service.public_url, "description": "This installation"}]
    document["tags"] = _tags(document, service)
    _whole_numbers(document)
    say_plainly(document, operations(document))
    for path, method, operation in operations(document):
        _summarise(operation)
        measured = not path.startswith(("/health/", "/metrics"))
        _secure(operation, service)
        _separate_by_commas(operation)
        if measured:
            _document_problems(operation)
        _document_version(method, operation, components["schemas"])
        _document_headers(operation, measured=measured)
        _document_edge(method, operation)
        show_examples(operation, components["schemas"])
    components["examples"] = taken_out(operations(document))
    paths = json.dumps(document["paths"])
    components["headers"] = {name: deepcopy(_HEADERS[name]) for name in _HEADERS if f'headers/{name}"' in paths}
    return document


def render(document: Node) -> str:
    """Give a document as it is committed: the same text for the same meaning."""
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _security_schemes(service: Described) -> Node:
    scopes = {
        f"{service.name}:read": "Read what your organisation may see.",
        f"{service.name}:write": "Change what your organisation may change.",
    }
    return {
        "oauth2": {
            "type": "oauth2",
            "description": "Client credentials: one client, one organisation.",
            "flows": {"clientCredentials": {"tokenUrl": service.token_url, "scopes": scopes}},
        },
        # After `oauth2` in the alphabet: a TypeScript client sends what the last says, and the first without `Bearer`.
        "token": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "An access token (RFC 9068) that was obtained beforehand.",
        },
    }


def _replace_error_schemas(schemas: Node) -> None:
    for name in _FRAMEWORK_ERRORS:
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template=_SCHEMAS + "{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem


def _share_definitions(document: Node, schemas: Node) -> None:
    """Let what a body was declared with by hand stand where FastAPI puts what it declares itself."""
    for _, _, operation in operations(document):
        for media in operation.get("requestBody", {}).get("content", {}).values():
            for name, schema in media["schema"].pop("$defs", {}).items():
                schemas.setdefault(name, schema)


def _tags(document: Node, service: Described) -> list[Node]:
    described = {**service.tags, **COMMON_TAGS}
    used = {tag for _, _, operation in operations(document) for tag in operation.get("tags", ())}
    if unknown := sorted(used - described.keys()):
        raise ValueError(f"These tags have no description: {', '.join(unknown)}")
    return [{"name": name, "description": text} for name, text in described.items() if name in used]


def _secure(operation: Node, service: Described) -> None:
    access = service.matrix.get(operation["operationId"])
    if access is None:
        operation["security"] = []
        return
    scope = f"{service.name}:{access.need}"
    operation["x-access"] = {"scope": scope, "organisations": sorted(access.kinds)}
    operation["security"] = [{"oauth2": [scope]}, {"token": []}]


def _summarise(operation: Node) -> None:
    """Let the first line of an endpoint's docstring stand where FastAPI puts the function's name."""
    if operation.get("summary") == operation["operationId"].replace("_", " ").title():
        first_line = operation.get("description", "").partition("\n")[0]
        operation["summary"] = first_line.rstrip(".") or operation["summary"]
    for status, response in operation["responses"].items():
        if response.get("description") == "Successful Response":
            response["description"] = _DONE.get(status, "Done.")


def _whole_numbers(node: object) -> None:
    """Write bounds as they were declared: FastAPI turns `ge=1` into 1.0."""
    if isinstance(node, list):
        for part in node:
            _whole_numbers(part)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in _BOUNDS and isinstance(value, float) and value.is_integer():
                node[key] = int(value)
            else:
                _whole_numbers(value)


def _separate_by_commas(operation: Node) -> None:
    for parameter in operation.get("parameters", ()):
        schema = parameter.get("schema", {})
        if parameter["in"] == "query" and any(part.get("type") == "array" for part in _variants(schema)):
            parameter.update(style="form", explode=False)


def _variants(schema: Node) -> list[Node]:
    return [schema, *schema.get("anyOf", ())]


def _header(name: str) -> Node:
    return {"$ref": f"#/components/headers/{name}"}


def _document_problems(operation: Node) -> None:
    responses = operation["responses"]
    answer = responses.get("422", {}).get("content", {}).get("application/json", {})
    # FastAPI adds this to every operation with a parameter; ours are declared by the routes themselves.
    if answer.get("schema", {}).get("$ref") == f"{_SCHEMAS}HTTPValidationError":
        del responses["422"]
    for status, response in problems(TooManyRequests, ServiceFailed).items():
        responses.setdefault(str(status), response)
    for response in responses.values():
        if shown := response.get("content", {}).get(MEDIA_TYPE, {}).get("examples"):
            response["description"] = ". ".join(each["summary"].rstrip(".") for each in shown.values()) + "."
    operation["responses"] = dict(sorted(responses.items()))


def _document_version(method: str, operation: Node, schemas: Node) -> None:
    """Mark what answers with a versioned resource: its ETag is that version, and a read may find it unchanged."""
    responses = operation["responses"]
    answer = responses.get("200") or responses.get("201") or {}
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    if schemas.get(name, {}).get("properties", {}).get("version", {}).get("type") == "integer":
        operation.setdefault("x-etag", True)
    if operation.get("x-etag") and method == "get":
        responses.setdefault("304", {"description": "You have this version already."})
        operation["responses"] = dict(sorted(responses.items()))


def _document_headers(operation: Node, *, measured: bool) -> None:
    for status, response in operation["responses"].items():
        names = ["X-Request-ID", *(("RateLimit", "RateLimit-Policy") if measured else ())]
        if operation.get("x-etag") and status in {"200", "201", "304"}:
            names.append("ETag")
        if status == "201":
            names.append("Location")
        if status in {"429", "503"} and measured:
            names.append("Retry-After")
        headers = response.setdefault("headers", {})
        for name in names:
            headers.setdefault(name, _header(name))


def _document_edge(method: str, operation: Node) -> None:
    if method != "get":
        operation.setdefault("parameters", []).append(deepcopy(_IDEMPOTENCY_KEY))
    elif operation.get("x-etag"):
        operation.setdefault("parameters", []).append(deepcopy(_IF_NONE_MATCH))
