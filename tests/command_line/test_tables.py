"""What the command line knows of the services is what their documents say."""

import json
import re
from pathlib import Path

import pytest

from pins.kinds import KINDS
from pins.lists import OF_LIST
from pins.profile import SERVICES

ROOT = Path(__file__).parents[2]
PATHS = {
    service: json.loads((ROOT / f"services/{service}_api/openapi.json").read_text())["paths"] for service in SERVICES
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_upload_is_an_operation(name: str):
    kind = KINDS[name]
    assert kind.method.lower() in PATHS[kind.service][kind.path]
    assert not kind.replaces or OF_LIST[kind.replaces] == kind.service


IN_EACH_SERVICE = {"events", "audit-entries"}


def test_every_list_of_the_services_is_known_by_its_name():
    documented = {
        found[1]: service
        for service, paths in PATHS.items()
        for path, operations in paths.items()
        if (found := re.fullmatch(r"/v1/([a-z-]+)", path))
        if operations.get("get", {}).get("operationId", "").startswith("list_") and found[1] not in IN_EACH_SERVICE
    }
    assert documented == OF_LIST
