"""What other services ask of partnership_api."""

from collections.abc import Iterable
from uuid import UUID

from shared.clients.asking import ask
from shared.contracts.page import GREATEST_LIMIT, Page
from shared.contracts.partnership.funding import ProjectFunding
from shared.contracts.partnership.governance import Decision
from shared.contracts.partnership.organisations import LocalAuthority
from shared.contracts.partnership.participations import Participation
from shared.contracts.partnership.programmes import ProgrammeYear
from shared.contracts.partnership.projects import Project
from shared.kit.errors import Refusal, Unavailable
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


async def funding(neighbour: Neighbour, token: str, project_id: UUID, missing: type[Refusal]) -> ProjectFunding:
    """What a project was allocated and what was released of it."""
    return await ask(neighbour, f"/v1/projects/{project_id}/funding", ProjectFunding, token, missing)


async def decision(neighbour: Neighbour, token: str, decision_id: UUID, missing: type[Refusal]) -> Decision:
    """One key decision of a partnership, if the caller may see it."""
    return await ask(neighbour, f"/v1/decisions/{decision_id}", Decision, token, missing)


async def local_authorities(neighbour: Neighbour, token: str, la_codes: Iterable[str]) -> list[LocalAuthority]:
    """Those authorities that there are of these codes, at most 100: in which boards' areas each lies."""
    path = f"/v1/local-authorities?la_code={','.join(la_codes)}&limit={GREATEST_LIMIT}"
    return (await ask(neighbour, path, Page[LocalAuthority], token, Unavailable)).items
