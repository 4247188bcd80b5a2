"""The OpenAPI document: complete, valid, and the same as the committed one."""

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from openapi_spec_validator import validate

from shared.kit import openapi
from shared.kit.openapi.__main__ import main
from tests.support.described_service import ABOUT, build


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return build()[1]


def operation(document: dict[str, Any], operation_id: str) -> dict[str, Any]:
    (found,) = (each for _, _, each in openapi.operations(document) if each["operationId"] == operation_id)
    return found


def test_the_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_finishing_leaves_the_frameworks_document_alone() -> None:
    app, _ = build()
    before = json.dumps(app.openapi())
    openapi.finish(app.openapi(), ABOUT)
    assert json.dumps(app.openapi()) == before


def test_the_frameworks_own_errors_are_gone_and_every_error_is_a_problem(document: dict[str, Any]) -> None:
    assert "ValidationError" not in json.dumps(document)
    assert document["components"]["schemas"]["Problem"]["title"] == "Problem"
    assert "FieldError" in document["components"]["schemas"]
    for path, _, each in openapi.operations(document):
        for status, response in each["responses"].items():
            if status >= "400" and not path.startswith("/health"):
                (media_type, content), *others = response["content"].items()
                assert not others
                assert media_type == "application/problem+json"
                assert content["schema"] == {"$ref": "#/components/schemas/Problem"}


def test_every_operation_may_be_limited_and_may_fail(document: dict[str, Any]) -> None:
    assert {"429", "500"} <= operation(document, "get_school")["responses"].keys()
    assert "422" not in operation(document, "get_school")["responses"]


def test_an_operation_says_who_may_call_it_and_with_which_scope(document: dict[str, Any]) -> None:
    chosen = operation(document, "choose_school")
    assert chosen["x-access"] == {"scope": "partnership:write", "organisations": ["icb"]}
    assert chosen["security"] == [{"oauth2": ["partnership:write"]}, {"token": []}]
    assert operation(document, "read_liveness")["security"] == []
    assert "x-access" not in operation(document, "read_liveness")


def test_tokens_come_from_the_issuer_by_client_credentials(document: dict[str, Any]) -> None:
    schemes = document["components"]["securitySchemes"]
    grant = schemes["oauth2"]["flows"]["clientCredentials"]
    assert grant["tokenUrl"] == "https://identity.pins.example/token"
    assert grant["scopes"].keys() == {"partnership:read", "partnership:write"}
    assert schemes["token"]["scheme"] == "bearer"
    assert document["servers"][0]["url"] == "https://partnership.pins.example"


def test_lists_in_the_query_are_separated_by_commas(document: dict[str, Any]) -> None:
    parameters = {each["name"]: each for each in operation(document, "list_schools")["parameters"]}
    assert (parameters["la_code"]["style"], parameters["la_code"]["explode"]) == ("form", False)
    assert "explode" not in parameters["limit"]


def test_headers_every_answer_has_are_documented(document: dict[str, Any]) -> None:
    responses = operation(document, "get_school")["responses"]
    assert operation(document, "choose_school")["responses"]["201"]["headers"].keys() >= {"Location", "ETag"}
    assert responses["200"]["headers"].keys() == {"X-Request-ID", "RateLimit", "RateLimit-Policy", "ETag"}
    assert responses["429"]["headers"].keys() == {
        "X-Request-ID",
        "RateLimit",
        "RateLimit-Policy",
        "Retry-After",
    }
    assert operation(document, "read_liveness")["responses"]["200"]["headers"].keys() == {"X-Request-ID"}


def test_a_versioned_resource_may_be_found_unchanged(document: dict[str, Any]) -> None:
    assert "ETag" in operation(document, "get_school")["responses"]["304"]["headers"]
    assert "304" not in operation(document, "choose_school")["responses"]
    assert "304" not in operation(document, "list_schools")["responses"]


def test_what_the_edge_reads_is_documented(document: dict[str, Any]) -> None:
    for _, method, each in openapi.operations(document):
        named = [said["name"] for said in each.get("parameters", ())]
        assert ("Idempotency-Key" in named) is (method != "get"), each["operationId"]
        assert ("If-None-Match" in named) is (method == "get" and each.get("x-etag", False)), each["operationId"]


def test_only_what_is_used_is_declared(document: dict[str, Any]) -> None:
    text = json.dumps(document["paths"])
    assert all(f'#/components/headers/{name}"' in text for name in document["components"]["headers"])


def test_summaries_are_the_first_line_of_the_docstring(document: dict[str, Any]) -> None:
    assert operation(document, "list_schools")["summary"] == "List the schools that take part"
    assert operation(document, "list_schools")["responses"]["200"]["description"] == "What was asked for."


def test_whole_bounds_are_whole_numbers(document: dict[str, Any]) -> None:
    assert '"minimum": 100000,' in openapi.render(document)
    assert "100000.0" not in openapi.render(document)


def test_every_tag_is_described_and_one_without_a_sentence_is_refused(document: dict[str, Any]) -> None:
    assert [tag["name"] for tag in document["tags"]] == ["Schools", "Service"]
    app, _ = build()
    unknown = app.openapi()
    unknown["paths"]["/v1/schools"]["get"]["tags"] = ["Mystery"]
    with pytest.raises(ValueError, match="Mystery"):
        openapi.finish(unknown, ABOUT)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, document: dict[str, Any]) -> Path:
    folder = tmp_path / "services" / "demo_api"
    folder.mkdir(parents=True)
    (folder / "main.py").touch()
    module = ModuleType("services.demo_api.main")
    (tmp_path / "docs").mkdir()
    module.document = lambda: document  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "services.demo_api.main", module)
    return tmp_path


def test_what_was_written_passes_the_check(root: Path, document: dict[str, Any]) -> None:
    assert main(["write"], root) == 0
    assert main(["check"], root) == 0
    text = (root / "services/demo_api/openapi.json").read_text(encoding="utf-8")
    assert json.loads(text) == document
    assert text.endswith("}\n")


def test_a_document_that_differs_or_is_missing_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"], root) == 1
    (root / "services/demo_api/openapi.json").write_text("{}", encoding="utf-8")
    assert main(["check"], root) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["services/demo_api/openapi.json", "docs/openapi.json"] * 2
    assert all("make openapi" in line for line in lines)


def test_an_unknown_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["delete"]) == 2
    assert main([]) == 2
    assert "write|check" in capsys.readouterr().err
