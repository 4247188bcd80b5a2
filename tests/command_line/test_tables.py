"""What the command line knows of the services is what their documents say."""

import json
import re
from pathlib import Path

import pytest

from pins.kinds import KINDS
from pins.lists import OF_LIST
from pins.profile import SERVICES
from pins.uploads import counts, refused_rows

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


def test_the_numbers_of_an_upload_are_told_once():
    answer = {"dry_run": False, "rows": 3, "created": 2, "refused": 1, "read": 3, "selected": 2, "rejected": 1}
    assert counts(answer) == {"rows": 3, "created": 2, "refused": 1}
    assert refused_rows(answer) == 1
    assert refused_rows({"read": 3, "rejected": 2}) == 2


def test_what_stands_in_a_path_stays_in_its_place():
    assert KINDS["selections"].filled({"project_id": "../x?y=1"}) == "/v1/projects/..%2Fx%3Fy%3D1/selections"
