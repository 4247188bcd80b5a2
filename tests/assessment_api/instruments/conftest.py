from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.assessment_api.editions import NATIONAL, act, an_edition
from tests.support.serving import Served


@pytest.fixture
def drafted(assessment: Served) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Drafts an edition as the national team."""

    async def draft(**changes: Any) -> dict[str, Any]:
        answer = await assessment.as_(NATIONAL).post("/v1/instruments", json=an_edition(**changes))
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    return draft


@pytest.fixture
def published(assessment: Served, drafted) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Drafts and publishes an edition as the national team."""

    async def publish(**changes: Any) -> dict[str, Any]:
        answer = await act(assessment, await drafted(**changes), "publication")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    return publish
