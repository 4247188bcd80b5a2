"""What other services ask of assessment_api."""

from uuid import UUID

from shared.clients.asking import ask
from shared.contracts.assessment.findings import Finding
from shared.contracts.page import Page
from shared.kit.errors import Refusal
from shared.kit.http_client import Neighbour


async def current_findings(
    neighbour: Neighbour, token: str, participation_id: UUID, missing: type[Refusal]
) -> list[Finding]:
    """The findings of a school that stand now, at most 500: those that a package line may cite."""
    path = f"/v1/findings?participation_id={participation_id}&status=current&limit=500"
    page = await ask(neighbour, path, Page[Finding], token, missing)
    return page.items
