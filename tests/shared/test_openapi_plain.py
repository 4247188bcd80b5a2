"""What generators of clients trip over is said so that they do not."""

from typing import Any

import pytest

from shared.kit.openapi.plain import name_pages, say_plainly

Node = dict[str, Any]
PAGE = {"title": "SchoolPage", "type": "object"}


def document(**schemas: Node) -> Node:
    body = {"schema": {"$ref": "#/components/schemas/Page_School_"}}
    paths = {"/v1/schools": {"get": {"responses": {"200": {"content": {"application/json": body}}}}}}
    return {"paths": paths, "components": {"schemas": schemas}}


def said(schema: Node) -> Node:
    """A parameter of this schema, said plainly."""
    parameter: Node = {"in": "query", "name": "cursor", "schema": schema}
    say_plainly(document(), [("/v1/schools", "get", {"parameters": [parameter]})])
    return parameter


def test_a_page_is_named_as_a_client_should_call_it_wherever_it_is_meant() -> None:
    named = name_pages(document(Page_School_=PAGE))
    assert named["components"]["schemas"] == {"SchoolPage": PAGE}
    answer = named["paths"]["/v1/schools"]["get"]["responses"]["200"]["content"]["application/json"]
    assert answer["schema"] == {"$ref": "#/components/schemas/SchoolPage"}


def test_a_page_does_not_take_the_name_of_another_schema() -> None:
    with pytest.raises(ValueError, match="SchoolPage"):
        name_pages(document(Page_School_=PAGE, SchoolPage={"type": "string"}))


def test_a_parameter_is_never_null_and_says_what_it_is() -> None:
    text = {"type": "string", "description": "Where to go on."}
    parameter = said({"anyOf": [text, {"type": "null"}], "title": "Cursor"})
    assert parameter["schema"] == {**text, "title": "Cursor"}
    assert parameter["description"] == "Where to go on."


def test_a_parameter_of_two_forms_keeps_both() -> None:
    two = {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}
    assert said(dict(two))["schema"] == two


def test_a_body_that_may_be_left_out_is_not_null() -> None:
    body: Node = {"schema": {"anyOf": [{"$ref": "#/components/schemas/Agreement"}, {"type": "null"}], "title": "Said"}}
    say_plainly(document(), [("/v1/said", "post", {"requestBody": {"content": {"application/json": body}}})])
    assert body["schema"] == {"$ref": "#/components/schemas/Agreement"}


def test_a_map_says_what_it_holds_in_the_way_all_understand() -> None:
    filters: Node = {"type": "object", "patternProperties": {"^[a-z]+$": {"type": "integer"}}, "maxProperties": 20}
    whole = document(Export={"type": "object", "properties": {"filters": filters}})
    say_plainly(whole, [])
    assert filters == {
        "type": "object",
        "additionalProperties": {"type": "integer"},
        "propertyNames": {"pattern": "^[a-z]+$"},
        "maxProperties": 20,
    }
