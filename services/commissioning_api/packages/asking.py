"""What the owners are asked before anything is locked and decided, each with the caller's own token."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.commissioning_api.ledger.rules import Said
from services.commissioning_api.participations.errors import ParticipationNotFound
from shared.clients import assessment, partnership
from shared.contracts.assessment.findings import Finding
from shared.contracts.commissioning.packages import ConsideredSource
from shared.contracts.partnership.governance import Decision
from shared.contracts.partnership.participations import Participation
from shared.contracts.partnership.programmes import ProgrammeYear
from shared.kit.auth import Actor
from shared.kit.http_client import Neighbour

from . import errors, rules


@dataclass(frozen=True)
class Owners:
    """Whom a line is decided with."""

    partnership: Neighbour
    assessment: Neighbour


async def place_of(owner: Neighbour, school: Participation, actor: Actor) -> rules.Place:
    """Where a school takes part, and which boards buy for it. A board that does not answer for it now is refused."""
    project = await partnership.project(owner, actor.token, school.project_id, ParticipationNotFound)
    if project.lead_icb_code != actor.code:
        raise errors.NotYourProject
    # Of a project that was handed over, the offers of both boards serve.
    return rules.Place(school.programme_year, school.la_code, {school.icb_code, project.lead_icb_code})


async def year(owner: Neighbour, code: str, actor: Actor) -> ProgrammeYear:
    """The rules of a programme year."""
    return await partnership.programme_year(owner, actor.token, code, errors.ProgrammeYearMissing)


async def findings(
    owner: Neighbour, participation_id: UUID, cited: Sequence[UUID], actor: Actor
) -> dict[UUID, Finding]:
    """Those of the cited findings that there are. What does not stand at the school is asked for by itself."""
    current = await assessment.current_findings(owner, actor.token, participation_id, ParticipationNotFound)
    known = {each.id: each for each in current if each.id in cited}
    for finding_id in set(cited) - known.keys():
        try:
            known[finding_id] = await assessment.finding(owner, actor.token, finding_id, errors.FindingsNotToBeCited)
        except errors.FindingsNotToBeCited:
            continue
    return known


async def decision(owner: Neighbour, decision_id: UUID, project_id: UUID, actor: Actor) -> Decision:
    """A standing decision of this project to commission."""
    found = await partnership.decision(owner, actor.token, decision_id, errors.DecisionDoesNotStand)
    rules.decision_must_stand(found, project_id)
    return found


async def money(owner: Neighbour, year: ProgrammeYear, project_id: UUID, actor: Actor) -> Said:
    """What a project was allocated, what was released of it, and which of the two its year lets be committed."""
    funding = await partnership.funding(owner, actor.token, project_id, errors.FundingNotFound)
    return Said(year.commitments_up_to, funding.allocated_pence or 0, funding.released_pence)


async def was_there(owner: Neighbour, participation_id: UUID, source: ConsideredSource, actor: Actor) -> bool:
    """Whether a school has a survey, or an activity of children's voice."""
    has = assessment.has_survey if source is ConsideredSource.SURVEY else assessment.has_voice
    return await has(owner, actor.token, participation_id)
