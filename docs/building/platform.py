"""The four services, each as its own declaration and its OpenAPI document say."""

import json
from functools import cache
from typing import Any

from services.assessment_api.main import SERVICE as ASSESSMENT
from services.commissioning_api.main import SERVICE as COMMISSIONING
from services.partnership_api.main import SERVICE as PARTNERSHIP
from services.reporting_api.main import SERVICE as REPORTING
from shared.kit.openapi import operations
from shared.kit.service import Service

SERVICES = (PARTNERSHIP, ASSESSMENT, COMMISSIONING, REPORTING)


@cache
def document(name: str) -> dict[str, Any]:
    """The OpenAPI document of a service, as `make openapi` wrote it."""
    service = next(each for each in SERVICES if each.name == name)
    found: dict[str, Any] = json.loads((service.folder / "openapi.json").read_text())
    return found


def operations_of(service: Service) -> list[tuple[str, str, dict[str, Any]]]:
    """Path, method and description of each operation that needs a token."""
    return [each for each in operations(document(service.name)) if each[0].startswith("/v1/")]


def cell(text: str) -> str:
    """Text that may stand in a table."""
    return " ".join(text.replace("|", "\\|").split())
