"""The documents of several services as one: what is equal is shared, what is not is told apart."""

from copy import deepcopy
from typing import Any

from shared.kit.openapi.examples import as_csv, example
from shared.kit.openapi.merging import merged
from tests.support.described_service import build

Node = dict[str, Any]


def documents() -> dict[str, Node]:
    first = build()[1]
    second = deepcopy(first)
    second["components"]["schemas"]["School"]["properties"]["name"]["maxLength"] = 100
    for item in second["paths"].values():
        for operation in item.values():
            if operation["operationId"] in {"list_schools", "get_school", "choose_school"}:
                operation["operationId"] += "_again"
    return {"partnership": first, "reporting": second}


def test_each_path_begins_with_its_service() -> None:
    paths = merged(documents())["paths"]
    assert {"/partnership/v1/schools", "/reporting/v1/schools"} <= paths.keys()
    assert not [path for path in paths if path.endswith("/")]


def test_each_operation_has_its_service_as_its_tag_and_keeps_its_group() -> None:
    whole = merged(documents())
    operation = whole["paths"]["/partnership/v1/schools"]["get"]
    assert (operation["tags"], operation["x-group"]) == (["partnership"], "Schools")
    assert [tag["name"] for tag in whole["tags"]] == ["partnership", "reporting"]


def test_an_operation_that_both_have_is_named_after_its_service() -> None:
    paths = merged(documents())["paths"]
    assert paths["/partnership/health/live"]["get"]["operationId"] == "read_partnership_liveness"
    assert paths["/reporting/health/live"]["get"]["operationId"] == "read_reporting_liveness"
    assert paths["/partnership/v1/schools"]["get"]["operationId"] == "list_schools"


def test_equal_schemas_are_shared_and_unequal_ones_told_apart_with_what_points_to_them() -> None:
    whole = merged(documents())
    schemas = whole["components"]["schemas"]
    assert "Problem" in schemas
    assert {
        "PartnershipSchool",
        "ReportingSchool",
        "PartnershipSchoolPage",
        "ReportingSchoolPage",
    } <= schemas.keys()
    assert schemas["ReportingSchool"]["title"] == "ReportingSchool"
    assert "School" not in schemas
    body = whole["paths"]["/reporting/v1/schools"]["get"]["responses"]["200"]["content"]["application/json"]
    assert body["schema"]["$ref"] == "#/components/schemas/ReportingSchoolPage"


def test_a_problem_of_both_is_shown_once() -> None:
    assert "too-many-requests" in merged(documents())["components"]["examples"]


def test_a_field_shows_what_a_field_of_its_name_holds_if_its_bounds_allow_it() -> None:
    assert example({"type": "string", "maxLength": 200}, {}, "town") == "Leeds"
    assert example({"type": "string", "maxLength": 3}, {}, "town") == "Tow"


def test_a_period_begins_before_it_ends() -> None:
    day = {"type": "string", "format": "date", "examples": ["2025-09-01"]}
    assert example(day, {}, "starts_on") < example(day, {}, "ends_on")


def test_what_has_not_happened_is_null_where_it_may_be() -> None:
    assert example({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}, {}, "withdrawn_on") is None


def test_a_number_keeps_its_bounds_and_its_steps() -> None:
    assert example({"type": "number", "exclusiveMinimum": 4, "maximum": 4.5, "multipleOf": 0.25}, {}) == 4.25
    assert example({"type": "integer", "minimum": 100, "maximum": 999}, {}) == 100


def test_the_id_of_a_resource_is_the_one_that_others_name() -> None:
    key = {"type": "string", "format": "uuid"}
    schemas = {"BigThing": {"type": "object", "properties": {"id": key}}}
    assert example({"$ref": "#/BigThing"}, schemas) == {"id": example(key, {}, "big_thing_id")}


def test_a_row_is_shown_as_a_list_gives_it_in_csv() -> None:
    assert as_csv({"name": "Elm, Park", "open": True, "parts": [1], "end": None}) == (
        'name,open,parts,end\n"Elm, Park",t,[1],\n'
    )
