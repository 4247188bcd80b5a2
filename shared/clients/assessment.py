"""What other services ask of assessment_api."""

from uuid import UUID

from shared.clients.asking import ask
from shared.contracts.assessment.findings import Finding
from shared.contracts.assessment.surveys import Survey
from shared.contracts.assessment.voice import VoiceActivity
from shared.contracts.page import Page
from shared.kit.errors import Refusal, Unavailable
from shared.kit.http_client import Neighbour


async def current_findings(
    neighbour: Neighbour, token: str, participation_id: UUID, missing: type[Refusal]
) -> list[Finding]:
    """The findings of a school that stand now, at most 500: those that a package line may cite."""
    path = f"/v1/findings?participation_id={participation_id}&status=current&limit=500"
    page = await ask(neighbour, path, Page[Finding], token, missing)
    return page.items


async def finding(neighbour: Neighbour, token: str, finding_id: UUID, missing: type[Refusal]) -> Finding:
    """One finding, if the caller may see it: of which school it is, and whether it stands."""
    return await ask(neighbour, f"/v1/findings/{finding_id}", Finding, token, missing)


async def has_survey(neighbour: Neighbour, token: str, participation_id: UUID) -> bool:
    """Whether a parent carer survey of a school is recorded."""
    path = f"/v1/surveys?participation_id={participation_id}&limit=1"
    return bool((await ask(neighbour, path, Page[Survey], token, Unavailable)).items)


async def has_voice(neighbour: Neighbour, token: str, participation_id: UUID) -> bool:
    """Whether an activity of children's voice at a school is recorded, and not withdrawn."""
    path = f"/v1/voice-activities?participation_id={participation_id}&status=recorded&limit=1"
    return bool((await ask(neighbour, path, Page[VoiceActivity], token, Unavailable)).items)
