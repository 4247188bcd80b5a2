"""Asking for a plan, stopping it, and taking lines from it."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.commissioning_api.participations import service as participations
from shared.clients import partnership
from shared.contracts.commissioning import proposals as contract
from shared.kit import outbox
from shared.kit.auth import Actor
from shared.kit.clock import today, utc_now
from shared.kit.concurrency import locked
from shared.kit.errors import StaleVersion
from shared.kit.http_client import Neighbour

from . import errors, gathering, schemas, snapshots
from .models import AT_WORK, SupportProposal
from .queries import PROPOSALS


async def request(
    session: AsyncSession, neighbour: Neighbour, project_id: UUID, new: schemas.NewSupportProposal, actor: Actor
) -> SupportProposal:
    """Ask for the best plan for all confirmed schools of a project. What it is decided on is taken down now."""
    project = await partnership.project(neighbour, actor.token, project_id, errors.ProjectNotFound)
    if project.lead_icb_code != actor.code:
        raise errors.AnotherBoardLeads
    await _one_at_a_time(session, project_id)
    terms = contract.ProposalTerms.model_validate(new.model_dump() | {"on": new.on or today()})
    ground = gathering.Ground(project_id, project.programme_year, {project.icb_code, project.lead_icb_code}, terms.on)
    problem = await gathering.problem_of(session, ground, terms)
    proposal = SupportProposal(
        project_id=project_id,
        icb_code=project.lead_icb_code,
        programme_year=project.programme_year,
        terms=terms.model_dump(mode="json"),
        problem=snapshots.kept(problem),
        schools=len(problem.schools),
    )
    session.add(proposal)
    await outbox.announce(session, contract.ProposalRequested, proposal, actor)
    return proposal


async def cancel(session: AsyncSession, proposal_id: UUID, version: int, actor: Actor) -> SupportProposal:
    """Stop looking. Progress is nobody's change: any version read since the status last changed will do."""
    proposal = await _to_change(session, proposal_id, actor)
    if not proposal.status_version <= version <= proposal.version:
        raise StaleVersion("This was changed after you read it. Read it again before you change it.")
    proposal.cancel(utc_now())
    await outbox.announce(session, contract.ProposalEnded, proposal, actor)
    return proposal


async def _to_change(session: AsyncSession, proposal_id: UUID, actor: Actor) -> SupportProposal:
    proposal: SupportProposal = await locked(
        session, PROPOSALS, proposal_id, actor, version=None, missing=errors.ProposalNotFound
    )
    await participations.must_lead(session, proposal.project_id, proposal.icb_code, actor, errors.AnotherBoardLeads)
    return proposal


async def _one_at_a_time(session: AsyncSession, project_id: UUID) -> None:
    await session.execute(
        select(func.pg_advisory_xact_lock(func.hashtextextended(f"support-proposal:{project_id}", 0)))
    )
    at_work = select(SupportProposal.id).where(
        SupportProposal.project_id == project_id, SupportProposal.status.in_(AT_WORK)
    )
    if await session.scalar(at_work.limit(1)) is not None:
        raise errors.AlreadyAtWork
