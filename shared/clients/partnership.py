"""What other services ask of partnership_api."""

from uuid import UUID

from shared.clients.asking import ask
from shared.contracts.partnership.participations import Participation
from shared.contracts.partnership.programmes import ProgrammeYear
from shared.contracts.partnership.projects import Project
from shared.kit.errors import Refusal
from shared.kit.http_client import Neighbour


async def participation(
    neighbour: Neighbour, token: str, participation_id: UUID, missing: type[Refusal]
) -> Participation:
    """One school in one project, if the caller may see it."""
    return await ask(neighbour, f"/v1/participations/{participation_id}", Participation, token, missing)


async def project(neighbour: Neighbour, token: str, project_id: UUID, missing: type[Refusal]) -> Project:
    """One project, if the caller may see it: who answers for it now."""
    return await ask(neighbour, f"/v1/projects/{project_id}", Project, token, missing)


async def programme_year(neighbour: Neighbour, token: str, code: str, missing: type[Refusal]) -> ProgrammeYear:
    """The newest edition of a year's rules."""
    return await ask(neighbour, f"/v1/programme-years/{code}", ProgrammeYear, token, missing)
