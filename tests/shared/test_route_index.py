"""Operations are found by the parts of their addresses as the framework would find them, and reads go the short way."""

from inspect import signature
from typing import Any

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.responses import Response
from starlette.routing import Match

from shared.kit.app import create_app
from shared.kit.route_index import RouteIndex
from shared.kit.routing import Route
from shared.kit.service import Service
from shared.kit.settings import Settings
from shared.kit.short_way import short_way
from tests.support.services import SERVICES


def _app(service: Service) -> Any:
    return create_app(service, service.settings.model_validate(Settings.for_documents(service.name).model_dump()))


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_operation_is_found_as_the_framework_would_find_it(service: Service) -> None:
    index, *others = _app(service).routes
    assert isinstance(index, RouteIndex)
    declared = [each for each in iter_route_contexts(others) if isinstance(each.original_route, APIRoute)]
    asked = 0
    for each in declared:
        path = "/".join("bulk" if "{" in part else part for part in each.path.split("/"))
        for method in each.methods or ():
            wanted = next(c for c in declared if c.path_regex.match(path) and method in (c.methods or ()))
            match, found = index.matches({"type": "http", "method": method, "path": path, "root_path": ""})
            assert match is Match.FULL, f"{method} {path}"
            assert found["route"] is wanted.original_route, f"{method} {path}"
            asked += 1
    assert asked > 40


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/nothing"), ("GET", "/v1/events/"), ("BREW", "/v1/events"), ("GET", "")]
)
def test_what_it_does_not_know_it_leaves_to_the_framework(method: str, path: str) -> None:
    index = _app(SERVICES[0]).routes[0]
    assert index.matches({"type": "http", "method": method, "path": path, "root_path": ""}) == (Match.NONE, {})


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_read_that_answers_by_itself_goes_the_short_way(service: Service) -> None:
    routes = [each.original_route for each in iter_route_contexts(_app(service).routes)]
    reads = [each for each in routes if isinstance(each, Route) and "GET" in (each.methods or ())]
    by_themselves = [each for each in reads if signature(each.endpoint).return_annotation is Response]
    assert len(by_themselves) > len(reads) / 2
    assert [each.operation_id for each in by_themselves if short_way(each.dependant, each.endpoint) is None] == []
