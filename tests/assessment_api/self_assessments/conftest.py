from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from shared.contracts.partnership.participations import Participation
from tests.assessment_api.owner import Owner, a_participation
from tests.assessment_api.tool import every_answer
from tests.support.serving import Served


@pytest.fixture
def elm_park(owner: Owner) -> Participation:
    """A new school that has confirmed."""
    return owner.knows(a_participation())


@pytest.fixture
def opened(assessment: Served, elm_park: Participation) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Opens Elm Park's self-assessment at a point, as the school."""

    async def open_at(point: str = "baseline") -> dict[str, Any]:
        answer = await assessment.as_("school:107866").post(
            f"/v1/participations/{elm_park.id}/self-assessments", json={"point": point}
        )
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    return open_at


@pytest.fixture
def submitted(assessment: Served, opened) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Opens, answers and submits Elm Park's self-assessment; every rating is the same."""

    async def submit_at(point: str = "baseline", rating: int = 2) -> dict[str, Any]:
        at = f"/v1/self-assessments/{(await opened(point))['id']}"
        school = assessment.as_("school:107866")
        saved = await school.put(f"{at}/answers", json={"answers": every_answer(rating)}, headers={"If-Match": '"1"'})
        assert saved.status_code == 200, saved.text
        answer = await school.post(f"{at}/submission", headers={"If-Match": saved.headers["ETag"]})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    return submit_at
