from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from shared.contracts.assessment.findings import FindingSource
from shared.contracts.partnership.participations import Participation
from tests.assessment_api.found import on_domain, renew, theme
from tests.assessment_api.owner import Owner, a_participation
from tests.support.serving import Served

# By their needs the ranking is: environment, mental_health, communication.
SAID = (on_domain("environment", 80.0), on_domain("mental_health", 60.0), on_domain("communication", 40.0))


@pytest.fixture
def elm_park(owner: Owner) -> Participation:
    """A new school that has confirmed."""
    return owner.knows(a_participation())


@pytest.fixture
async def of_assessment(assessment: Served, elm_park: Participation) -> UUID:
    """What Elm Park's self-assessment says is found; its id."""
    return await renew(assessment.database, elm_park, SAID)


@pytest.fixture
async def findings(assessment: Served, elm_park: Participation, of_assessment: UUID) -> dict[str, str]:
    """The finding of each domain."""
    await renew(assessment.database, elm_park, [theme("environment", 50.0)], FindingSource.SURVEY)
    answer = await assessment.as_("school:107866").get(f"/v1/findings?source_id={of_assessment}")
    return {each["domain"]: each["id"] for each in answer.json()["items"]}


@pytest.fixture
def two(findings: dict[str, str]) -> list[dict[str, Any]]:
    """The first two of the ranking, each with its finding."""
    return [{"domain": domain, "finding_ids": [findings[domain]]} for domain in ("environment", "mental_health")]


@pytest.fixture
def propose(assessment: Served, elm_park: Participation) -> Callable[..., Awaitable[Any]]:
    """Proposes priorities for Elm Park; the answer."""

    async def proposed(priorities: list[dict[str, Any]], caller: str = "school:107866") -> Any:
        path = f"/v1/participations/{elm_park.id}/priority-sets"
        return await assessment.as_(caller).post(path, json={"priorities": priorities})

    return proposed


@pytest.fixture
def agree(assessment: Served) -> Callable[..., Awaitable[Any]]:
    """Agrees to a set of priorities as it was read; the answer."""

    async def agreed(on: dict[str, Any], caller: str, school_agreement: str | None = None) -> Any:
        body = {} if school_agreement is None else {"school_agreement": school_agreement}
        return await assessment.as_(caller).post(
            f"/v1/priority-sets/{on['id']}/agreement", json=body, headers={"If-Match": f'"{on["version"]}"'}
        )

    return agreed
